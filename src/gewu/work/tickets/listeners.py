"""Reactions to tickets' own facts: pages that are open learn that something changed."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from procrastinate.exceptions import AlreadyEnqueued

from gewu.ground.territory.actions import propose_alias
from gewu.ground.territory.events import RedrawEntered
from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import Heard, listen
from gewu.kernel.live import publish
from gewu.work.tickets import actions, events
from gewu.work.tickets.events.whistling import EVERY_WHISTLE
from gewu.work.tickets.jobs import follow_redraw, recount_clocks
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.naming import names_heard
from gewu.work.tickets.queries.near import repeated
from gewu.work.tickets.rules.reminding import MANY, REPORTS, RETURNED

FRESH = timedelta(days=1)
# From here on the item and the place of a ticket are known.
FOUND = (events.TicketFiled.name, events.TicketPlaced.name)


@listen("tickets.live", *events.EVERY_MOVE)
def tell_open_pages(heard: Sequence[Heard[Any]]) -> None:
    """Queues refresh when a ticket of their areas or units moves, ticket pages when it is theirs."""
    topics = {"tickets"}
    for each in heard:
        topics.add(f"ticket:{each.event.ticket}")
        if each.event.unit:
            topics.add(f"unit:{each.event.unit}")
    publish(sorted(topics))


@listen("tickets.whistles_live", *EVERY_WHISTLE)
def tell_open_whistles(heard: Sequence[Heard[Any]]) -> None:
    """Pages of whistles refresh for whoever whistled, for the called units, and for the place."""
    topics = {"tickets", "whistles"}
    for each in heard:
        topics.add(f"whistle:{each.event.whistle}")
        topics |= {f"unit:{unit}" for unit in (each.event.unit, *each.event.called)}
    publish(sorted(topics))


@listen(
    "tickets.repeats",
    events.ReturnAccepted,
    events.TicketRefiled,
    events.TicketMerged,
    events.TicketFiled,
    events.TicketPlaced,
)
def notice_repeats(heard: Sequence[Heard[Any]]) -> None:
    """What two units sent back, or many reported, comes before a supervisor."""
    merged = [each for each in heard if each.name == events.TicketMerged.name]
    found = [each for each in heard if each.name in FOUND]
    returned = {each.event.ticket for each in heard if each not in merged and each not in found}
    many = {each.event.master for each in merged} | _reported_by_many(found)
    for pks, reason in ((returned, RETURNED), (many, MANY)):
        for ticket in Ticket.objects.filter(pk__in=pks).order_by("pk"):
            actions.remind_of_count(ticket=ticket, reason=reason, by=SYSTEM)


def _reported_by_many(heard: Sequence[Heard[Any]]) -> set[UUID]:
    """The oldest open one where enough were reported; what an import brings from the past is not."""
    now = clock.now()
    fresh = {each.event.ticket for each in heard if now - each.at < FRESH}
    many = set()
    for ticket in Ticket.objects.filter(pk__in=fresh, closed_at__isnull=True).order_by("pk"):
        reports = repeated(ticket, now)
        if len(reports) >= REPORTS:
            many.add(next(each.pk for each in reports if each.is_open))
    return many


@listen("tickets.names", events.TicketPlaced)
def learn_names(heard: Sequence[Heard[Any]]) -> None:
    """Names of places that reports use are proposed to whoever keeps the areas; the past is not asked."""
    now = clock.now()
    fresh = {each.event.ticket for each in heard if now - each.at < FRESH}
    for ticket in Ticket.objects.filter(pk__in=fresh).order_by("pk"):
        for each in names_heard(ticket, now):
            propose_alias(area=each.area, name=each.name, reports=each.reports, by=SYSTEM)


@listen("tickets.recount", events.SpecialDaysChanged)
def recount_soon(heard: Sequence[Heard[Any]]) -> None:
    """Several days entered one after the other are one recount, unless it has begun already."""
    for county in sorted({str(each.event.county) for each in heard}):
        with suppress(AlreadyEnqueued):
            recount_clocks.configure(queueing_lock=f"recount {county}").defer(county=county)


@listen("tickets.redraws", RedrawEntered)
def follow_soon(heard: Sequence[Heard[Any]]) -> None:
    """A job of its own for each: there may be thousands of open tickets."""
    for each in heard:
        follow_redraw.defer(redraw=str(each.event.redraw_id))
