"""Writing a table as CSV that a spreadsheet opens as it was meant: as values, never as formulas."""

import csv
import re
from collections.abc import Iterable, Sequence
from typing import Protocol

MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class Writable(Protocol):
    """A file, a buffer or an HTTP response."""

    def write(self, text: str, /) -> object:
        """Take some text."""


def write_csv(target: Writable, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write columns and rows, marked as UTF-8 for Excel; answers the number of rows."""
    target.write(MARK)
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([_guarded(column) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_guarded(cell) for cell in row])
        count += 1
    return count


def _guarded(value: object) -> str:
    """Text as it is, but what a spreadsheet would take for a formula behind an apostrophe."""
    text = "" if value is None else str(value)
    if text.startswith(FORMULA) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text
