"""Where a ticket's time went: each step with whoever had it, and whose steps were late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gewu.ground.staffing.models import Unit
from gewu.work.tickets import states
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.history import moves_of
from gewu.work.tickets.rules.stages import Stage, counted, stages

NOBODYS_FAULT = (states.CHECKED, *states.PAUSED)  # the resident is waited for, or a date


@dataclass(frozen=True)
class Step:
    """One step of a ticket with whoever had it."""

    stage: Stage
    unit: Unit | None
    late_by: timedelta


@dataclass(frozen=True)
class TicketFigures:
    """A ticket's own times: every step, the whole that counts, and whose steps were late."""

    steps: list[Step]
    counted: timedelta
    late_units: list[Unit]


def figures_of(ticket: Ticket, now: datetime) -> TicketFigures:
    """Where a ticket's time went, and who was late with their own step."""
    found = stages(list(moves_of(ticket)), now)
    units = Unit.ever.in_bulk({each.unit_id for each in found if each.unit_id})
    steps = [
        Step(each, units.get(each.unit_id) if each.unit_id else None, _late_by(each))
        for each in found
    ]
    late = {each.unit.pk: each.unit for each in steps if each.unit and each.late_by}
    return TicketFigures(steps, counted(found), list(late.values()))


def _late_by(stage: Stage) -> timedelta:
    if stage.due_at is None or stage.state in NOBODYS_FAULT:
        return timedelta(0)
    return max(stage.ended_at - stage.due_at, timedelta(0))
