"""What everyone may read: closed requests without a word of their reporters."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from gewu.work.tickets import states
from gewu.work.tickets.models import Ticket

PAGE = 30


@dataclass(frozen=True)
class PublicPage:
    """Some closed tickets and the mark of the next page."""

    tickets: list[Ticket]
    after: str


def closed_tickets(*, area_path: str = "", item: UUID | None = None) -> QuerySet[Ticket]:
    """Closed tickets with item and community; title, words, place and people are not read."""
    tickets = Ticket.objects.filter(state=states.CLOSED, item__isnull=False).select_related(
        "item__category", "area__parent", "unit"
    )
    if area_path:
        tickets = tickets.filter(area_path__startswith=area_path)
    if item:
        tickets = tickets.filter(item_id=item)
    return tickets.order_by("-closed_at", "-id")


def public_page(
    *, area_path: str = "", item: UUID | None = None, before: datetime | None = None
) -> PublicPage:
    """One page, the latest first."""
    tickets = closed_tickets(area_path=area_path, item=item)
    if before:
        tickets = tickets.filter(closed_at__lt=before)
    rows = list(tickets[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return PublicPage(rows, rows[-1].closed_at.isoformat() if more and rows[-1].closed_at else "")
