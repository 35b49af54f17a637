"""The log of files that leave the house, and one moment for everything that such a file says."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg import IsolationLevel

from gewu.kernel import audit
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.models import ExportRecord


@action
def note_export(
    *,
    what: str,
    format: str,
    rows: int | None = None,
    is_personal: bool,
    purpose: str = "",
    by: Actor,
) -> ExportRecord:
    """A line of the log; what is about people is not handed out without a purpose."""
    if is_personal and not purpose.strip():
        raise Refusal(_("Say what it is for."), code="purpose", field="purpose")
    return ExportRecord.objects.create(
        what=what,
        format=format,
        rows=rows,
        is_personal=is_personal,
        purpose=purpose.strip(),
        by_kind=by.actor_kind,
        by_id=by.actor_id,
        source=audit.source.get()[: audit.LIMIT],
    )


@action
def note_rows(*, record: ExportRecord, rows: int, by: Actor) -> None:
    """How many rows it came to, once they are written."""
    record.rows = rows
    record.save(update_fields=["rows"])


@contextmanager
def one_moment() -> Iterator[None]:
    """Let everything inside be read as it stood at one moment, whatever is removed meanwhile.

    Within a transaction that has begun already nothing can be said about its moment any more.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    connection.connection.isolation_level = IsolationLevel.REPEATABLE_READ
    try:
        with transaction.atomic():
            yield
    finally:
        if connection.connection is not None:  # it may have been lost on the way
            connection.connection.isolation_level = None
