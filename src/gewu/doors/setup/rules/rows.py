"""Rows of a sheet as text by column, and the faults of a book."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from gewu.doors.setup.rules.sheets import SHEETS, Column, SheetKind, spelled
from gewu.kernel.acting import Refusal
from gewu.kernel.tables import Table, read_table, sheet_names


@dataclass(frozen=True)
class Fault:
    """What speaks against a row, or against a whole sheet (line 0)."""

    sheet: str
    line: int
    message: str

    @property
    def sheet_label(self) -> str:
        """What the sheet is called."""
        return str(SHEETS[self.sheet].label)


@dataclass(frozen=True)
class SheetRow:
    """One row: where it stands, and its cells by the name of the column."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass
class Sheet:
    """A sheet as it was read, with everything that is wrong with single cells."""

    kind: SheetKind
    rows: list[SheetRow]
    # As the file has them, for the answer with the reasons beside each row.
    headings: tuple[str, ...] = ()
    original: dict[int, list[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, row: SheetRow, message: str) -> None:
        """Note what speaks against a row."""
        self.faults.append(Fault(self.kind.name, row.line, message))

    @property
    def sound(self) -> list[SheetRow]:
        """The rows that nothing speaks against."""
        bad = {fault.line for fault in self.faults}
        return [row for row in self.rows if row.line not in bad]


Book = dict[str, Sheet]


def read_sheet(path: Path, kind: SheetKind) -> Sheet:
    """One sheet: of a workbook the one that bears its name, else the first; or a CSV."""
    titles = sheet_names(path)
    named = next((title for title in titles if spelled(title) in kind.titles()), None)
    return sheet_of(read_table(path, named), kind)


def read_book(path: Path) -> Book:
    """All sheets of a workbook whose names are known, in their order."""
    titles = {spelled(title): title for title in sheet_names(path)}
    book = {}
    for kind in SHEETS.values():
        found = next((titles[word] for word in kind.titles() if word in titles), None)
        if found is not None:
            sheet = sheet_of(read_table(path, found), kind)
            if sheet.rows or sheet.faults:
                book[kind.name] = sheet
    if not book:
        known = _(", ").join(str(kind.label) for kind in SHEETS.values())
        text = _("None of its sheets has rows and one of these names: %(known)s.")
        raise Refusal(text % {"known": known}, code="no_sheets", field="file")
    return book


def sheet_of(table: Table, kind: SheetKind) -> Sheet:
    """The rows of a table by the columns of its kind."""
    columns = _columns_of(table.columns, kind)
    sheet = Sheet(kind, [], table.columns)
    for row in table.rows:
        cells = {column.name: row.cells.get(head, "") for head, column in columns.items()}
        if not any(cells.values()):
            continue
        sheet.original[row.line] = [row.cells.get(head, "") for head in table.columns]
        found = SheetRow(row.line, cells)
        sheet.rows.append(found)
        if row.ragged:
            sheet.fault(found, row.ragged)
        _check_cells(sheet, found, columns.values())
    return sheet


def _columns_of(headings: Sequence[str], kind: SheetKind) -> dict[str, Column]:
    columns = {head: column for head in headings if (column := kind.column_of(head))}
    there = {column.name for column in columns.values()}
    missing = [each for each in kind.columns if each.needed and each.name not in there]
    if missing:
        text = _("“%(sheet)s” lacks these columns: %(missing)s. Begin with the template.")
        named = _(", ").join(str(column.label) for column in missing)
        raise Refusal(
            text % {"sheet": kind.label, "missing": named}, code="missing_column", field="file"
        )
    return columns


def _check_cells(sheet: Sheet, row: SheetRow, columns: Iterable[Column]) -> None:
    """What is needed is there, and a choice is one; a choice is kept by its key."""
    for column in columns:
        text = row[column.name]
        if column.needed and not text and column.name != "parent_code":
            sheet.fault(row, _("“%(column)s” is missing.") % {"column": column.label})
        elif text and column.choices:
            meant = column.meant(text)
            if meant is None:
                known = _(", ").join(str(label) for label in column.choices.values())
                said = _("“%(text)s” is none of these: %(known)s.")
                sheet.fault(row, said % {"text": text[:40], "known": known})
            row.cells[column.name] = meant or ""


def day_of(text: str) -> date | None:
    """A day as people and spreadsheets write it; ValueError where it is none."""
    if not text:
        return None
    parts = text[:10].replace("/", "-").replace(".", "-").split("-")
    return date(*(int(part) for part in parts)) if len(parts) == 3 else date.fromisoformat(text)
