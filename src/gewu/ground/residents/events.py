"""What residents announces: ids only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class ContactKept(Event):
    """A resident left a name or a phone."""

    name: ClassVar[str] = "residents.contact_kept"

    contact_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactRead(Event):
    """Somebody of the staff looked at a contact and said why."""

    name: ClassVar[str] = "residents.contact_read"

    contact_id: UUID
    access_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactErased(Event):
    """Name and phone are gone; that there was a contact stays."""

    name: ClassVar[str] = "residents.contact_erased"

    contact_id: UUID
