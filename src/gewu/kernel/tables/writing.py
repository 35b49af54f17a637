"""Writing a table that a spreadsheet opens as it was meant: as values, never as formulas."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, BinaryIO, Protocol

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font

MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FOOTER = 250  # letters that Excel takes
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class Writable(Protocol):
    """A file, a buffer or an HTTP response."""

    def write(self, text: str, /) -> object:
        """Take some text."""


def write_csv(
    target: Writable,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    head: Sequence[str] = (),
) -> int:
    """Write columns and rows, marked as UTF-8 for Excel; answers the number of rows.

    `head` are lines that stand above the columns, one cell each.
    """
    target.write(MARK)
    writer = csv.writer(target, lineterminator="\r\n")
    for line in head:
        writer.writerow([_guarded(line)])
    writer.writerow([_guarded(column) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_guarded(cell) for cell in row])
        count += 1
    return count


def write_xlsx(
    target: BinaryIO,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    head: Sequence[str] = (),
    mark: str = "",
) -> int:
    """The same as an Excel sheet; every cell but whole numbers is text.

    `mark` stands below every printed page and among the properties of the file.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    if mark:
        _mark(book, mark)
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(columns)]:
        sheet.column_dimensions[letter].width = 20
    sheet.freeze_panes = f"A{len(head) + 2}"
    for line in head:
        sheet.append([_text_cell(sheet, line)])
    sheet.append([_text_cell(sheet, column, bold=True) for column in columns])
    count = 0
    for row in rows:
        sheet.append([cell if isinstance(cell, int) else _text_cell(sheet, cell) for cell in row])
        count += 1
    book.save(target)
    return count


def marked(content: bytes, mark: str) -> bytes:
    """A finished workbook with a mark below every printed page and among its properties."""
    book = load_workbook(BytesIO(content))
    _mark(book, mark)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _mark(book: Any, mark: str) -> None:
    book.properties.creator = "Gewu"
    book.properties.description = mark
    for sheet in book.worksheets:
        # an ampersand would begin a code of the footer
        sheet.oddFooter.center.text = mark.replace("&", "&&")[:FOOTER]


def _text_cell(sheet: Any, value: object, bold: bool = False) -> Cell:
    """A cell that stays text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value="" if value is None else str(value))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _guarded(value: object) -> str:
    """Text as it is, but what a spreadsheet would take for a formula behind an apostrophe."""
    text = "" if value is None else str(value)
    if text.startswith(FORMULA) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text
