"""What changes in the files of staff: ids and codes, never words."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class RecordsArranged(Event):
    """A county's kinds of certificates or its table of grades changed."""

    name: ClassVar[str] = "staffing.records_arranged"

    what: str


@dataclass(frozen=True, kw_only=True)
class RecordsExported(Event):
    """Somebody took a list of staff away as a file; how many rows, of which list."""

    name: ClassVar[str] = "staffing.records_exported"

    what: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class FileChanged(Event):
    """Something was entered in somebody's file, taken out, asked or answered."""

    name: ClassVar[str] = "staffing.file_changed"

    user_id: UUID
    what: str
