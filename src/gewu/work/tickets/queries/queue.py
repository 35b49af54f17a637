"""The desk's queues: filters, search, counts and pages that stay fast at a million tickets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.kernel.stamps import kept
from gewu.methods.bigrams import query_terms
from gewu.work.tickets import policies, states
from gewu.work.tickets.models import SavedQueue, Ticket
from gewu.work.tickets.queries.applications import deciding, helping, of_own_units
from gewu.work.tickets.queries.queue_order import BY_CLOCK, Order, Reading, ordered
from gewu.work.tickets.queries.scope import not_about, visible_to, ways_to_see

PAGE = 50
COUNT_UP_TO = 1_000
MOST_CHOICES = 500
UNCOUNTED = ("closed", "all")
# Once it is checked the clock has stopped: it must not stand before what is really late.
WITH_STAFF = Q(closed_at__isnull=True, checked_at__isnull=True)
ANY_END = ("all", "deciding")
SOME_TIME = datetime(1970, 1, 1, tzinfo=UTC)
ALWAYS_SHOWN = ("open", "closed", "all")


@dataclass(frozen=True)
class Queue:
    """A named selection of tickets."""

    key: str
    label: str | Promise
    icon: str
    wanted: Q
    sorts: tuple[str, ...] = BY_CLOCK  # the first holds where nothing else is asked for
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
            sorts=("closed",),
            newest_first=True,
        ),
        Queue("all", _("All"), "list", Q(), sorts=("received",), newest_first=True),
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
    sort: str = ""

    @property
    def narrow(self) -> bool:
        """Whether anything but the words narrows the queue."""
        return bool(self.item or self.area_path or self.unit or self.overdue or self.channel)


@dataclass(frozen=True)
class Page:
    """Some tickets and the marks from which the neighbouring pages start."""

    tickets: list[Ticket]
    after: str
    before: str


def found(user: User, filters: Filters, now: datetime) -> QuerySet[Ticket]:
    """The viewer's tickets that fit."""
    return visible_to(user).filter(_fitting(user, filters, now))


def _fitting(user: User, filters: Filters, now: datetime) -> Q:
    """What is looked for, whoever may see it."""
    queue = QUEUES[filters.queue]
    wanted = queue.wanted & _end_of(queue)
    if queue.of_viewer:
        wanted &= queue.of_viewer(user)
    if filters.words:
        wanted &= _named(filters.words)
    if filters.item:
        wanted &= Q(item_id=filters.item)
    if filters.area_path:
        wanted &= Q(area_path__startswith=filters.area_path)
    if filters.unit:
        wanted &= Q(unit_id=filters.unit)
    if filters.overdue:
        wanted &= WITH_STAFF & Q(due_at__lt=now, paused_at__isnull=True)
    if filters.channel:
        wanted &= Q(channel=filters.channel)
    return wanted


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
    """One page of a queue by keyset: in the order asked for, else the most urgent first.

    With `only` just these columns are read, for machines.
    """
    order, forward = order_of(filters), not before
    joined = ("text",) if only else ("text", "item", "area", "unit")
    wanted = _fitting(user, filters, now) & not_about(policies.kept_from(user))
    reading = Reading(ways_to_see(user), wanted, joined, only)
    rows = reading.first(order.stretches(after or before, forward=forward), PAGE + 1)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if not forward:
        rows.reverse()
    if not rows:
        return Page([], "", "")
    has_next, has_previous = (more, bool(after)) if forward else (True, more)
    return Page(
        rows,
        after=order.mark(rows[-1]) if has_next else "",
        before=order.mark(rows[0]) if has_previous else "",
    )


def order_of(filters: Filters) -> Order:
    """How a queue is sorted: as asked for where it can be, else as it always was."""
    queue = QUEUES[filters.queue]
    return ordered(filters.sort, queue.sorts, newest_first=queue.newest_first)


def figure(count: int) -> int | str:
    """A count as it is shown: beyond the limit only that it is more."""
    return f"{COUNT_UP_TO:,}+" if count > COUNT_UP_TO else count


def count(tickets: QuerySet[Ticket], limit: int = COUNT_UP_TO) -> int:
    """How many there are; counting stops at a limit, because nobody reads 48,213."""
    return tickets.order_by()[: limit + 1].count()


def counts(user: User, now: datetime) -> dict[str, int]:
    """The figure beside each queue that has work in it, and how many are overdue: one statement."""
    keys, sql, values = _counting(_Counting((user.pk, user.grants), user))
    with connection.cursor() as cursor:
        cursor.execute(sql, [now if value == SOME_TIME else value for value in values])
        return dict(zip(keys, cursor.fetchone(), strict=True))


@dataclass(frozen=True)
class _Counting:
    """Whose queues are counted; with the same posts the question is the same."""

    key: tuple[Any, ...]
    user: User = field(compare=False)


@lru_cache(maxsize=1_000)
def _counting(viewer: _Counting) -> tuple[list[str], str, list[Any]]:
    """The statement that counts each queue up to the limit: to make it takes longer than to ask it.

    Where it needs the time of asking, SOME_TIME stands.
    """
    wanted = {key: Filters(queue=key) for key in QUEUES if key not in UNCOUNTED}
    wanted["overdue"] = Filters(overdue=True)
    parts: list[str] = []
    values: list[Any] = []
    for number, filters in enumerate(wanted.values()):
        tickets = found(viewer.user, filters, SOME_TIME).order_by().values("pk")
        sql, given = tickets[: COUNT_UP_TO + 1].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS s{number})")
        values += given
    return list(wanted), f"SELECT {', '.join(parts)}", values


def saved_queues(user: User) -> QuerySet[SavedQueue]:
    """The filters that somebody keeps."""
    return SavedQueue.objects.filter(user=user).order_by("name")


def saved_queue_for(user: User, pk: UUID) -> SavedQueue:
    """One of them; 404 for everyone else."""
    return get_object_or_404(saved_queues(user), pk=pk)


def units_in_view(user: User) -> list[Unit]:
    """Units to filter by, with their areas: departments, and what lies under the viewer's posts."""
    return _units_in(user.units_with("tickets.see"), user.paths_with("tickets.see"))


@kept
def _units_in(units: tuple[UUID, ...], paths: tuple[str, ...]) -> list[Unit]:
    wanted = Q(kind=Unit.Kind.DEPARTMENT) | Q(pk__in=units)
    for path in paths:
        wanted |= Q(area__path__startswith=path)
    found = Unit.objects.filter(wanted).select_related("area")
    return list(found.order_by("area__level", "area__code", "name_zh")[:MOST_CHOICES])


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
    tickets = tickets.annotate(shredded_at=F("text__shredded_at"))
    return tickets.select_related("item", "area__parent", "unit").order_by("id")


def _named(words: str) -> Q:
    digits = words.replace(" ", "")
    by_words = Q(text__terms__contains=query_terms(words))
    if digits.isdigit() and digits.isascii() and len(digits) > 5:
        return by_words | Q(number__startswith=digits)
    return by_words
