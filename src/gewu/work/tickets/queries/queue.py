"""The desk's queues: filters, search, counts and pages that stay fast at a million tickets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.methods.bigrams import query_terms
from gewu.work.tickets import states
from gewu.work.tickets.models import SavedQueue, Ticket
from gewu.work.tickets.queries.applications import deciding, helping, of_own_units
from gewu.work.tickets.queries.scope import visible_to

PAGE = 50
COUNT_UP_TO = 1_000
MOST_CHOICES = 500
UNCOUNTED = ("closed", "all")
# Once it is checked the clock has stopped: it must not stand before what is really late.
WITH_STAFF = Q(closed_at__isnull=True, checked_at__isnull=True)
ANY_END = ("all", "deciding")
ALWAYS_SHOWN = ("open", "closed", "all")


@dataclass(frozen=True)
class Queue:
    """A named selection of tickets."""

    key: str
    label: str | Promise
    icon: str
    wanted: Q
    column: str = "due_at"
    newest_first: bool = False
    # What is the viewer's own: what their units help with, what they may decide.
    of_viewer: Callable[[User], Q] | None = None


QUEUES = {
    queue.key: queue
    for queue in (
        Queue("open", _("Open"), "inbox", WITH_STAFF),
        Queue(
            "unplaced",
            _("Place unknown"),
            "map-pin-off",
            Q(area__isnull=True, state=states.SUBMITTED),
        ),
        Queue(
            "filing", _("To file"), "clipboard-text", Q(state=states.SUBMITTED, area__isnull=False)
        ),
        Queue("verifying", _("To verify"), "map-search", Q(state=states.VERIFYING)),
        Queue("answering", _("With the reporter"), "user-question", Q(state=states.NEEDS_INFO)),
        Queue("dispatching", _("To dispatch"), "send", Q(state=states.FILED)),
        Queue("signing", _("To sign"), "writing", Q(state=states.DISPATCHED)),
        Queue("returning", _("Sent back"), "corner-up-left", Q(state=states.RETURNING)),
        Queue("handling", _("In hand"), "tools", Q(state=states.IN_PROGRESS)),
        Queue("suspended", _("Suspended"), "player-pause", Q(state=states.SUSPENDED)),
        Queue("deciding", _("For you to decide"), "rubber-stamp", Q(), of_viewer=deciding),
        Queue("helping", _("Helping"), "friends", WITH_STAFF, of_viewer=helping),
        Queue("checking", _("To check"), "eye", Q(state=states.CHECKING)),
        Queue("waiting", _("With the resident"), "user-check", Q(state=states.CHECKED)),
        Queue("ours", _("Our unit"), "users-group", WITH_STAFF, of_viewer=of_own_units),
        Queue(
            "closed",
            _("Closed"),
            "circle-check",
            Q(),
            column="closed_at",
            newest_first=True,
        ),
        Queue("all", _("All"), "list", Q(), column="id", newest_first=True),
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
    tickets = visible_to(user).filter(queue.wanted, _end_of(queue))
    if queue.of_viewer:
        tickets = tickets.filter(queue.of_viewer(user))
    if filters.words:
        tickets = tickets.filter(_named(filters.words))
    if filters.item:
        tickets = tickets.filter(item_id=filters.item)
    if filters.area_path:
        tickets = tickets.filter(area_path__startswith=filters.area_path)
    if filters.unit:
        tickets = tickets.filter(unit_id=filters.unit)
    if filters.overdue:
        tickets = tickets.filter(WITH_STAFF, due_at__lt=now, paused_at__isnull=True)
    if filters.channel:
        tickets = tickets.filter(channel=filters.channel)
    return tickets


def _end_of(queue: Queue) -> Q:
    """Said apart from the state, so that the indexes of open and of ended tickets are used."""
    if queue.key in ANY_END:
        return Q()
    return Q(closed_at__isnull=queue.key != "closed")


def page(
    user: User,
    filters: Filters,
    now: datetime,
    *,
    after: str = "",
    before: str = "",
    only: Sequence[str] = (),
) -> Page:
    """One page of a queue by keyset: the most urgent first, closed ones newest first.

    With `only` just these columns are read, for machines.
    """
    column, newest_first = QUEUES[filters.queue].column, QUEUES[filters.queue].newest_first
    forward = not before
    joined = ("text",) if only else ("text", "item", "area", "unit")
    tickets = found(user, filters, now).select_related(*joined)
    if only:
        tickets = tickets.only(*only)
    if mark := after or before:
        tickets = tickets.filter(_beyond(column, mark, descending=newest_first == forward))
    signs = "-" if newest_first == forward else ""
    order = dict.fromkeys((f"{signs}{column}", f"{signs}id"))
    rows = list(tickets.order_by(*order)[: PAGE + 1])
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


def readable_mark(mark: str) -> str:
    """A mark as it came in an address, or nothing where somebody changed it."""
    seconds, _sep, pk = mark.partition("_")
    try:
        UUID(pk)
        datetime.fromtimestamp(float(seconds), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return mark


def figure(count: int) -> int | str:
    """A count as it is shown: beyond the limit only that it is more."""
    return f"{COUNT_UP_TO:,}+" if count > COUNT_UP_TO else count


def count(tickets: QuerySet[Ticket], limit: int = COUNT_UP_TO) -> int:
    """How many there are; counting stops at a limit, because nobody reads 48,213."""
    return tickets.order_by()[: limit + 1].count()


def counts(user: User, now: datetime) -> dict[str, int]:
    """The figure beside each queue that has work in it, and how many are overdue: one statement."""
    wanted = {key: Filters(queue=key) for key in QUEUES if key not in UNCOUNTED}
    wanted["overdue"] = Filters(overdue=True)
    return _counted({key: found(user, filters, now) for key, filters in wanted.items()})


def saved_queues(user: User) -> QuerySet[SavedQueue]:
    """The filters that somebody keeps."""
    return SavedQueue.objects.filter(user=user).order_by("name")


def saved_queue_for(user: User, pk: UUID) -> SavedQueue:
    """One of them; 404 for everyone else."""
    return get_object_or_404(saved_queues(user), pk=pk)


def units_in_view(user: User) -> list[Unit]:
    """Units to filter by, with their areas: departments, and what lies under the viewer's posts."""
    wanted = Q(kind=Unit.Kind.DEPARTMENT) | Q(pk__in=user.units_with("tickets.see"))
    for path in user.paths_with("tickets.see"):
        wanted |= Q(area__path__startswith=path)
    units = Unit.objects.filter(wanted).select_related("area")
    return list(units.order_by("area__level", "area__code", "name_zh")[:MOST_CHOICES])


