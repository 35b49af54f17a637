"""What a person should look at first, whatever their posts ask of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from gewu.ground.accounts.models import User
from gewu.work.tickets import states
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.applications import deciding, helping
from gewu.work.tickets.queries.queue import Filters, found
from gewu.work.tickets.queries.scope import not_kept_from

SOON = timedelta(hours=2)
MOST = 200
BY_PLACE = {
    "tickets.file": Q(state=states.SUBMITTED),
    "tickets.dispatch": Q(state=states.FILED),
    "tickets.accept_return": Q(state=states.RETURNING),
    "tickets.check": Q(state=states.CHECKING),
}
BY_UNIT = {
    "tickets.verify": Q(state=states.VERIFYING),
    "tickets.sign": Q(state=states.DISPATCHED),
    "tickets.handle": Q(state=states.IN_PROGRESS),
}


@dataclass(frozen=True)
class Day:
    """Tickets that wait for this person, each in one group, the most urgent first."""

    overdue: list[Ticket]
    soon: list[Ticket]
    new: list[Ticket]
    going: list[Ticket]
    more: bool

    @property
    def first(self) -> Ticket | None:
        """The one to begin with."""
        groups = (self.overdue, self.soon, self.new, self.going)
        return next((group[0] for group in groups if group), None)

    @property
    def count(self) -> int:
        """How many wait."""
        return len(self.overdue) + len(self.soon) + len(self.new) + len(self.going)


def my_day(user: User, now: datetime) -> Day:
    """Everything whose next step this person may take: overdue, due soon, new, going."""
    tickets = (
        not_kept_from(user, Ticket.objects.filter(waits_for(user)))
        .select_related("text", "item", "area", "unit")
        .order_by("due_at", "id")
    )
    rows = list(tickets[: MOST + 1])
    day = Day([], [], [], [], more=len(rows) > MOST)
    for ticket in rows[:MOST]:
        _group(day, ticket, now).append(ticket)
    return day


def late_ones(user: User, now: datetime) -> Day:
    """For those who only look: what is overdue in their areas, the longest first."""
    tickets = found(user, Filters(overdue=True), now)
    rows = tickets.select_related("text", "item", "area", "unit").order_by("due_at", "id")
    late = list(rows[: MOST + 1])
    return Day(late[:MOST], [], [], [], more=len(late) > MOST)


def has_own_work(user: User) -> bool:
    """Whether any post of theirs asks them to take steps."""
    return any(user.may(permission) for permission in (*BY_PLACE, *BY_UNIT))


def waits_for(user: User) -> Q:
    """Tickets whose next step is this person's: nobody checks what they handled themselves."""
    wanted = deciding(user) | helping(user)
    for permission, state in BY_PLACE.items():
        for path in user.paths_with(permission):
            wanted |= state & Q(area_path__startswith=path)
    for permission, state in BY_UNIT.items():
        wanted |= state & Q(unit_id__in=user.units_with(permission))
    still_open = Q(closed_at__isnull=True)
    return still_open & wanted & ~Q(state=states.CHECKING, handled_by=user.pk)


def _group(day: Day, ticket: Ticket, now: datetime) -> list[Ticket]:
    if ticket.paused_at:
        return day.going
    if ticket.due_at < now:
        return day.overdue
    if ticket.due_at < now + SOON:
        return day.soon
    return day.going if ticket.state == states.IN_PROGRESS else day.new
