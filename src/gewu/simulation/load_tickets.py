"""The planned tickets told to the bulk door: every plan becomes a story with real people in it."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice

from gewu.ground.accounts.models import User
from gewu.ground.residents.actions import keep_contacts
from gewu.ground.residents.models import Contact
from gewu.ground.staffing.models import Unit
from gewu.kernel.acting import RESIDENT, SYSTEM, Actor
from gewu.kernel.models import Attachment
from gewu.simulation.days import TicketPlan, World
from gewu.simulation.geography.spots import Spot
from gewu.simulation.lives import Kind, Step
from gewu.simulation.load_ground import Ground
from gewu.simulation.people import COMMUNITY_OFFICE, TOWN_OFFICE
from gewu.work.tickets.actions import bulk
from gewu.work.tickets.actions.bulk import Bundle
from gewu.work.tickets.actions.intake import Report
from gewu.work.tickets.actions.retelling import Story, Teller, Told
from gewu.work.tickets.models import Item, Ticket

BATCH, SAY_EVERY = 2_000, 20_000
Say = Callable[[str], None]
TOWN_DIGITS, COMMUNITY_DIGITS, GRID_DIGITS = 9, 12, 15
NEEDS_AFTER = {"photo_after", "photo_before_after"}
Album = Mapping[tuple[str, bool], Attachment]


def load_tickets(
    plans: Iterable[TicketPlan], ground: Ground, album: Album, teller: Teller, say: Say
) -> int:
    """Stage all plans in batches and publish them in one go; how many there are."""
    cast = Cast(ground, teller)
    bulk.begin()
    waiting, told = iter(plans), 0
    with _swept_by_batch() as sweep:
        while batch := list(islice(waiting, BATCH)):
            bulk.stage(bundles=list(_bundles(batch, cast, album)), by=SYSTEM)
            told += len(batch)
            sweep()
            if told % SAY_EVERY == 0:
                say(f"{told} told")
    return bulk.publish(by=SYSTEM)


@contextmanager
def _swept_by_batch() -> Iterator[Callable[[], int]]:
    """Rows refer to each other in rings: sweeping once a batch saves a fifth of the time."""
    gc.disable()
    try:
        yield lambda: gc.collect(0)
    finally:
        gc.enable()


def world_of(spots: Sequence[Spot], teller: Teller, shown_grid: str) -> World:
    """What the planner has to know, read from the county's own catalogue and calendar."""
    catalogue = {
        code: [
            Kind(
                code,
                condition.seq,
                condition.deadline_class,
                condition.lead.level,
                condition.is_default,
                frozenset(condition.evidence),
            )
            for condition in conditions.values()
        ]
        for code, conditions in teller.conditions.items()
    }
    return World(spots, catalogue, teller.calendar, teller.due_of, shown_grid)


class Cast:
    """Who plays which part, and what the county's rows are called."""

    def __init__(self, ground: Ground, teller: Teller) -> None:
        self.ground, self.teller = ground, teller
        self.items = {
            code: next(iter(conditions.values())).item
            for code, conditions in teller.conditions.items()
        }
        self._turn = 0

    def item(self, code: str) -> Item | None:
        """The item of a code; none where the reporter chose none."""
        return self.items[code] if code else None

    def who(self, part: str, spot: Spot, ticket: Ticket | None = None) -> Actor:
        """The person of a part at a place; what nobody has placed yet is the county desk's."""
        if part == "resident":
            return RESIDENT
        if part == "system":
            return SYSTEM
        if part == "unit":
            return self._in_turn(self.ground.hands[ticket.unit_id if ticket else None])
        if part == "worker":
            return self.ground.by_seat["worker", spot.area[:GRID_DIGITS]]
        if part == "community":
            return self.ground.by_seat["community", spot.area[:COMMUNITY_DIGITS]]
        if part == "dispatcher":
            desk = self.ground.by_seat["dispatcher", ""]
            if ticket is not None and ticket.area_id is None:
                return desk
            return self._in_turn([desk, self.ground.by_seat["dispatcher", spot.area[:TOWN_DIGITS]]])
        return self._in_turn(self.ground.by_role[part])

    def unit(self, to_unit: str, spot: Spot) -> Unit | None:
        """A unit that the dispatcher names by hand."""
        if to_unit == "town":
            return self.ground.units[TOWN_OFFICE, spot.area[:TOWN_DIGITS]]
        if to_unit == "community":
            return self.ground.units[COMMUNITY_OFFICE, spot.area[:COMMUNITY_DIGITS]]
        return None

    def _in_turn(self, people: Sequence[User]) -> User:
        self._turn += 1
        return people[self._turn % len(people)]


