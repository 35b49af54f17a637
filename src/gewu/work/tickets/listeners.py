"""Reactions to tickets' own facts: pages that are open learn that something changed."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from procrastinate.exceptions import AlreadyEnqueued

from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import Heard, listen
from gewu.kernel.live import publish
from gewu.work.tickets import actions, events
from gewu.work.tickets.events.whistling import EVERY_WHISTLE
from gewu.work.tickets.jobs import recount_clocks
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.rules.reminding import MANY, RETURNED


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


@listen("tickets.repeats", events.ReturnAccepted, events.TicketRefiled, events.TicketMerged)
def notice_repeats(heard: Sequence[Heard[Any]]) -> None:
    """What two units sent back, or many reported, comes before a supervisor."""
    returned = {each.event.ticket for each in heard if each.name != events.TicketMerged.name}
    many = {each.event.master for each in heard if each.name == events.TicketMerged.name}
    for pks, reason in ((returned, RETURNED), (many, MANY)):
        for ticket in Ticket.objects.filter(pk__in=pks).order_by("pk"):
            actions.remind_of_count(ticket=ticket, reason=reason, by=SYSTEM)


@listen("tickets.recount", events.SpecialDaysChanged)
def recount_soon(heard: Sequence[Heard[Any]]) -> None:
    """Several days entered one after the other are one recount, unless it has begun already."""
    for county in sorted({str(each.event.county) for each in heard}):
        with suppress(AlreadyEnqueued):
            recount_clocks.configure(queueing_lock=f"recount {county}").defer(county=county)
