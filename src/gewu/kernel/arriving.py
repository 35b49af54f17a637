"""Tables on their way in: kept as a file, read once as a whole, worked on by one worker at a time.

The lock of a worker is the connection's: when the worker dies the database lets go of it, so that
a page can tell that the work broke off.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal
from gewu.kernel.tables import Table, read_table

# Enough rows to find what is wrong with a file as a whole while its owner waits.
READ_AT_ONCE = 20_000
SAMPLE = 5
LONGEST_CELL = 80


def keep_upload(upload: "UploadedFile[Any]", path: Path) -> None:
    """Lay an upload down, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as unfinished:
        for chunk in upload.chunks():
            unfinished.write(chunk)
    os.replace(unfinished.name, path)


@contextmanager
def table_in(upload: "UploadedFile[Any]") -> Iterator[Table]:
    """The table in an upload that is not kept; its rows are read before this ends."""
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name or "").suffix) as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        yield read_table(kept.name)


def beginning(path: Path, sheet: str = "") -> tuple[list[str], list[list[str]]]:
    """The columns and the first rows; reading goes on, so that what is broken is said at once."""
    table = read_table(path, sheet or None)
    rows = list(islice(table.rows, READ_AT_ONCE))
    if not rows:
        raise Refusal(
            _("Below the names of the columns the file has no rows. Choose a table with rows."),
            code="no_rows",
        )
    sample = [[row[column][:LONGEST_CELL] for column in table.columns] for row in rows[:SAMPLE]]
    return list(table.columns), sample


@contextmanager
def working(words: str) -> Iterator[None]:
    """Held by the connection and not by a transaction, so that progress can be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [words])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [words])


def is_worked_on(words: str) -> bool:
    """Whether a worker is at it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [words])
        return not cursor.fetchone()[0]
