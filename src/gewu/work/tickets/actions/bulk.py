"""The bulk door: many tickets at once by COPY, as the single actions would have written them.

Rows are staged in tables of the connection's own, so that nobody waits while they are worked out;
one short transaction then publishes them, with their facts, or nothing at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _
from psycopg import sql

from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import Event, entry_of, wake_listeners
from gewu.kernel.models import JournalEntry
from gewu.kernel.staging import Staging, staged, table_of
from gewu.work.tickets.models import Move, Note, Rating, Ticket, TicketPhoto, TicketText

# In the order in which they are published.
STAGING = Staging(Ticket, TicketText, Move, Note, TicketPhoto, Rating, JournalEntry)


@dataclass
class Bundle:
    """A ticket that is not yet saved, with everything that belongs to it and when it happened."""

    ticket: Ticket
    text: TicketText
    moves: list[Move]
    facts: list[tuple[datetime, Event]]
    notes: list[Note] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    photos: list[TicketPhoto] = field(default_factory=list)
    # Facts whose actor or place differ from the bundle's, ready to be written.
    entries: list[JournalEntry] = field(default_factory=list)


def load(*, bundles: Iterable[Bundle], by: Actor) -> int:
    """Stage and publish in one go; answers how many tickets there are more."""
    begin()
    stage(bundles=list(bundles), by=by)
    return publish(by=by)


def begin() -> None:
    """Empty staging tables; what an import that broke off left behind goes."""
    STAGING.begin()


def stage(*, bundles: Sequence[Bundle], by: Actor) -> None:
    """Put some more into the staging tables; nobody sees them yet."""
    rows: dict[type[Model], Iterable[Model]] = {
        Ticket: (bundle.ticket for bundle in bundles),
        TicketText: (bundle.text for bundle in bundles),
        Move: (move for bundle in bundles for move in bundle.moves),
        Note: (note for bundle in bundles for note in bundle.notes),
        TicketPhoto: (photo for bundle in bundles for photo in bundle.photos),
        Rating: (rating for bundle in bundles for rating in bundle.ratings),
        JournalEntry: _entries(bundles, by),
    }
    for model in STAGING.models:
        STAGING.stage(model, rows[model])


@action
def publish(*, by: Actor) -> int:
    """Everything staged becomes real in this transaction, or nothing does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('tickets.publish', 0))")
        _refuse_known(cursor)
    added = STAGING.publish()[Ticket]
    wake_listeners()
    return added


def next_sequences(count: int) -> list[int]:
    """So many sequence parts of ticket numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('tickets_number') FROM generate_series(1, %s)", [count])
        return [sequence for (sequence,) in cursor.fetchall()]


def _refuse_known(cursor: Any) -> None:
    """Another import may have brought the same rows since this one was examined."""
    cursor.execute(
        sql.SQL(
            "SELECT count(*) FROM pg_temp.{} AS new JOIN {} AS old"
            " ON old.source_system = new.source_system AND old.source_id = new.source_id"
            " WHERE new.source_id <> ''"
        ).format(staged(Ticket), table_of(Ticket))
    )
    (known,) = cursor.fetchone()
    if known:
        raise Refusal(
            _("%(count)d rows were imported by somebody else meanwhile. Please start again.")
            % {"count": known},
            code="imported_meanwhile",
        )


def _entries(bundles: Sequence[Bundle], by: Actor) -> Iterator[JournalEntry]:
    for bundle in bundles:
        for at, event in bundle.facts:
            yield entry_of(event, by=by, path=bundle.ticket.area_path, at=at)
        yield from bundle.entries
