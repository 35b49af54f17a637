"""A file that leaves the house: asked for with a purpose, marked, logged.

Every answer that is taken away as a file goes through here (tests/architecture/test_exports.py).
Nothing of it is kept on the server.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Protocol
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.kernel.exports import note_export, note_rows, one_moment
from gewu.kernel.models import ExportRecord
from gewu.kernel.tables import marked, write_csv, write_xlsx

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Taker(Protocol):
    """Who takes a file away: somebody of the staff."""

    @property
    def actor_kind(self) -> str:
        """What kind of actor."""

    @property
    def actor_id(self) -> UUID | None:
        """Who exactly."""

    @property
    def shown_name(self) -> str:
        """The name that people read."""

    @property
    def username(self) -> str:
        """The name to sign in with."""


@dataclass(frozen=True)
class Export:
    """What is taken away, by whom and what for; `is_personal` where a column is about people."""

    what: str
    by: Taker
    is_personal: bool
    purpose: str = ""


def file_answer(
    export: Export,
    kind: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    notes: Sequence[str] = (),
) -> HttpResponse:
    """The answer that carries a table; its name says what it is, of which minute and its number."""
    with one_moment():
        record = _noted(export, kind)
        head = [*mark_of(export, record), *notes]
        if kind == "xlsx":
            book = BytesIO()
            count = write_xlsx(book, columns, rows, head=head, mark=" · ".join(head))
            content: bytes | str = book.getvalue()
        else:
            text = StringIO()
            count = write_csv(text, columns, rows, head=head)
            content = text.getvalue()
        note_rows(record=record, rows=count, by=export.by)
    return _answer(content, MEDIA[kind], _name(export.what, record, kind))


def content_answer(
    export: Export, content: bytes | str, media: str, name: str, *, rows: int | None = None
) -> HttpResponse:
    """The answer that carries a file of another shape: one to bring in again, or a map.

    Such a file cannot bear lines of ours; a workbook that is about people bears the mark among its
    properties and below each printed page.
    """
    record = note_export(
        what=export.what,
        format=name.rpartition(".")[2],
        rows=rows,
        is_personal=export.is_personal,
        purpose=export.purpose,
        by=export.by,
    )
    if export.is_personal and isinstance(content, bytes) and name.endswith(".xlsx"):
        content = marked(content, " · ".join(mark_of(export, record)))
    return _answer(content, media, name)


def mark_of(export: Export, record: ExportRecord) -> list[str]:
    """What a file says of itself: who took it, when, what for, and its number in the log."""
    said = [
        _("Exported by %(who)s (%(name)s) on %(when)s")
        % {
            "who": export.by.shown_name,
            "name": export.by.username,
            "when": f"{timezone.localtime(record.at):%Y-%m-%d %H:%M}",
        }
    ]
    if record.purpose:
        said.append(_("What it is for: %(purpose)s") % {"purpose": record.purpose})
    said.append(_("Number in the log of exports: %(number)s") % {"number": record.number})
    return said


def _noted(export: Export, kind: str) -> ExportRecord:
    return note_export(
        what=export.what,
        format=kind,
        is_personal=export.is_personal,
        purpose=export.purpose,
        by=export.by,
    )


def _name(what: str, record: ExportRecord, kind: str) -> str:
    when = f"{timezone.localtime():%Y%m%d-%H%M}"
    return f"gewu-{what}-{when}-{record.number}.{kind}"


def _answer(content: bytes | str, media: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
