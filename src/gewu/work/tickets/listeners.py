"""Reactions to tickets' own facts: pages that are open learn that something changed."""

from collections.abc import Sequence
from typing import Any

from gewu.kernel.journal import Heard, listen
from gewu.kernel.live import publish
from gewu.work.tickets import events


@listen("tickets.live", *events.EVERY_MOVE)
def tell_open_pages(heard: Sequence[Heard[Any]]) -> None:
    """Queues refresh when a ticket of their areas or units moves, ticket pages when it is theirs."""
    topics = {"tickets"}
    for each in heard:
        topics.add(f"ticket:{each.event.ticket}")
        if each.event.unit:
            topics.add(f"unit:{each.event.unit}")
    publish(sorted(topics))
