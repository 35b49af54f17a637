"""What territory announces: ids, codes and numbers, never names."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class AreaAdded(Event):
    """An area came into being."""

    name: ClassVar[str] = "territory.area_added"

    area_id: UUID
    version_id: UUID
    level: int


@dataclass(frozen=True, kw_only=True)
class AreaChanged(Event):
    """An area got a new version: other names, another code or another boundary."""

    name: ClassVar[str] = "territory.area_changed"

    area_id: UUID
    version_id: UUID
    level: int


@dataclass(frozen=True, kw_only=True)
class AreasImported(Event):
    """Many areas came or changed at once; no event for each of them follows."""

    name: ClassVar[str] = "territory.areas_imported"

    added: int
    changed: int
    unchanged: int
    overlaps: int
