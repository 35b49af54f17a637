"""Books to fill in, books of what is there, and books with the reasons beside each row."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import save_workbook

from gewu.doors.setup.rules.rows import Sheet
from gewu.doors.setup.rules.sheets import Column, SheetKind

TEXT = "@"
FILLED_IN = 20_000  # so many rows of a template have lists to choose from
HEAD = PatternFill("solid", fgColor="DCE9ED")
NEEDED = PatternFill("solid", fgColor="BFD9E0")
BAD = PatternFill("solid", fgColor="FBE3DC")
Rows = Iterable[Sequence[str]]


def book_of(sheets: Mapping[SheetKind, Rows], *, language: str = "") -> bytes:
    """A book with these sheets, notes on how to fill them in, and lists to choose from."""
    with override(language or get_language()):
        book = Workbook(write_only=True)
        lists = _Lists(book)
        for kind, rows in sheets.items():
            _write_sheet(book, kind, rows, lists)
        _write_notes(book, list(sheets))
        lists.write()
        return _saved(book)


def with_reasons(sheets: Iterable[Sheet]) -> bytes:
    """The rows as they came, and what speaks against each in a last column."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(str(sheet.kind.label))
        page.freeze_panes = "A2"
        for number in range(len(sheet.headings) + 1):
            page.column_dimensions[get_column_letter(number + 1)].width = 22
        page.append([_cell(page, word, fill=HEAD) for word in (*sheet.headings, _("Problem"))])
        reasons: dict[int, list[str]] = {}
        for fault in sheet.faults:
            reasons.setdefault(fault.line, []).append(fault.message)
        for line, cells in sheet.original.items():
            bad = reasons.get(line, [])
            words = (*cells, " ".join(bad))
            page.append([_cell(page, word, fill=BAD if bad else None) for word in words])
    return _saved(book)


class _Lists:
    """Choices stand on a hidden sheet, since a list in a cell holds 255 signs only."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._columns: list[Sequence[str]] = []
        self._title = _("Choices")

    def validation(self, column: Column) -> DataValidation:
        """The rule for a column with choices."""
        words = [str(label) for label in column.choices.values()]
        self._columns.append(words)
        letter = get_column_letter(len(self._columns))
        formula = f"'{self._title}'!${letter}$1:${letter}${len(words)}"
        rule = DataValidation("list", formula1=formula, allow_blank=not column.needed)
        rule.error = _("Choose one of the list.")
        return rule

    def write(self) -> None:
        """The hidden sheet."""
        page = self._book.create_sheet(self._title)
        page.sheet_state = "hidden"
        for number in range(max(map(len, self._columns), default=0)):
            row = [words[number] if number < len(words) else "" for words in self._columns]
            page.append([_cell(page, word) for word in row])


def _write_sheet(book: Any, kind: SheetKind, rows: Rows, lists: _Lists) -> None:
    page = book.create_sheet(str(kind.label))
    page.freeze_panes = "A2"
    for number, column in enumerate(kind.columns, start=1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = 24 if column.is_text else 20
        if column.is_text:  # of the whole column, so that a zero typed before a code stays
            page.column_dimensions[letter].number_format = TEXT
        if column.choices:
            rule = lists.validation(column)
            rule.add(f"{letter}2:{letter}{FILLED_IN + 1}")
            page.data_validations.append(rule)
    page.append(
        [
            _cell(
                page, f"{column.label}{'*' if column.needed else ''}", fill=_tone(column), bold=True
            )
            for column in kind.columns
        ]
    )
    for row in rows:
        page.append([_cell(page, word) for word in row])


def _write_notes(book: Any, kinds: Sequence[SheetKind]) -> None:
    page = book.create_sheet(_("Notes"))
    for letter, width in zip("ABCDEF", (18, 24, 8, 40, 24, 60), strict=True):
        page.column_dimensions[letter].width = width
    head = (
        _("Sheet"),
        _("Column"),
        _("Needed"),
        _("What may stand in it"),
        _("Example"),
        _("Note"),
    )
    page.append([_cell(page, word, fill=HEAD, bold=True) for word in head])
    for kind in kinds:
        for column in kind.columns:
            choices = _(", ").join(str(label) for label in column.choices.values())
            example = column.choices.get(column.example, column.example)
            needed = _("yes") if column.needed else ""
            row = (kind.label, column.label, needed, choices, example, column.note)
            page.append([_cell(page, str(word)) for word in row])


def _tone(column: Column) -> PatternFill:
    return NEEDED if column.needed else HEAD


def _cell(page: Any, word: str, *, fill: PatternFill | None = None, bold: bool = False) -> Any:
    """Text, whatever it begins with."""
    cell = WriteOnlyCell(page, value=word or None)
    cell.number_format = TEXT
    if word:
        cell.data_type = "s"
    if fill is not None:
        cell.fill = fill
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _saved(book: Any) -> bytes:
    content = BytesIO()
    save_workbook(book, content)
    return content.getvalue()
