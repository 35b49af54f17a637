"""What everyone may read: closed requests without a word of their reporters."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from gewu.kernel.ids import moment_of
from gewu.work.tickets import states
from gewu.work.tickets.models import Ticket

PAGE = 30
# Disputes, help with one's papers and care: the item and the community may already say who.
PRIVATE_CATEGORIES = ("07", "08", "09")


@dataclass(frozen=True)
class PublicPage:
    """Some closed tickets and the mark of the next page."""

    tickets: list[Ticket]
    after: str


def closed_tickets(*, area_path: str = "", item: UUID | None = None) -> QuerySet[Ticket]:
    """Closed tickets with item and community; title, words, place and people are not read."""
    tickets = (
        Ticket.objects.filter(closed_at__isnull=False, state=states.CLOSED, item__isnull=False)
        .exclude(item__category__code__in=PRIVATE_CATEGORIES)
        .select_related("item__category", "area", "unit")
    )
    if area_path:
        tickets = tickets.filter(area_path__startswith=area_path)
    if item:
        tickets = tickets.filter(item_id=item)
    return tickets.order_by("-closed_at", "-id")


def public_page(*, area_path: str = "", item: UUID | None = None, after: str = "") -> PublicPage:
    """One page, the latest first; `after` is the mark that the page before it gave."""
    tickets = closed_tickets(area_path=area_path, item=item)
    if after:
        tickets = tickets.filter(_beyond(after))
    rows = list(tickets[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return PublicPage(rows, _mark(rows[-1]) if more else "")


def _mark(ticket: Ticket) -> str:
    return f"{ticket.closed_at.timestamp() if ticket.closed_at else 0:.6f}_{ticket.pk}"


def _beyond(mark: str) -> Q:
    """Rows after a mark; a mark that nobody gave is no mark."""
    seconds, _sep, pk = mark.partition("_")
    try:
        last = UUID(pk)
        moment = datetime.fromtimestamp(float(seconds), tz=moment_of(last).tzinfo)
    except (ValueError, OverflowError, OSError):
        return Q()
    return Q(closed_at__lt=moment) | Q(closed_at=moment, id__lt=last)
