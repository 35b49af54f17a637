"""Beside the state of a ticket: its clocks, what waits for a decision, who helps, where time went."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.ui.words import whole_span
from gewu.work.tickets import policies, states
from gewu.work.tickets.models import HelpOrder, Ticket
from gewu.work.tickets.queries.applications import application_of, help_orders
from gewu.work.tickets.queries.history import Entry
from gewu.work.tickets.queries.relatives import relatives_of
from gewu.work.tickets.rules.clocks import NEAR
from gewu.work.tickets.rules.stages import Stage, stages
from gewu.work.tickets.views.buttons import Button, menu_of

AFTER_THE_WORK = (states.CHECKING, states.CHECKED)
LEVELS = {"blue": "level-blue", "yellow": "level-yellow", "red": "level-red"}


@dataclass(frozen=True)
class Limit:
    """One of the clocks of a ticket."""

    title: str | Promise
    due_at: datetime
    warn_at: datetime | None
    state: str
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Part:
    """The part of a helping unit, and what the viewer may do about it."""

    order: HelpOrder
    finish_url: str
    withdraw_url: str


@dataclass(frozen=True)
class Row:
    """One step in words."""

    stage: Stage
    label: str
    unit: str
    took: str


def panels(
    user: User, ticket: Ticket, entries: list[Entry], buttons: list[Button], now: datetime
) -> dict[str, Any]:
    """What the page shows besides."""
    moves = [entry.move for entry in entries]
    steps = stages(moves, now)
    return {
        "menu": menu_of(buttons),
        "limits": limits_of(ticket, steps),
        "level_tone": LEVELS.get(ticket.supervision, ""),
        "application": application_of(ticket),
        "parts": [_part(user, ticket, order) for order in help_orders(ticket)],
        "relatives": relatives_of(user, ticket),
        "steps": _rows(steps, entries),
        "total": whole_span(sum(_minutes(each) for each in steps)),
    }


def limits_of(ticket: Ticket, steps: list[Stage]) -> list[Limit]:
    """The promise first, then the unit's own limit and that of this step, while a unit has it."""
    promise = Limit(
        _("Promise to the resident"),
        ticket.due_at,
        ticket.warn_at,
        ticket.clock_state,
        ticket.ended_at,
    )
    if not ticket.is_open or ticket.unit_id is None:
        return [promise]
    state = "paused" if ticket.paused_at else "running"
    own = [
        (_("The unit's own limit"), ticket.unit_due_at, ticket.state not in AFTER_THE_WORK),
        (_("This step"), ticket.stage_due_at, _has_own_limit(ticket)),
    ]
    begun = steps[-1].begun_at if steps else ticket.submitted_at
    return [promise] + [
        Limit(title, due_at, due_at - max(due_at - begun, timedelta()) * NEAR, state)
        for title, due_at, shown in own
        if due_at is not None and shown
    ]


def _has_own_limit(ticket: Ticket) -> bool:
    """Whether the limit of the step says more than the unit's own, or the date of a pause."""
    return ticket.state != states.SUSPENDED and ticket.stage_due_at != ticket.unit_due_at


def _part(user: User, ticket: Ticket, order: HelpOrder) -> Part:
    given = order.state == HelpOrder.State.GIVEN
    alive = "cohandled" in states.TICKET.verbs_from(ticket.state)
    finish = given and alive and policies.may_finish_help(user, order)
    withdraw = given and alive and policies.may_uncohandle(user, ticket)
    ids = [ticket.pk, order.pk]
    return Part(
        order,
        reverse("tickets:cohandled", args=ids) if finish else "",
        reverse("tickets:uncohandle", args=ids) if withdraw else "",
    )


def _minutes(step: Stage) -> int:
    """Whole minutes by the minute hand, so that the steps add up to what they took together."""
    begun, ended = (int(each.timestamp() // 60) for each in (step.begun_at, step.ended_at))
    return ended - begun


def _rows(steps: list[Stage], entries: list[Entry]) -> list[Row]:
    units: dict[UUID, Unit] = {each.unit.pk: each.unit for each in entries if each.unit}
    return [
        Row(
            stage=step,
            label=str(states.TICKET.labels[step.state]),
            unit=units[step.unit_id].name if step.unit_id in units else "",
            took=whole_span(_minutes(step)),
        )
        for step in steps
    ]
