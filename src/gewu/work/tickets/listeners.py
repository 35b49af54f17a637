"""Reactions to tickets' own facts: pages that are open learn that something changed."""

from collections.abc import Sequence
from typing import Any

from gewu.kernel.journal import Heard, listen
from gewu.kernel.live import publish
from gewu.work.tickets import events
from gewu.work.tickets.events.whistling import EVERY_WHISTLE


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
