"""What is announced of professional grids."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class OverlayAdded(Event):
    """A department has one more professional grid."""

    name: ClassVar[str] = "staffing.overlay_added"

    overlay_id: UUID
    unit_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class CoverChanged(Event):
    """From a day on a professional grid covers other grids; how many came and went."""

    name: ClassVar[str] = "staffing.cover_changed"

    overlay_id: UUID
    from_day: date
    added: int
    removed: int


@dataclass(frozen=True, kw_only=True)
class OverlayClosed(Event):
    """A professional grid has a last day."""

    name: ClassVar[str] = "staffing.overlay_closed"

    overlay_id: UUID
    last_day: date
