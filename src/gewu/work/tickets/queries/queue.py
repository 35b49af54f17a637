"""The desk's queues: filters, search, counts and pages that stay fast at a million tickets."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.kernel.ids import moment_of
from gewu.methods.bigrams import query_terms
from gewu.work.tickets import states
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.scope import visible_to

PAGE = 50
COUNT_UP_TO = 1_000
SOON = timedelta(hours=2)


@dataclass(frozen=True)
class Queue:
    """A named selection of tickets."""

    key: str
    label: str | Promise
    icon: str
    wanted: Q
    newest_first: bool = False
    of_own_units: bool = False


QUEUES = {
    queue.key: queue
    for queue in (
        Queue("open", _("Open"), "inbox", ~Q(state=states.CLOSED)),
        Queue(
            "unplaced",
            _("Place unknown"),
            "map-pin-question",
            Q(area__isnull=True, state=states.SUBMITTED),
        ),
        Queue(
            "filing", _("To file"), "clipboard-text", Q(state=states.SUBMITTED, area__isnull=False)
        ),
        Queue("dispatching", _("To dispatch"), "send", Q(state=states.FILED)),
        Queue("signing", _("To sign"), "writing", Q(state=states.DISPATCHED)),
        Queue("handling", _("In hand"), "tools", Q(state=states.IN_PROGRESS)),
        Queue("checking", _("To check"), "eye-check", Q(state=states.CHECKING)),
        Queue("waiting", _("With the resident"), "user-check", Q(state=states.CHECKED)),
        Queue("ours", _("Our unit"), "users-group", ~Q(state=states.CLOSED), of_own_units=True),
        Queue("closed", _("Closed"), "circle-check", Q(state=states.CLOSED), newest_first=True),
    )
}


@dataclass(frozen=True)
class Filters:
    """What somebody looks for inside a queue."""

    queue: str = "open"
    words: str = ""
    item: UUID | None = None
    area_path: str = ""
    unit: UUID | None = None
    overdue: bool = False
    channel: str = ""


@dataclass(frozen=True)
class Page:
    """Some tickets and the marks from which the neighbouring pages start."""

    tickets: list[Ticket]
    after: str
    before: str


def found(user: User, filters: Filters, now: datetime) -> QuerySet[Ticket]:
    """The viewer's tickets that fit."""
    queue = QUEUES[filters.queue]
    tickets = visible_to(user).filter(queue.wanted)
    if queue.of_own_units:
        tickets = tickets.filter(unit_id__in=user.units_with("tickets.see"))
    if filters.words:
        tickets = tickets.filter(_named(filters.words))
    if filters.item:
        tickets = tickets.filter(item_id=filters.item)
    if filters.area_path:
        tickets = tickets.filter(area_path__startswith=filters.area_path)
    if filters.unit:
        tickets = tickets.filter(unit_id=filters.unit)
    if filters.overdue:
        tickets = tickets.filter(due_at__lt=now, checked_at__isnull=True)
    if filters.channel:
        tickets = tickets.filter(channel=filters.channel)
    return tickets


def page(user: User, filters: Filters, now: datetime, *, after: str = "", before: str = "") -> Page:
    """One page of a queue by keyset: the most urgent first, closed ones newest first."""
    newest_first = QUEUES[filters.queue].newest_first
    column = "closed_at" if newest_first else "due_at"
    forward = not before
    tickets = found(user, filters, now).select_related("text", "item", "area", "unit")
    if mark := after or before:
        tickets = tickets.filter(_beyond(column, mark, descending=newest_first == forward))
    signs = "-" if newest_first == forward else ""
    rows = list(tickets.order_by(f"{signs}{column}", f"{signs}id")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if not forward:
        rows.reverse()
    if not rows:
        return Page([], "", "")
    has_next, has_previous = (more, bool(after)) if forward else (True, more)
    return Page(
        rows,
        after=_mark(rows[-1], column) if has_next else "",
        before=_mark(rows[0], column) if has_previous else "",
    )


def count(tickets: QuerySet[Ticket], limit: int = COUNT_UP_TO) -> int:
    """How many there are; counting stops at a limit, because nobody reads 48,213."""
    return tickets.order_by()[: limit + 1].count()


def counts(user: User, now: datetime) -> dict[str, int]:
    """The figure beside each queue that has work in it."""
    return {key: count(found(user, Filters(queue=key), now)) for key in QUEUES if key != "closed"}


def my_day(user: User, now: datetime) -> dict[str, list[Ticket]]:
    """What a person should look at first: overdue, due soon, new for their units."""
    own = (
        visible_to(user)
        .exclude(state=states.CLOSED)
        .filter(unit_id__in=user.units_with("tickets.handle"))
        .select_related("text", "item", "area", "unit")
        .order_by("due_at", "id")
    )
    working = own.filter(state__in=(states.DISPATCHED, states.IN_PROGRESS))
    return {
        "overdue": list(working.filter(due_at__lt=now)[:PAGE]),
        "soon": list(working.filter(due_at__gte=now, due_at__lt=now + SOON)[:PAGE]),
        "new": list(working.filter(state=states.DISPATCHED, due_at__gte=now + SOON)[:PAGE]),
        "going": list(working.filter(state=states.IN_PROGRESS, due_at__gte=now + SOON)[:PAGE]),
    }


def _named(words: str) -> Q:
    digits = words.replace(" ", "")
    by_words = Q(text__terms__contains=query_terms(words))
    if digits.isdigit() and digits.isascii() and len(digits) > 5:
        return by_words | Q(number__startswith=digits)
    return by_words


def _mark(ticket: Ticket, column: str) -> str:
    moment: datetime = getattr(ticket, column)
    return f"{moment.timestamp():.6f}_{ticket.pk}"


def _beyond(column: str, mark: str, *, descending: bool) -> Q:
    seconds, _sep, pk = mark.partition("_")
    moment = datetime.fromtimestamp(float(seconds), tz=moment_of(UUID(pk)).tzinfo)
    side = "lt" if descending else "gt"
    return Q((f"{column}__{side}", moment)) | Q((column, moment), (f"id__{side}", UUID(pk)))
