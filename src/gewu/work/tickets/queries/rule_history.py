"""Why a ticket went where it went, and where the rules of that day would have sent it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from gewu.ground.staffing.models import Unit
from gewu.work.tickets.models import Move, Ticket
from gewu.work.tickets.queries.routing import asked_about, outcome_for, route_to
from gewu.work.tickets.queries.rule_book import book_at
from gewu.work.tickets.queries.rule_words import Reason, reason_of, sentences_of
from gewu.work.tickets.rules.routing import BY_HAND, REASONS


@dataclass(frozen=True)
class Routed:
    """Where a ticket was sent: a sentence, the rules behind it, or what the rules would say."""

    words: str | Promise
    because: Reason | None = None
    instead: Unit | None = None


def routed(ticket: Ticket, moves: list[Move]) -> Routed | None:
    """The reason of the last dispatch; none before the first."""
    last = next((move for move in reversed(moves) if move.verb == "dispatch"), None)
    if last is None:
        return None
    reason = last.codes.get("route") or ""
    words = REASONS.get(reason, "")
    if reason == BY_HAND and ticket.condition is not None:
        return _by_hand(ticket, words, last.at)
    return Routed(words, reason_of(last.codes))


def _by_hand(ticket: Ticket, words: str | Promise, at: datetime) -> Routed:
    condition = ticket.condition
    assert condition is not None
    asked = asked_about(ticket)
    book = book_at(ticket.county_id, at)
    route = route_to(
        outcome_for(condition, ticket.area, asked, book), condition, ticket.area, asked
    )
    because = None
    if route.rule and book.version:
        because = sentences_of(book.version, [*route.via, route.rule])
    return Routed(words, because, Unit.ever.get(pk=route.unit) if route.unit else None)
