"""Reading a table from a file: what it is, is seen from its content and not from its name."""

import gzip
import io
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal
from gewu.kernel.tables import delimited, spreadsheet
from gewu.kernel.tables.encoding import decoded
from gewu.kernel.tables.table import Table, table_of

MAX_BYTES = 200_000_000
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read_table(path: Path | str, sheet: str | None = None) -> Table:
    """The table in a CSV, TSV or XLSX file, gzipped or not; every cell is trimmed text."""
    data = _unpacked(_content(Path(path)))
    if data.startswith(OLD_OFFICE):
        raise Refusal(
            _("This is a workbook of an old kind (XLS). Save it as XLSX or CSV and try again."),
            code="old_workbook",
        )
    if data.startswith(ZIP):
        return table_of(spreadsheet.records_of(data, sheet))
    return table_of(delimited.records_of(decoded(data)))


def sheet_names(path: Path | str) -> list[str]:
    """The names of a workbook's sheets; none where the file is another kind of table."""
    data = _unpacked(_content(Path(path)))
    return spreadsheet.names_of(data) if data.startswith(ZIP) else []


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _too_large()
        return path.read_bytes()
    except OSError as error:
        raise Refusal(
            _("The file %(path)s cannot be read: %(reason)s.")
            % {"path": path, "reason": error.strerror},
            code="unreadable",
        ) from error


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(GZIP):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            unpacked = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Refusal(
            _("This packed file is damaged. Pack it again or give it unpacked."),
            code="broken_package",
        ) from error
    if len(unpacked) > MAX_BYTES:
        raise _too_large()
    return unpacked


def _too_large() -> Refusal:
    return Refusal(
        _("The file holds more than %(most)d MB. Divide it into several files.")
        % {"most": MAX_BYTES // 1_000_000},
        code="too_large",
    )
