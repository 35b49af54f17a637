"""In which order a queue is read, and the marks from which its pages start."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.scope import Ways

REST = "r"  # the mark of a ticket without the time that the others are sorted by


@dataclass(frozen=True)
class Sort:
    """A time to sort by; with `may_be_empty` some tickets have none and stand last."""

    key: str
    label: str | Promise
    column: str
    may_be_empty: bool = False


SORTS = {
    sort.key: sort
    for sort in (
        Sort("due", _("Due"), "due_at"),
        Sort("stage", _("This step"), "stage_due_at", may_be_empty=True),
        Sort("unit", _("The unit's own limit"), "unit_due_at", may_be_empty=True),
        Sort("reported", _("Reported"), "submitted_at"),
        Sort("closed", _("Closed"), "closed_at"),
        Sort("received", _("When received"), "id"),
    )
}
BY_CLOCK = ("due", "stage", "unit", "reported")


@dataclass(frozen=True)
class Stretch:
    """A part of a list in which all tickets are sorted by one column and their id."""

    column: str
    descending: bool
    wanted: Q
    is_rest: bool = False

    def turned(self) -> "Stretch":
        """The same, read from its end."""
        return replace(self, descending=not self.descending)

    def beyond(self, mark: str) -> "Stretch":
        """What follows after a mark."""
        seconds, _sep, pk = mark.removeprefix(REST).partition("_")
        moment = datetime.fromtimestamp(float(seconds), tz=UTC)
        side = "lt" if self.descending else "gt"
        after = Q((f"id__{side}", UUID(pk)))
        if self.column != "id":
            after = Q((f"{self.column}__{side}", moment)) | (Q((self.column, moment)) & after)
        return replace(self, wanted=self.wanted & after)

    def of(self, tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
        """Its tickets in order."""
        return self.sorted(tickets.filter(self.wanted))

    def sorted(self, tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
        """Tickets that are known to be of it, in order."""
        sign = "-" if self.descending else ""
        return tickets.order_by(*dict.fromkeys((f"{sign}{self.column}", f"{sign}id")))


@dataclass(frozen=True)
class Order:
    """A sort in one direction."""

    sort: Sort
    descending: bool = False

    @property
    def word(self) -> str:
        """How an address says it."""
        return f"{'-' if self.descending else ''}{self.sort.key}"

    @property
    def turned(self) -> "Order":
        """The other direction."""
        return replace(self, descending=not self.descending)

    def stretches(self, mark: str, *, forward: bool) -> list[Stretch]:
        """What is read from a mark on, in this order or against it.

        Those without such a time follow in both directions, the most urgent first.
        """
        column, empty = self.sort.column, f"{self.sort.column}__isnull"
        known = Q((empty, False)) if self.sort.may_be_empty else Q()
        found = [Stretch(column, self.descending, known)]
        if self.sort.may_be_empty:
            found.append(Stretch("due_at", False, Q((empty, True)), is_rest=True))
        if not forward:
            found = [each.turned() for each in reversed(found)]
        if mark:
            in_rest = self.sort.may_be_empty and mark.startswith(REST)
            while found[0].is_rest != in_rest:
                del found[0]
            found[0] = found[0].beyond(mark)
        return found

    def mark(self, ticket: Ticket) -> str:
        """Where a ticket stands, for the address of the next page."""
        moment = None if self.sort.column == "id" else getattr(ticket, self.sort.column)
        rest = self.sort.may_be_empty and moment is None
        moment = ticket.due_at if rest else moment
        return f"{REST if rest else ''}{moment.timestamp() if moment else 0:.6f}_{ticket.pk}"


def ordered(word: str, sorts: Sequence[str], *, newest_first: bool) -> Order:
    """What an address asks for, or the first of what the queue offers."""
    key = word.removeprefix("-")
    if key in sorts:
        return Order(SORTS[key], word.startswith("-"))
    return Order(SORTS[sorts[0]], newest_first)


@dataclass(frozen=True)
class Reading:
    """Which tickets are read, for whom, and what of them."""

    ways: Ways
    wanted: Q
    joined: Sequence[str]
    only: Sequence[str] = ()

    def first(self, stretches: Sequence[Stretch], most: int) -> list[Ticket]:
        """So many tickets in one statement, in two where those without such a time begin."""
        rows: list[Ticket] = []
        for stretch in stretches:
            if len(rows) < most:
                rows += self._first(stretch, most - len(rows))
        return rows

    def _first(self, stretch: Stretch, most: int) -> list[Ticket]:
        """First the ids, way by way in order; then what is shown, for these alone."""
        ids = [
            stretch.of(Ticket.objects.filter(way, self.wanted)).values("pk")[:most]
            for way in self.ways.by_place_or_unit
        ]
        if self.ways.as_helper:
            # Without an order and a limit: else the order's index is walked to find these few.
            helping = Ticket.objects.filter(self.ways.as_helper, self.wanted, stretch.wanted)
            ids.append(helping.order_by().values("pk"))
        if not ids:
            return []
        chosen = ids[0].union(*ids[1:], all=True) if len(ids) > 1 else ids[0]
        tickets = Ticket.objects.filter(pk__in=chosen).select_related(*self.joined)
        if self.only:
            tickets = tickets.only(*self.only)
        return list(stretch.sorted(tickets)[:most])


def readable_mark(mark: str) -> str:
    """A mark as it came in an address, or nothing where somebody changed it."""
    seconds, _sep, pk = mark.removeprefix(REST).partition("_")
    try:
        UUID(pk)
        datetime.fromtimestamp(float(seconds), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return mark
