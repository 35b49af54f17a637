"""Records of one sheet of an XLSX workbook, without formulas and without merged cells."""

import io
import re
import string
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from gewu.kernel.acting import Refusal
from gewu.kernel.tables.table import MAX_COLUMNS, MAX_ROWS, Record

MAX_UNPACKED = 500_000_000
NAMED_AT_MOST = 5
# What openpyxl says of a file that is none; ParseError also where entities would unfold without end.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ElementTree.ParseError,
    KeyError,
    ValueError,
    OSError,
)
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")


def records_of(data: bytes, sheet: str | None) -> Iterator[Record]:
    """Every row of a sheet (the first, when none is named) with its number."""
    worksheet = _worksheet(data, sheet)
    rows = enumerate(_rows_of(worksheet), start=1)
    filled = ((line, _texts(cells)) for line, cells in rows)
    records = ((line, cells) for line, cells in filled if cells)
    first = next(records, None)
    if first is None:
        return
    header_line, header = first
    _refuse_merged(worksheet, header_line)
    yield first
    for line, cells in records:
        if line > header_line + MAX_ROWS + 1:
            break
        # a sheet does not say where a row ends, so only cells beyond the header count
        yield line, [*cells, *[""] * (len(header) - len(cells))]


def names_of(data: bytes) -> list[str]:
    """The names of the sheets, in their order."""
    return [worksheet.title for worksheet in _book(data).worksheets]


def _book(data: bytes) -> Any:
    try:
        _refuse_a_bomb(data)
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except BROKEN as error:
        raise _broken() from error


def _rows_of(worksheet: Any) -> Iterator[Any]:
    """The rows of a sheet, which is read as it is asked for and may be broken in the middle."""
    try:
        yield from worksheet.iter_rows(values_only=True)
    except BROKEN as error:
        raise _broken() from error


def _broken() -> Refusal:
    text = _("This workbook cannot be opened. Save it as XLSX or CSV and try again.")
    return Refusal(text, code="broken_workbook")


def _worksheet(data: bytes, sheet: str | None) -> Any:
    book = _book(data)
    names = [worksheet.title for worksheet in book.worksheets]
    if sheet is None and names:
        sheet = names[0]
    if sheet not in names:
        raise Refusal(
            _("There is no sheet %(sheet)s. The sheets are: %(sheets)s.")
            % {"sheet": sheet, "sheets": ", ".join(names)},
            code="missing_sheet",
        )
    worksheet = book[sheet]
    # what the file says of its own size is not to be trusted
    worksheet.reset_dimensions()
    return worksheet


def _refuse_a_bomb(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
            raise Refusal(_("This workbook is too large when unpacked."), code="too_large")


def _refuse_merged(worksheet: Any, header_line: int) -> None:
    """Merged cells hide which column or row a value belongs to."""
    with worksheet._get_source() as source:
        merged = [found.decode() for found in MERGED.findall(source.read())]
    header = [cells for cells in merged if _first_row(cells) <= header_line]
    if header:
        raise Refusal(
            _(
                "These cells of the header are merged: %(cells)s. Part them, so that one row names each column, and try again."
            )
            % {"cells": _some(header)},
            code="merged_header",
        )
    if merged:
        raise Refusal(
            _(
                "These cells are merged: %(cells)s. Part them, so that each row says everything, and try again."
            )
            % {"cells": _some(merged)},
            code="merged_cells",
        )


def _first_row(cells: str) -> int:
    return int(cells.partition(":")[0].lstrip(string.ascii_uppercase))


def _some(cells: Sequence[str]) -> str:
    named = ", ".join(cells[:NAMED_AT_MOST])
    return named if len(cells) <= NAMED_AT_MOST else f"{named} …"


def _texts(cells: Sequence[Any]) -> list[str]:
    """The cells of a row as text, up to the last that holds something."""
    texts = [_text(cell) for cell in cells[: MAX_COLUMNS + 1]]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()