def tell(told: Told, plan: TicketPlan, cast: Cast, album: Album) -> Story:
    """One plan as a story."""
    story = cast.teller.begin(told, at=plan.at, by=cast.who(plan.by, plan.spot))
    for step in plan.steps:
        by = cast.who(step.by, plan.spot, story.ticket)
        if step.verb in TOLD:
            TOLD[step.verb](story, step, plan, cast, album, by)
        else:
            said = {name: getattr(step, name) for name in SAID[step.verb]}
            getattr(story, step.verb)(**said, at=step.at, by=by)
    return story


def report_of(plan: TicketPlan, cast: Cast, album: Album) -> Report:
    """What the reporter of a plan told us."""
    lon, lat = plan.point or (None, None)
    return Report(
        words=plan.words,
        title=plan.title,
        address=plan.spot.address,
        lon=lon,
        lat=lat,
        item=cast.item(plan.item),
        photos=[album[plan.scene, False]] if plan.scene else [],
        name=plan.name,
        phone=plan.phone,
        channel=plan.channel,
    )


def _bundles(plans: Sequence[TicketPlan], cast: Cast, album: Album) -> Iterator[Bundle]:
    contacts = keep_contacts(
        given=[(plan.name, plan.phone) for plan in plans], purpose="tickets", by=RESIDENT
    )
    numbers = bulk.next_sequences(len(plans))
    for plan, contact, number in zip(plans, contacts, numbers, strict=True):
        yield tell(_told(plan, contact, number, cast, album), plan, cast, album).bundle()


def _told(plan: TicketPlan, contact: Contact | None, number: int, cast: Cast, album: Album) -> Told:
    area = cast.ground.areas[plan.spot.area] if plan.place == "point" else None
    return Told(report=report_of(plan, cast, album), area=area, contact=contact, sequence=number)


def _place(story: Story, step: Step, plan: TicketPlan, cast: Cast, album: Album, by: Actor) -> None:
    area = cast.ground.areas[plan.spot.area]
    lon, lat = Decimal(str(plan.spot.lon)), Decimal(str(plan.spot.lat))
    story.place(lon=lon, lat=lat, area=area, at=step.at, by=by)


def _file(story: Story, step: Step, plan: TicketPlan, cast: Cast, album: Album, by: Actor) -> None:
    condition = cast.teller.conditions[step.item][step.seq]
    story.file(condition=condition, agreed=step.agreed, at=step.at, by=by)


def _dispatch(
    story: Story, step: Step, plan: TicketPlan, cast: Cast, album: Album, by: Actor
) -> None:
    story.dispatch(unit=cast.unit(step.to_unit, plan.spot), words=step.words, at=step.at, by=by)


def _handle(
    story: Story, step: Step, plan: TicketPlan, cast: Cast, album: Album, by: Actor
) -> None:
    condition = story.ticket.condition
    wanted = set(condition.evidence) if condition else set()
    after = [album[step.scene, True]] if wanted & NEEDS_AFTER else []
    has_before = bool(story.bundle_of["photos"])
    before = [album[step.scene, False]] if "photo_before_after" in wanted and not has_before else []
    story.handle(words=step.words, photos=after, photos_before=before, at=step.at, by=by)


# Verbs that look something up, and those that only repeat what the plan says.
TOLD = {
    "place": _place,
    "file": _file,
    "dispatch": _dispatch,
    "handle": _handle,
}
SAID = {
    "sign": (),
    "check": ("words",),
    "rework": ("words",),
    "close": ("words",),
    "confirm": (),
    "rate": ("stars", "words"),
    "reopen": ("words",),
}
