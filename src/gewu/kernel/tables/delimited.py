"""Records of a text whose cells are parted by commas, tabs, semicolons or bars."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal
from gewu.kernel.tables.table import Record

DELIMITERS = (",", "\t", ";", "|")
LOOKED_AT = 30
LONGEST_CELL = 1_000_000


def records_of(text: str) -> Iterator[Record]:
    """Every record with the line it begins on, cells trimmed."""
    return _parsed(text, _delimiter_of(text))


def _parsed(text: str, delimiter: str) -> Iterator[Record]:
    # the limit belongs to the whole process; the largest of the file sizes that are let in will do
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refusal(
            _("The quotation marks of the record that begins in line %(line)d do not match.")
            % {"line": line},
            code="unmatched_quotes",
        ) from error


def _delimiter_of(text: str) -> str:
    """The one that parts the first records into the same number of cells most often."""
    return max(DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> tuple[float, int]:
    widths = []
    try:
        for _line, cells in islice(_parsed(text, delimiter), LOOKED_AT):
            if any(cells):
                widths.append(len(cells))
    except Refusal:
        # said again, and to the person, when the records are read
        pass
    if not widths or widths[0] == 1:
        return (0.0, 1)
    return (widths.count(widths[0]) / len(widths), widths[0])
