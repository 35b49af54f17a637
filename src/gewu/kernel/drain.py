"""Delivery: each listener hears the journal in batches, at its own pace, from its own place.

The order is (transaction, id), and only transactions older than any that still runs are heard, so
that a late commit can never slip in behind a cursor. Batch, effects and cursor are one commit.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from gewu.kernel import failures
from gewu.kernel.journal import Listener, heard_from, listeners
from gewu.kernel.models import NO_ID, JournalEntry, ListenerCursor

log = logging.getLogger(__name__)

# After a restore; longer than a transaction may take between writing an entry and its commit.
HEARD_TWICE = timedelta(hours=1)
LOST = (OperationalError, InterfaceError)
Place = tuple[int, UUID]
START: Place = (0, NO_ID)

COLUMNS = "id, name, version, tx, occurred_at, recorded_at, actor_kind, actor_id, path, payload"
ENTRIES_AFTER = f"""
SELECT {COLUMNS}
FROM kernel_journalentry
WHERE (tx, id) > (%s::xid8, %s) AND (tx < %s::xid8 OR tx = %s::xid8) AND name = ANY(%s)
ORDER BY tx, id
LIMIT %s
"""
LISTENERS_BEHIND = """
SELECT cursor.listener
FROM kernel_listenercursor AS cursor
WHERE EXISTS (
    SELECT FROM kernel_journalentry AS entry
    WHERE (entry.tx, entry.id) > (cursor.tx, cursor.entry)
    AND (entry.tx < pg_snapshot_xmin(pg_current_snapshot())
        OR entry.tx = pg_current_xact_id_if_assigned())
)
"""
# Our own transaction counts too: in tests everything happens inside one.
LOCKED_CURSOR = """
SELECT tx, entry, pg_snapshot_xmin(pg_current_snapshot()), pg_current_xact_id_if_assigned()
FROM kernel_listenercursor WHERE listener = %s FOR UPDATE SKIP LOCKED
"""


@dataclass(frozen=True)
class Backlog:
    """How far behind a listener is."""

    listener: str
    waiting: int
    oldest: datetime | None
    failures: int


def prepare() -> None:
    """Give new listeners their place, and mend the journal after a restore."""
    if _came_from_elsewhere():
        log.warning("the journal comes from another server: listeners hear its end once more")
        reset_cursors()
    horizon = int(_one("SELECT pg_snapshot_xmin(pg_current_snapshot())"))
    ListenerCursor.objects.bulk_create(
        [
            ListenerCursor(listener=each.name, tx=0 if each.from_start else horizon)
            for each in listeners()
        ],
        ignore_conflicts=True,
    )


def drain(limit: int = 500) -> int:
    """One batch for every listener that is behind; how many events were heard."""
    behind = {name for (name,) in _rows(LISTENERS_BEHIND)}
    return sum(_drain_apart(each, limit) for each in listeners() if each.name in behind)


def drain_all(wait: float = 10.0) -> int:
    """Drain until nothing is left, waiting so long for what others' transactions hold back."""
    prepare()
    heard, until = 0, time.monotonic() + wait
    while True:
        more_to_come = held_back() and time.monotonic() < until
        while batch := drain():
            heard += batch
        if not more_to_come:
            return heard
        time.sleep(0.02)


def held_back() -> bool:
    """Whether there are events that wait for an older transaction to end."""
    return bool(
        _one(
            "SELECT EXISTS (SELECT FROM kernel_journalentry"
            " WHERE tx >= pg_snapshot_xmin(pg_current_snapshot())"
            " AND tx IS DISTINCT FROM pg_current_xact_id_if_assigned())"
        )
    )


def retry_failures(limit: int = 200) -> int:
    """Try failed events whose pause is over; how many went through."""
    tried = [went for _ in range(limit) if (went := failures.retry_next()) is not None]
    return sum(tried)


