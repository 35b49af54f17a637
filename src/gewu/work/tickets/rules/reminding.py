"""Which reminders a ticket gets, and when: pure rules, on for every county without being set up.

Blue, yellow and red as in domain/indicators.md: near the limit, past it, long past it. Whoever has
the step is told first, then who leads the unit, then who supervises the place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.methods.worktime import NOTHING, Limit, WorkCalendar, length_of, plus, used_between
from gewu.work.tickets import states
from gewu.work.tickets.rules.clocks import LIMITS
from gewu.work.tickets.rules.stages import MINUTES, counts_work

NEAR, OVERDUE, LONG_OVERDUE = "near", "overdue", "long_overdue"
UNSIGNED, STEP, UNDECIDED = "unsigned", "step", "undecided"
RESUMING, RETURNED, MANY = "resuming", "returned", "many"
AHEAD = (NEAR, RESUMING)  # said before their limit, and not afterwards
HANDLER, LEAD, SUPERVISOR = "handler", "lead", "supervisor"
LADDER = ((HANDLER, "blue"), (LEAD, "yellow"), (SUPERVISOR, "red"))
LEVELS = ("", "blue", "yellow", "red")
DAY = Limit("working_days", 1)
QUARTER, HALF = 0.25, 0.5
EMERGENCIES = ("E1", "E2", "E24")
SHORTEST = timedelta(minutes=30)
BEFORE_RESUMING = timedelta(days=3)
LOOK_BACK = timedelta(days=30)
RETURNS = 2
REPORTS = 3
CLASSES = (*LIMITS, "PLAN")
# Steps with a limit of their own that somebody of ours has to take.
OF_STEP = tuple(state for state in MINUTES if state != states.DISPATCHED)

REASONS: dict[str, str | Promise] = {
    NEAR: _("The limit is near"),
    OVERDUE: _("The limit has passed"),
    LONG_OVERDUE: _("The limit passed long ago"),
    UNSIGNED: _("Not signed for in time"),
    STEP: _("The step takes longer than its limit"),
    UNDECIDED: _("An application waits for a decision"),
    RESUMING: _("The suspension ends soon"),
    RETURNED: _("Sent back by two units"),
    MANY: _("Reported by many"),
}
AUDIENCES: dict[str, str | Promise] = {
    HANDLER: _("Whoever has it"),
    LEAD: _("The unit's lead"),
    SUPERVISOR: _("The supervisor"),
}


class Clocked(Protocol):
    """What the rules read of a ticket."""

    state: str
    deadline_class: str
    due_at: datetime
    stage_due_at: datetime | None
    checked_at: datetime | None
    paused_at: datetime | None


@dataclass(frozen=True)
class Planned:
    """One reminder: why, about which limit, which rung of the ladder, when, to whom, how grave."""

    reason: str
    limit_at: datetime
    round: int
    at: datetime
    audience: str
    level: str

    @property
    def key(self) -> tuple[str, datetime, int]:
        """What fires once."""
        return self.reason, self.limit_at, self.round

    @property
    def why(self) -> str | Promise:
        """The reason in words."""
        return REASONS[self.reason]

    @property
    def whom(self) -> str | Promise:
        """The audience in words."""
        return AUDIENCES[self.audience]


def planned(
    ticket: Clocked, *, terms: object, calendar: WorkCalendar, asked_at: datetime | None = None
) -> list[Planned]:
    """All reminders that the limits of a ticket give, as it stands, the earliest first."""
    found = [
        *_of_promise(ticket, calendar),
        *_of_step(ticket, terms, calendar),
        *_of_application(asked_at, terms, calendar),
    ]
    return sorted(found, key=lambda each: each.at)


def near_at(due_at: datetime, deadline_class: str, calendar: WorkCalendar) -> datetime:
    """When blue begins: the smaller of a quarter of the limit and a working day remains."""
    working = counts_work(deadline_class)
    day = before(due_at, length_of(DAY, calendar), counts=True, calendar=calendar)
    if deadline_class not in LIMITS:
        return day
    quarter = length_of(LIMITS[deadline_class], calendar) * QUARTER
    near = max(day, before(due_at, quarter, counts=working, calendar=calendar))
    return min(near, due_at - SHORTEST) if deadline_class in EMERGENCIES else near


def red_at(due_at: datetime, deadline_class: str, calendar: WorkCalendar) -> datetime:
    """When red begins: more than half the limit over, a working day at least."""
    day = plus(due_at, length_of(DAY, calendar), counts_work=True, calendar=calendar)
    if deadline_class not in LIMITS:
        return day
    half = length_of(LIMITS[deadline_class], calendar) * HALF
    working = counts_work(deadline_class)
    return max(day, plus(due_at, half, counts_work=working, calendar=calendar))


def near_until(now: datetime, deadline_class: str, calendar: WorkCalendar) -> datetime:
    """Limits of a class up to here are near at a moment: `near_at` the other way round."""
    day = plus(now, length_of(DAY, calendar), counts_work=True, calendar=calendar)
    if deadline_class not in LIMITS:
        return day
    quarter = length_of(LIMITS[deadline_class], calendar) * QUARTER
    working = counts_work(deadline_class)
    until = min(day, plus(now, quarter, counts_work=working, calendar=calendar))
    return max(until, now + SHORTEST) if deadline_class in EMERGENCIES else until


def red_until(now: datetime, deadline_class: str, calendar: WorkCalendar) -> datetime:
    """Limits of a class up to here are long overdue at a moment."""
    day = before(now, length_of(DAY, calendar), counts=True, calendar=calendar)
    if deadline_class not in LIMITS:
        return day
    half = length_of(LIMITS[deadline_class], calendar) * HALF
    working = counts_work(deadline_class)
    return min(day, before(now, half, counts=working, calendar=calendar))


def before(
    moment: datetime, length: timedelta, *, counts: bool, calendar: WorkCalendar
) -> datetime:
    """The moment from which so much time passes until another."""
    if not counts:
        return moment - length
    start = moment - LOOK_BACK
    used = used_between(start, moment, counts_work=True, calendar=calendar)
    rest = max(used - length, NOTHING)
    return plus(start, rest, counts_work=True, calendar=calendar)


def step_length(state: str, terms: object, calendar: WorkCalendar) -> timedelta:
    """How long a rung of the ladder is: once more the limit of the step, a day where it has none."""
    if state in MINUTES:
        minutes: int = getattr(terms, MINUTES[state])
        return length_of(Limit("working_minutes", minutes), calendar)
    return length_of(DAY, calendar)


def graver(level: str, than: str) -> bool:
    """Whether a level is graver than another."""
    return LEVELS.index(level) > LEVELS.index(than)


def round_of(count: int, first: int) -> int:
    """Counts that are worth a word: the first, and each time that it doubled since."""
    worth = first
    while count >= worth * 2:
        worth *= 2
    return worth if count >= first else 0


def _of_promise(ticket: Clocked, calendar: WorkCalendar) -> list[Planned]:
    if ticket.checked_at or ticket.paused_at or ticket.state not in states.OPEN:
        return []
    due_at, kind = ticket.due_at, ticket.deadline_class
    return [
        Planned(NEAR, due_at, 0, near_at(due_at, kind, calendar), HANDLER, "blue"),
        Planned(OVERDUE, due_at, 0, due_at, LEAD, "yellow"),
        Planned(LONG_OVERDUE, due_at, 0, red_at(due_at, kind, calendar), SUPERVISOR, "red"),
    ]


def _of_step(ticket: Clocked, terms: object, calendar: WorkCalendar) -> list[Planned]:
    until = ticket.stage_due_at
    if until is None:
        return []
    if ticket.state == states.SUSPENDED:
        return [Planned(RESUMING, until, 0, until - BEFORE_RESUMING, HANDLER, "")]
    if ticket.state == states.IN_PROGRESS:
        return [Planned(STEP, until, 0, until, HANDLER, "")]
    if ticket.state not in MINUTES:
        return []
    reason = UNSIGNED if ticket.state == states.DISPATCHED else STEP
    length = step_length(ticket.state, terms, calendar)
    return [
        Planned(
            reason,
            until,
            rung,
            plus(until, length * rung, counts_work=True, calendar=calendar),
            audience,
            level,
        )
        for rung, (audience, level) in enumerate(LADDER)
    ]


def _of_application(
    asked_at: datetime | None, terms: object, calendar: WorkCalendar
) -> list[Planned]:
    if asked_at is None:
        return []
    length = step_length(states.RETURNING, terms, calendar)
    first = plus(asked_at, length, counts_work=True, calendar=calendar)
    second = plus(first, length_of(DAY, calendar), counts_work=True, calendar=calendar)
    return [
        Planned(UNDECIDED, asked_at, 0, first, LEAD, ""),
        Planned(UNDECIDED, asked_at, 1, second, SUPERVISOR, ""),
    ]
