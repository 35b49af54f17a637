"""The town in which a month is lived: who may do what, what is reported, which pictures there are."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from random import Random

from django.db.models import F

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import units_of_path
from gewu.kernel.models import Attachment
from gewu.simulation.load_ground import Ground
from gewu.work.tickets import policies
from gewu.work.tickets.models import Condition, Item, Terms, Ticket
from gewu.work.tickets.queries.clocks import Clockwork, calendar_of

EMERGENCY, PLANNED = "E0", "PLAN"


class NobodyMay(Exception):
    """Nobody in the town is allowed to do this now."""


class World:
    """What the driver knows of the town, and what it counts."""

    def __init__(self, ground: Ground, before: Attachment, after: Attachment, rng: Random) -> None:
        self.rng, self.before, self.after = rng, before, after
        self.users = list(ground.users.values())
        terms = Terms.objects.get()
        self.clocks = Clockwork(terms, calendar_of(terms))
        self.conditions = list(
            Condition.objects.filter(valid_to__isnull=True)
            .exclude(deadline_class__in=(EMERGENCY, PLANNED))
            .select_related("item")
            .order_by("pk")
        )
        self.items = list(
            Item.objects.filter(pk__in={each.item_id for each in self.conditions}).order_by("code")
        )
        self.emergencies = list(
            Item.objects.filter(conditions__deadline_class=EMERGENCY).distinct().order_by("code")
        )
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._by_path: dict[str, list[User]] = {}
        self._by_unit: dict[object, list[User]] = {}
        self.look_round()

    def look_round(self) -> None:
        """Who may do what where, and which units stand: anew after areas have changed."""
        self.units = list(Unit.objects.order_by("pk"))
        self._by_path, self._by_unit = {}, {}
        for user in self.users:
            user.__dict__.pop("grants", None)
            for grant in user.grants:
                self._by_path.setdefault(grant.path, []).append(user)
                self._by_unit.setdefault(grant.unit_id, []).append(user)

    def may(self, verb: str, ticket: Ticket, unless: Iterable[object] = ()) -> User:
        """Somebody who may do this to the ticket, as the pages would let them."""
        barred = set(unless)
        able = [
            user
            for user in self.near(ticket)
            if user.pk not in barred and policies.may(user, verb, ticket)
        ]
        if not able:
            raise NobodyMay(verb)
        return self.rng.choice(able)

    def near(self, ticket: Ticket) -> list[User]:
        """Whoever works at the place of a ticket, above it, or in the unit that has it."""
        found = list(self._by_unit.get(ticket.unit_id, []))
        parts = ticket.area_path.split(".")
        for count in range(len(parts)):
            found += self._by_path.get("".join(f"{part}." for part in parts[:count]), [])
        return list(dict.fromkeys(found))

    def member(self, unit_id: object) -> User:
        """Somebody of a unit."""
        return self.rng.choice(self._by_unit.get(unit_id) or self.users)

    def other_unit(self, ticket: Ticket) -> Unit:
        """A unit that could have it instead."""
        above = [unit for unit in units_of_path(ticket.area_path) if unit.pk != ticket.unit_id]
        return self.rng.choice(above or self.units)

    def two_kinds(self, ticket: Ticket) -> tuple[Unit, Unit]:
        """A unit of the place and a department, either of them first."""
        here = [u for u in units_of_path(ticket.area_path) if u.kind != Unit.Kind.DEPARTMENT]
        departments = [u for u in self.units if u.kind == Unit.Kind.DEPARTMENT]
        both = [self.rng.choice(here or self.units), self.rng.choice(departments)]
        self.rng.shuffle(both)
        return both[0], both[1]

    def open_master(self, ticket: Ticket) -> Ticket | None:
        """Another open ticket of the same town, to merge into."""
        near = Ticket.objects.filter(closed_at__isnull=True).exclude(pk=ticket.pk)
        return near.order_by(F("submitted_at").desc(), "id").first()

    def local_hour(self, moment: datetime) -> int:
        """The hour on the town's clocks."""
        return moment.astimezone(self.clocks.calendar.zone).hour