def backlog() -> list[Backlog]:
    """How far behind each listener is; counts stop at ten thousand."""
    cursors = {each.listener: each for each in ListenerCursor.objects.all()}
    open_failures = failures.open_by_listener()
    return [
        Backlog(each.name, *_waiting(each, cursors.get(each.name)), open_failures.get(each.name, 0))
        for each in listeners()
    ]


@transaction.atomic
def reset_cursors() -> None:
    """Put the journal into this server's transaction order, after a restore.

    Its end, from what the slowest listener had not heard, is heard by all once more.
    """
    places = ListenerCursor.objects.filter(listener__in=[each.name for each in listeners()])
    slowest = places.order_by("tx", "entry").first() or ListenerCursor()
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE kernel_listenercursor IN EXCLUSIVE MODE")
        # What this server has written since has small transaction ids, but is new: time tells.
        cursor.execute(
            "UPDATE kernel_journalentry SET tx = CASE"
            " WHEN (tx, id) > (%(tx)s::xid8, %(entry)s) OR recorded_at > %(since)s"
            " THEN pg_current_xact_id() ELSE '0' END"
            " WHERE (tx, id) > (%(tx)s::xid8, %(entry)s) OR recorded_at > %(since)s"
            " OR tx >= pg_current_xact_id()",
            {
                "tx": str(slowest.tx),
                "entry": slowest.entry,
                "since": slowest.moved_at - HEARD_TWICE,
            },
        )
        cursor.execute(
            "UPDATE kernel_listenercursor SET tx = pg_current_xact_id(), entry = %s", [NO_ID]
        )


def _drain_apart(listener: Listener, limit: int) -> int:
    """Drain one listener; its trouble is not the others'."""
    try:
        return _drain_one(listener, limit)
    except LOST:
        raise
    except DatabaseError as error:
        log.error("listener %s stands still: %s", listener.name, type(error).__name__)
        return 0


@transaction.atomic
def _drain_one(listener: Listener, limit: int) -> int:
    rows = _rows(LOCKED_CURSOR, listener.name)
    if not rows:  # another worker has it
        return 0
    tx, entry, horizon, own = rows[0]
    place: Place = (int(tx), entry)
    entries = list(
        JournalEntry.objects.raw(
            ENTRIES_AFTER, [tx, entry, horizon, own, list(listener.names), limit]
        )
    )
    if entries:
        _deliver(listener, entries)
    reached = max([place, *((each.tx, each.id) for each in entries[-1:])])
    if len(entries) < limit:  # everything older than the horizon was seen
        reached = max(reached, (int(horizon), NO_ID))
    ListenerCursor.objects.filter(listener=listener.name).update(
        tx=reached[0], entry=reached[1], moved_at=timezone.now()
    )
    return len(entries)


def _deliver(listener: Listener, entries: list[JournalEntry]) -> None:
    try:
        with transaction.atomic():
            listener.hear([heard_from(each) for each in entries])
    except Exception:  # whatever it is, it must not keep the others waiting
        for each in entries:
            failures.hear_or_note(listener, each)


def _waiting(listener: Listener, cursor: ListenerCursor | None) -> tuple[int, datetime | None]:
    place = (cursor.tx, cursor.entry) if cursor else START
    count, oldest = _rows(
        "SELECT count(*), min(recorded_at) FROM (SELECT recorded_at FROM kernel_journalentry"
        " WHERE (tx, id) > (%s::xid8, %s) AND name = ANY(%s) LIMIT 10000) AS waiting",
        str(place[0]),
        place[1],
        list(listener.names),
    )[0]
    return count, oldest


def _came_from_elsewhere() -> bool:
    """Whether rows carry transaction ids that this server has not reached yet."""
    return bool(
        _one(
            "SELECT EXISTS (SELECT FROM kernel_journalentry"
            " WHERE tx >= pg_snapshot_xmax(pg_current_snapshot())"
            " AND tx IS DISTINCT FROM pg_current_xact_id_if_assigned())"
        )
    )


def _one(statement: str) -> Any:
    return _rows(statement)[0][0]


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())
