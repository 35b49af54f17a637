"""The limits of an open ticket counted again from its history, on a calendar that has changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from gewu.methods.worktime import WorkCalendar
from gewu.work.tickets import states
from gewu.work.tickets.rules.stages import MoveRow, begins_step, pauses, promised, stage_due


class Limits(NamedTuple):
    """The promise, the unit's own limit, and that of the step at hand."""

    due_at: datetime
    unit_due_at: datetime | None
    stage_due_at: datetime | None


def recounted(
    before: Limits,
    moves: Sequence[MoveRow],
    *,
    start: datetime,
    deadline_class: str,
    now: datetime,
    terms: object,
    calendar: WorkCalendar,
) -> Limits:
    """The limits as the calendar of today gives them; one that has passed stays as it was."""
    stops = pauses(moves, now)
    extended = [move.at for move in moves if move.verb == "extend"]

    def counted(since: datetime) -> datetime:
        return promised(
            since,
            deadline_class,
            extensions=sum(at >= since for at in extended),
            pauses=[stop for stop in stops if stop[1] > since],
            calendar=calendar,
        )

    due_at = before.due_at if before.due_at <= now else counted(start)
    unit_due_at = before.unit_due_at
    if unit_due_at is not None and unit_due_at > now and (given := _given_at(moves)):
        unit_due_at = counted(given)
    stage_due_at = before.stage_due_at
    if stage_due_at is not None and stage_due_at > now:
        step = [move for move in moves if begins_step(move)][-1]
        stage_due_at = stage_due(
            step.to_state,
            step.at,
            unit_due_at=unit_due_at,
            resume_on=stage_due_at,
            terms=terms,
            calendar=calendar,
        )
    return Limits(due_at, unit_due_at, stage_due_at)


def _given_at(moves: Sequence[MoveRow]) -> datetime | None:
    """When the unit that has it got it, or got it again after it was opened once more."""
    given, unit = None, None
    for move in moves:
        if move.verb == "reopen" or (move.unit_id != unit and move.to_state == states.DISPATCHED):
            given = move.at
        unit = move.unit_id
    return given
