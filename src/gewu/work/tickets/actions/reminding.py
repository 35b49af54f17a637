"""Reminders by the clock alone: each fires once, and the ladder climbs without anybody's doing."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from gewu.kernel import clock
from gewu.kernel.acting import Actor, action
from gewu.work.tickets import states
from gewu.work.tickets.actions.moving import Step, locked, take
from gewu.work.tickets.events import TicketReminded, TicketSupervised
from gewu.work.tickets.models import Approval, Reminder, Ticket
from gewu.work.tickets.queries.clocks import Clockwork, clockwork_of
from gewu.work.tickets.queries.near import repeated
from gewu.work.tickets.queries.reminders import due_tickets, not_fired, plans_of, undecided
from gewu.work.tickets.rules import reminding as rules
from gewu.work.tickets.rules.reminding import Planned

BATCH = 200


@action
def remind_due(*, county_id: UUID, now: datetime, most: int = BATCH, by: Actor) -> int:
    """Fire what is due, a batch at a time; others at work take other rows. How many fired."""
    clocks, fired = clockwork_of(county_id), 0
    for found in (*due_tickets(county_id, now, clocks), undecided(county_id, now, clocks)):
        rows = found.select_for_update(of=("self",), skip_locked=True).order_by("pk")
        for ticket in rows[: most - fired]:
            due = [each for each in plans_of(ticket, clocks) if each.at <= now]
            fired += _fire_all(ticket, _still_said(due, now), now, clocks, by)
        if fired >= most:
            break
    return fired


@action
def remind_of_count(*, ticket: Ticket, reason: str, by: Actor) -> int:
    """Twice returned, or reported by many: said once, and again each time the count has doubled."""
    ticket = locked(ticket)
    if ticket.state not in states.OPEN:
        return 0
    first = rules.RETURNS if reason == rules.RETURNED else rules.REPORTS
    now = clock.now()
    worth = rules.round_of(_count(ticket, reason, now), first)
    if not worth:
        return 0
    plan = Planned(reason, ticket.submitted_at, worth, now, rules.SUPERVISOR, "")
    return _fire_all(ticket, [plan], now, clockwork_of(ticket.county_id), by)


def _still_said(due: list[Planned], now: datetime) -> list[Planned]:
    """Once the limit has passed nobody is told that it is near, or that it will come."""
    return [each for each in due if each.reason not in rules.AHEAD or each.limit_at > now]


def _fire_all(
    ticket: Ticket, plans: Iterable[Planned], now: datetime, clocks: Clockwork, by: Actor
) -> int:
    plans = not_fired(ticket, plans)
    for plan in plans:
        _fire(ticket, plan, now, clocks, by)
    return len(plans)


def _fire(ticket: Ticket, plan: Planned, now: datetime, clocks: Clockwork, by: Actor) -> None:
    Reminder.objects.create(
        ticket=ticket,
        county_id=ticket.county_id,
        reason=plan.reason,
        round=plan.round,
        limit_at=plan.limit_at,
        fired_at=now,
        to_unit_id=ticket.unit_id,
        audience=plan.audience,
        level=plan.level,
    )
    codes = {"reason": plan.reason, "audience": plan.audience, "round": plan.round}
    payload = {"reason": plan.reason, "audience": plan.audience, "limit_at": plan.limit_at}
    step = Step(TicketReminded, codes=codes, payload=payload)
    take(ticket, "remind", step, now=now, clocks=clocks, by=by)
    if plan.level and rules.graver(plan.level, ticket.supervision):
        _supervise(ticket, plan, now, clocks, by)


def _supervise(ticket: Ticket, plan: Planned, now: datetime, clocks: Clockwork, by: Actor) -> None:
    step = Step(
        TicketSupervised,
        codes={"level": plan.level, "reason": plan.reason},
        changes={"supervision": plan.level},
        payload={"level": plan.level},
    )
    take(ticket, "supervise", step, now=now, clocks=clocks, by=by)


def _count(ticket: Ticket, reason: str, now: datetime) -> int:
    if reason == rules.RETURNED:
        granted = Approval.objects.filter(ticket=ticket, kind=Approval.Kind.RETURN)
        return granted.filter(state=states.GRANTED).count()
    # The ticket itself is a report too, and so is what was reported at its place and not merged.
    merged = Ticket.objects.filter(master=ticket).values_list("pk", flat=True)
    return len({ticket.pk, *merged, *(each.pk for each in repeated(ticket, now))})