def topics_of(user: User) -> list[str]:
    """What a list of tickets listens to: everything where areas are seen, else its units."""
    if user.paths_with("tickets.see"):
        return ["tickets"]
    return [f"unit:{unit}" for unit in user.units_with("tickets.see")]


def for_export(user: User, filters: Filters, now: datetime) -> QuerySet[Ticket]:
    """What fits and lies where the viewer may export, the oldest first."""
    wanted = Q(pk=None)
    for path in user.paths_with("tickets.export"):
        wanted |= Q(area_path__startswith=path)
    tickets = found(user, filters, now).filter(wanted)
    return tickets.select_related("item", "area__parent", "unit").order_by("id")


def _counted(selections: dict[str, QuerySet[Ticket]]) -> dict[str, int]:
    """Sizes of several selections, each counted up to the limit."""
    parts: list[str] = []
    values: list[Any] = []
    for number, tickets in enumerate(selections.values()):
        sql, given = tickets.order_by().values("pk")[: COUNT_UP_TO + 1].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS s{number})")
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return dict(zip(selections, cursor.fetchone(), strict=True))


def _named(words: str) -> Q:
    digits = words.replace(" ", "")
    by_words = Q(text__terms__contains=query_terms(words))
    if digits.isdigit() and digits.isascii() and len(digits) > 5:
        return by_words | Q(number__startswith=digits)
    return by_words


def _mark(ticket: Ticket, column: str) -> str:
    moment = None if column == "id" else getattr(ticket, column)
    return f"{moment.timestamp() if moment else 0:.6f}_{ticket.pk}"


def _beyond(column: str, mark: str, *, descending: bool) -> Q:
    seconds, _sep, pk = mark.partition("_")
    moment = datetime.fromtimestamp(float(seconds), tz=UTC)
    side = "lt" if descending else "gt"
    if column == "id":
        return Q((f"id__{side}", UUID(pk)))
    return Q((f"{column}__{side}", moment)) | Q((column, moment), (f"id__{side}", UUID(pk)))
