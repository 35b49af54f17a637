"""What registers announces: ids and codes, never words."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class KindArranged(Event):
    """A kind of records, its groups or its fields were set or changed."""

    name: ClassVar[str] = "registers.kind_arranged"

    kind_id: UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class RecordMoved(Event):
    """A record was added, changed, looked at, retired, taken back, merged."""

    name: ClassVar[str] = "registers.record_moved"

    record_id: UUID
    kind_id: UUID
    what: str
    number: int


@dataclass(frozen=True, kw_only=True)
class RecordsImported(Event):
    """A table was brought in: how many records are new, other, as before."""

    name: ClassVar[str] = "registers.records_imported"

    kind_id: UUID
    run_id: UUID
    added: int
    changed: int
    known: int
