"""What was done: closed requests and their figures, without a word of their reporters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, F, Q

from gewu.doors.portal import rules
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import Level, chains_of
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.public import closed_tickets, public_page

LOOK_BACK = timedelta(days=30)
KEPT_SECONDS = 300  # a month's figures of a district take a third of a second to count


@dataclass(frozen=True)
class DoneLine:
    """A closed request as everyone may read it."""

    ticket: Ticket
    town: Area | None
    community: Area | None
    days: int
    late: bool


@dataclass(frozen=True)
class DoneFigures:
    """What happened in the last days; a figure that is too small to be told is None."""

    closed: int | None
    on_time: int | None


def done_page(
    *, area_path: str = "", item: UUID | None = None, after: str = ""
) -> tuple[list[DoneLine], str]:
    """Closed requests, the latest first, and the mark of the next page."""
    found = public_page(area_path=area_path, item=item, after=after)
    chains = chains_of({ticket.area for ticket in found.tickets if ticket.area})
    lines = [
        _line(ticket, chains[ticket.area_id] if ticket.area_id else []) for ticket in found.tickets
    ]
    return lines, found.after


def done_figures(now: datetime, *, area_path: str = "", item: UUID | None = None) -> DoneFigures:
    """Closed requests of the last thirty days, and how many of a hundred in time.

    Counted every five minutes, not for every visitor of the first page.
    """
    key = f"portal.done:{area_path}:{item or ''}"
    kept: DoneFigures | None = cache.get(key)
    if kept is None:
        kept = _figures(now, area_path=area_path, item=item)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _figures(now: datetime, *, area_path: str, item: UUID | None) -> DoneFigures:
    tickets = closed_tickets(area_path=area_path, item=item).filter(closed_at__gte=now - LOOK_BACK)
    late = Q(checked_at__gt=F("due_at"))
    sums = tickets.order_by().aggregate(all=Count("id"), late=Count("id", filter=late))
    return DoneFigures(
        closed=rules.told(sums["all"]), on_time=rules.share(sums["all"] - sums["late"], sums["all"])
    )


def _line(ticket: Ticket, chain: Sequence[Area]) -> DoneLine:
    by_level = {area.level: area for area in chain}
    done_at = ticket.checked_at or ticket.closed_at or ticket.submitted_at
    return DoneLine(
        ticket=ticket,
        town=by_level.get(Level.TOWN),
        community=by_level.get(Level.COMMUNITY),
        days=rules.days_taken(ticket.submitted_at, done_at),
        late=done_at > ticket.due_at,
    )
