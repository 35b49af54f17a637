"""Days were announced after promises had been given: the limits of open tickets are counted anew."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from gewu.kernel import clock
from gewu.kernel.acting import Actor, action
from gewu.kernel.journal import announce
from gewu.work.tickets import states
from gewu.work.tickets.events import ClocksRecounted
from gewu.work.tickets.models import Move, Terms, Ticket
from gewu.work.tickets.queries.clocks import Clockwork, clockwork_of
from gewu.work.tickets.queries.history import oldest_move_of
from gewu.work.tickets.rules.clocks import LIMITS
from gewu.work.tickets.rules.recounting import Limits, recounted

BATCH = 300
COUNT_WORK = tuple(name for name, limit in LIMITS.items() if limit.counts_work)
CHANGED = ("due_at", "unit_due_at", "stage_due_at")


@action
def recount_clocks(*, county_id: UUID, by: Actor) -> int:
    """Count working limits again from their history, which is not touched; how many moved.

    What is over already keeps its mark: a limit that has passed is not taken back.
    """
    now, clocks = clock.now(), clockwork_of(county_id)
    changed, after = 0, UUID(int=0)
    while batch := _next(county_id, after):
        changed += _recount(batch, now, clocks)
        after = batch[-1].pk
    Terms.objects.filter(pk=county_id).update(recounted=changed, recounted_at=now)
    announce(ClocksRecounted(county=county_id, changed=changed), by=by)
    return changed


def _next(county_id: UUID, after: UUID) -> list[Ticket]:
    waiting = Ticket.objects.filter(
        county_id=county_id,
        closed_at__isnull=True,
        checked_at__isnull=True,
        deadline_class__in=COUNT_WORK,
        id__gt=after,
    ).exclude(state__in=states.PAUSED)
    return list(waiting.select_for_update(of=("self",)).order_by("id")[:BATCH])


def _recount(tickets: Sequence[Ticket], now: datetime, clocks: Clockwork) -> int:
    moves = Move.objects.filter(
        ticket_id__in=[ticket.pk for ticket in tickets], id__gte=oldest_move_of(tickets[0])
    ).order_by("ticket_id", "id")
    of_ticket = {pk: list(rows) for pk, rows in groupby(moves, lambda move: move.ticket_id)}
    moved = []
    for ticket in tickets:
        before = Limits(ticket.due_at, ticket.unit_due_at, ticket.stage_due_at)
        found = recounted(
            before,
            of_ticket.get(ticket.pk, []),
            start=ticket.submitted_at,
            deadline_class=ticket.deadline_class,
            now=now,
            terms=clocks.terms,
            calendar=clocks.calendar,
        )
        if found != before:
            ticket.due_at, ticket.unit_due_at, ticket.stage_due_at = found
            moved.append(ticket)
    Ticket.objects.bulk_update(moved, CHANGED)
    return len(moved)
