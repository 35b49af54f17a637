"""A table as it was found: columns by name, rows with the line they begin on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal

MAX_ROWS = 1_000_000
MAX_COLUMNS = 500

Record = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Row:
    """One row: the line it begins on, its cells by column, and what is wrong with its length."""

    line: int
    cells: dict[str, str]
    ragged: str = ""

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True)
class Table:
    """Columns in their order, and rows that can be read once."""

    columns: tuple[str, ...]
    rows: Iterator[Row]

    def need(self, *columns: str) -> None:
        """Refuse a table that lacks one of these columns, naming those it has."""
        missing = [column for column in columns if column not in self.columns]
        if missing:
            raise Refusal(
                _("There is no column %(missing)s. The columns are: %(columns)s.")
                % {"missing": _listed(missing), "columns": _listed(self.columns)},
                code="missing_column",
            )


def table_of(records: Iterable[Record]) -> Table:
    """A table of records of which the first that holds anything names the columns."""
    filled = ((line, cells) for line, cells in records if any(cells))
    line, header = next(filled, (1, ()))
    return Table(_checked_header(line, header), _rows(_checked_header(line, header), filled))


def _rows(columns: tuple[str, ...], records: Iterator[Record]) -> Iterator[Row]:
    for count, (line, cells) in enumerate(records, start=1):
        if count > MAX_ROWS:
            raise Refusal(
                _("The table has more than %(most)d rows. Divide it into several files.")
                % {"most": MAX_ROWS},
                code="too_many_rows",
            )
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        named = dict(zip(columns, padded, strict=False))
        yield Row(line, named, _ragged(cells, columns))


def _ragged(cells: Sequence[str], columns: Sequence[str]) -> str:
    if len(cells) == len(columns):
        return ""
    return _("This row has %(cells)d cells, the header has %(columns)d.") % {
        "cells": len(cells),
        "columns": len(columns),
    }


def _checked_header(line: int, header: Sequence[str]) -> tuple[str, ...]:
    if not header:
        raise Refusal(_("The file holds no table: it is empty."), code="empty_table")
    if len(header) > MAX_COLUMNS:
        raise Refusal(
            _("The table has more than %(most)d columns.") % {"most": MAX_COLUMNS},
            code="too_many_columns",
        )
    nameless = [str(place) for place, name in enumerate(header, start=1) if not name]
    if nameless:
        raise Refusal(
            _("In line %(line)d, column %(places)s has no name. Every column needs one.")
            % {"line": line, "places": _listed(nameless)},
            code="nameless_column",
        )
    twice = [name for name, count in Counter(header).items() if count > 1]
    if twice:
        raise Refusal(
            _("In line %(line)d, this column name stands more than once: %(names)s.")
            % {"line": line, "names": _listed(twice)},
            code="repeated_column",
        )
    return tuple(header)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
