"""What would happen to each of many tickets, before anybody decides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.kernel import clock
from gewu.kernel.acting import Refusal
from gewu.work.tickets import policies, states
from gewu.work.tickets.models import BatchRun, Condition, Ticket
from gewu.work.tickets.queries.clocks import clockwork_of
from gewu.work.tickets.queries.routing import route_for
from gewu.work.tickets.queries.scope import visible_to
from gewu.work.tickets.rules.batch import STEPS, distinct
from gewu.work.tickets.rules.following import urging_day

UUID_SHAPE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Order:
    """What is asked for: the verb and what it needs."""

    verb: str
    unit: Unit | None = None
    condition: Condition | None = None
    master: Ticket | None = None
    level: str = ""


@dataclass(frozen=True)
class Prospect:
    """One ticket: the state that it will have and who will have it, or why it cannot be."""

    ticket: Ticket
    state: str | Promise = ""
    unit: Unit | None = None
    why_not: str = ""


@dataclass(frozen=True)
class Result:
    """What became of one ticket; the ticket itself only where it may still be seen."""

    ticket: Ticket | None
    number: str
    outcome: str
    reason: str


def chosen(user: User, tickets: Sequence[UUID]) -> list[Ticket]:
    """Those in the viewer's scope, in the given order; others are silently not there."""
    found = visible_to(user).select_related("text", "item", "condition__lead", "area", "unit")
    by_id = found.in_bulk(distinct(tickets))
    return [by_id[pk] for pk in distinct(tickets) if pk in by_id]


def runs_of(user: User) -> QuerySet[BatchRun]:
    """One's own batches."""
    return BatchRun.objects.filter(user=user)


def run_for(user: User, pk: UUID) -> BatchRun:
    """One of them; 404 for everyone else."""
    return get_object_or_404(runs_of(user), pk=pk)


def readable_ids(given: Sequence[str]) -> list[UUID]:
    """Ids as they came in an address; what somebody changed is left out."""
    return [UUID(each) for each in given if UUID_SHAPE.fullmatch(each)]


def results_of(run: BatchRun) -> list[Result]:
    """What became of each, with its headline where the owner may still see it."""
    ids = [UUID(row[0]) for row in run.rows]
    seen = visible_to(run.user).select_related("text").in_bulk(ids)
    numbers = Ticket.objects.only("id", "number").in_bulk(ids)
    return [
        Result(seen.get(pk), numbers[pk].shown_number if pk in numbers else "", row[1], row[2])
        for pk, row in zip(ids, run.rows, strict=True)
    ]


def may_start(user: User, verb: str) -> bool:
    """Whether any post of theirs lets them do this to some ticket."""
    return all(user.may(f"tickets.{step}") for step in STEPS[verb])


def prospects(user: User, tickets: Sequence[Ticket], order: Order) -> list[Prospect]:
    """State table and policy asked for every ticket."""
    return [_prospect(user, ticket, order) for ticket in tickets]


def refuse_what_may_not(user: User, ticket: Ticket, verb: str) -> None:
    """The policy of every step of a batch verb; a no is a refusal that can be read."""
    if not all(policies.may(user, step, ticket) for step in STEPS[verb]):
        raise Refusal(_("Your post does not do this with this ticket."), code="not_yours")


def _prospect(user: User, ticket: Ticket, order: Order) -> Prospect:
    try:
        refuse_what_may_not(user, ticket, order.verb)
        state = ticket.state
        for step in STEPS[order.verb]:
            state = states.TICKET.ask(step, state, **_facts(ticket, step))
        unit = _unit_after(ticket, order)
        _refuse_bad_choice(ticket, order, unit)
    except Refusal as no:
        return Prospect(ticket, why_not=str(no))
    return Prospect(ticket, state=states.TICKET.labels[state], unit=unit)


def _facts(ticket: Ticket, step: str) -> dict[str, object]:
    if step != "urge":
        return {}
    clocks = clockwork_of(ticket.county_id)
    today = clock.now().astimezone(ZoneInfo(clocks.terms.zone)).date()
    return {"urged_today": ticket.urged_on == urging_day(today, clocks.calendar)}


def _unit_after(ticket: Ticket, order: Order) -> Unit | None:
    if "dispatch" not in STEPS[order.verb]:
        return ticket.unit
    if order.unit is not None:
        return order.unit
    condition = order.condition or ticket.condition
    if condition is None:
        raise Refusal(_("File the ticket under an item first."), code="not_filed")
    unit_id = route_for(condition, ticket.area).unit
    return Unit.objects.filter(pk=unit_id).first() if unit_id else None


def _refuse_bad_choice(ticket: Ticket, order: Order, unit: Unit | None) -> None:
    if order.master is not None and order.master.pk == ticket.pk:
        raise Refusal(_("The others are merged into this one."), code="same_ticket")
    if order.verb == "dispatch" and unit is not None and unit.pk == ticket.unit_id:
        # Given once more its own clock would begin anew.
        raise Refusal(_("That unit has it already."), code="same_unit")
    if "dispatch" in STEPS[order.verb] and unit is not None and unit.pk in ticket.barred:
        raise Refusal(
            _("That unit is too close to the matter. Please choose another one."), code="barred"
        )
