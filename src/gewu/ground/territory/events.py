"""What territory announces: ids, codes and numbers, never names."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class AreaAdded(Event):
    """An area came into being, by itself or by a redraw."""

    name: ClassVar[str] = "territory.area_added"
    version: ClassVar[int] = 2

    area_id: UUID
    version_id: UUID
    level: int
    redraw_id: UUID | None = None

    @classmethod
    def upgraded(cls, payload: dict[str, Any], version: int) -> dict[str, Any]:
        """Before, nobody said by which redraw."""
        return {"redraw_id": None} | payload


@dataclass(frozen=True, kw_only=True)
class AreaChanged(Event):
    """An area got a new version: other names, another code or another boundary."""

    name: ClassVar[str] = "territory.area_changed"
    version: ClassVar[int] = 2

    area_id: UUID
    version_id: UUID
    level: int
    redraw_id: UUID | None = None

    @classmethod
    def upgraded(cls, payload: dict[str, Any], version: int) -> dict[str, Any]:
        """Before, nobody said by which redraw."""
        return {"redraw_id": None} | payload


@dataclass(frozen=True, kw_only=True)
class AreasImported(Event):
    """Many areas came or changed at once; no event for each of them follows."""

    name: ClassVar[str] = "territory.areas_imported"
    version: ClassVar[int] = 3

    added: int
    changed: int
    unchanged: int
    overlaps: int
    # Where a plan of fair parts was adopted: the area that was divided.
    divided_id: UUID | None = None
    # From when on they hold, where a row does not say its own day.
    day: date | None = None

    @classmethod
    def upgraded(cls, payload: dict[str, Any], version: int) -> dict[str, Any]:
        """Before, a plan was told like a file, and nobody said from when on."""
        return {"divided_id": None, "day": None} | payload


@dataclass(frozen=True, kw_only=True)
class AreaClosed(Event):
    """An area is no more; its heirs stand in the links of the redraw."""

    name: ClassVar[str] = "territory.area_closed"

    area_id: UUID
    version_id: UUID
    level: int
    redraw_id: UUID


@dataclass(frozen=True, kw_only=True)
class BuildingsChanged(Event):
    """Buildings under an area came, changed or ended."""

    name: ClassVar[str] = "territory.buildings_changed"

    area_id: UUID
    added: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class AliasProposed(Event):
    """Enough reports that name a place by an unknown name were placed in one area."""

    name: ClassVar[str] = "territory.alias_proposed"

    alias_id: UUID
    area_id: UUID
    reports: int


@dataclass(frozen=True, kw_only=True)
class AliasDecided(Event):
    """Another name of an area is in use from now on, or is not."""

    name: ClassVar[str] = "territory.alias_decided"

    alias_id: UUID
    area_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class RedrawPlanned(Event):
    """Areas will change on a day."""

    name: ClassVar[str] = "territory.redraw_planned"

    redraw_id: UUID
    kind: str
    day: date


@dataclass(frozen=True, kw_only=True)
class RedrawUndone(Event):
    """A planned change of areas will not come."""

    name: ClassVar[str] = "territory.redraw_undone"

    redraw_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class RedrawEntered(Event):
    """A planned change of areas is in force; what stood in them follows."""

    name: ClassVar[str] = "territory.redraw_entered"

    redraw_id: UUID
    kind: str
    county_id: UUID
