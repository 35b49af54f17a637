"""Each step has a limit of its own, and a pause counts for nobody: pure rules of the clocks.

The promise to the resident is one clock (`due_at`). The unit that has the ticket has another
(`unit_due_at`), given anew to each unit, so that the last one does not pay for the first. Every
step between two moves has a third (`stage_due_at`). Steps follow each other without a gap, so the
times of all steps add up to the whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from gewu.methods.worktime import (
    NOTHING,
    Limit,
    LimitKind,
    WorkCalendar,
    due,
    length_of,
    plus,
    used_between,
)
from gewu.work.tickets import states
from gewu.work.tickets.rules.clocks import LIMITS

# Which promise of a county's terms limits the step that a state is.
MINUTES = {
    states.SUBMITTED: "file_minutes",
    states.VERIFYING: "verify_minutes",
    states.FILED: "dispatch_minutes",
    states.DISPATCHED: "sign_minutes",
    states.RETURNING: "decide_minutes",
    states.CHECKING: "check_minutes",
}
DAYS: dict[str, tuple[str, LimitKind]] = {
    states.NEEDS_INFO: ("answer_days", "working_days"),
    states.CHECKED: ("silence_days", "natural_days"),
}


class MoveRow(Protocol):
    """What the rules read of a row of history."""

    @property
    def verb(self) -> str: ...
    @property
    def from_state(self) -> str: ...
    @property
    def to_state(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def unit_id(self) -> UUID | None: ...
    @property
    def due_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Stage:
    """One step of a ticket: in which state, with whom, from when until when, under which limit."""

    state: str
    unit_id: UUID | None
    begun_at: datetime
    ended_at: datetime
    due_at: datetime | None
    is_over: bool

    @property
    def took(self) -> timedelta:
        """How long it took on the wall clock."""
        return self.ended_at - self.begun_at

    @property
    def is_paused(self) -> bool:
        """Whether it counts for nobody."""
        return self.state in states.PAUSED

    @property
    def was_late(self) -> bool:
        """Whether it took longer than its own limit."""
        return self.due_at is not None and self.ended_at > self.due_at


def stage_due(
    state: str,
    now: datetime,
    *,
    unit_due_at: datetime | None,
    resume_on: datetime | None,
    terms: object,
    calendar: WorkCalendar,
) -> datetime | None:
    """Until when the step that begins now should be over; nothing where nobody has to act."""
    if state == states.IN_PROGRESS:
        return unit_due_at
    if state == states.SUSPENDED:
        return resume_on
    if state in MINUTES:
        minutes: int = getattr(terms, MINUTES[state])
        return due(now, Limit("working_minutes", minutes), calendar)
    if state in DAYS:
        name, kind = DAYS[state]
        return due(now, Limit(kind, getattr(terms, name)), calendar)
    return None


def counts_work(deadline_class: str) -> bool:
    """Whether a class counts working time; an agreed date is a date."""
    return deadline_class in LIMITS and LIMITS[deadline_class].counts_work


def after_pause(
    due_at: datetime,
    paused_at: datetime,
    now: datetime,
    *,
    deadline_class: str,
    calendar: WorkCalendar,
) -> datetime:
    """A limit after a pause: what was left of it is left of it; what had passed stays passed."""
    if due_at <= paused_at:
        return due_at
    working = counts_work(deadline_class)
    left = used_between(paused_at, due_at, counts_work=working, calendar=calendar)
    return max(due_at, plus(now, left, counts_work=working, calendar=calendar))


def extended(due_at: datetime, deadline_class: str, calendar: WorkCalendar) -> datetime:
    """One more original limit behind the old one; an agreed date has no length to add."""
    limit = LIMITS.get(deadline_class)
    return due(due_at, limit, calendar) if limit else due_at


def promised(
    start: datetime,
    deadline_class: str,
    *,
    extensions: int,
    pauses: Iterable[tuple[datetime, datetime]],
    calendar: WorkCalendar,
) -> datetime:
    """The promise counted anew from its beginning: limits less what the pauses took."""
    limit = LIMITS[deadline_class]
    working = limit.counts_work
    left, at = length_of(limit, calendar) * (1 + extensions), start
    for begun, ended in pauses:
        run = used_between(at, begun, counts_work=working, calendar=calendar)
        if run >= left:
            break
        left, at = left - run, max(at, ended)
    return plus(at, left, counts_work=working, calendar=calendar)


def stages(moves: Sequence[MoveRow], now: datetime) -> list[Stage]:
    """The steps of a ticket from its moves, oldest first; the last may still go on."""
    steps = [move for move in moves if begins_step(move)]
    limits = _limits(moves)
    found = []
    for index, move in enumerate(steps):
        after = steps[index + 1] if index + 1 < len(steps) else None
        if after is None and move.to_state in (*states.ENDED, states.ARCHIVED):
            break
        found.append(
            Stage(
                state=move.to_state,
                unit_id=move.unit_id,
                begun_at=move.at,
                ended_at=after.at if after else max(now, move.at),
                due_at=limits[index],
                is_over=after is not None,
            )
        )
    return found


def _limits(moves: Sequence[MoveRow]) -> list[datetime | None]:
    """The limit of each step as it was at its end: an extension gives a running step a new one."""
    limits: list[datetime | None] = []
    for move in moves:
        if begins_step(move):
            limits.append(move.due_at)
        elif limits and move.due_at is not None:
            limits[-1] = move.due_at
    return limits


def begins_step(move: MoveRow) -> bool:
    """Whether a move begins a new step."""
    return not move.from_state or states.TICKET.is_step(move.verb, move.from_state)


def pauses(moves: Sequence[MoveRow], now: datetime) -> list[tuple[datetime, datetime]]:
    """When the resident's clock stood still."""
    return [(each.begun_at, each.ended_at) for each in stages(moves, now) if each.is_paused]


def counted(found: Iterable[Stage]) -> timedelta:
    """The time of the steps that count, without pauses."""
    return sum((each.took for each in found if not each.is_paused), NOTHING)
