"""What registers announces: ids and codes, never words."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

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
class RecordsFellDue(Event):
    """Records of a kind are to be looked at in a place; once in a cycle, not for each of them."""

    name: ClassVar[str] = "registers.records_fell_due"

    notice_id: UUID
    kind_id: UUID
    area_id: UUID


@dataclass(frozen=True, kw_only=True)
class RecordsImported(Event):
    """A table was brought in: how many records are new, other, as before."""

    name: ClassVar[str] = "registers.records_imported"

    kind_id: UUID
    run_id: UUID
    added: int
    changed: int
    known: int


@dataclass(frozen=True, kw_only=True)
class FieldsAsked(Event):
    """A unit asked for fields of a register that it does not have."""

    name: ClassVar[str] = "registers.fields_asked"

    request_id: UUID
    kind_id: UUID
    unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class FieldsDecided(Event):
    """The keeper granted fields, refused or revoked them."""

    name: ClassVar[str] = "registers.fields_decided"
    audit_label = _("Fields of a register granted, refused or revoked")

    request_id: UUID
    kind_id: UUID
    unit_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class FieldsAnswered(Event):
    """Somebody looked one record up by a request; none where nothing was found."""

    name: ClassVar[str] = "registers.fields_answered"
    audit_label = _("Record of another register looked up")

    request_id: UUID
    kind_id: UUID
    unit_id: UUID
    record_id: UUID | None
