"""Areas as vector tiles: at each zoom the finest level that can be told apart, and the one above."""

import gzip
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.db.models import Avg, BooleanField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from gewu.ground.territory.models import Area
from gewu.ground.territory.queries.locating import stamps
from gewu.ground.territory.queries.tree import existing
from gewu.ground.territory.rules.levels import Level
from gewu.kernel.stamps import kept
from gewu.methods.tiles import Tile, box_of, cut, encoded, spots, zoom_where

EVERYWHERE = ("",)
CLOSEST = 16  # browsers enlarge tiles of this zoom
TOLD_APART = 20.0  # pixels
NAMED = 60.0
MOST_TILES = 1_500
MANY = 200  # up to so many outlines come with the page itself

Paths = tuple[str, ...]
Box = tuple[float, float, float, float]
Features = list[tuple[Any, dict[str, Any]]]


@dataclass
class _Made:
    """Tiles that this process has made since the tree changed last."""

    stamps: tuple[UUID, ...] = ()
    tiles: OrderedDict[tuple[Paths, int, Tile], bytes] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def get(self, now: tuple[UUID, ...], key: tuple[Paths, int, Tile]) -> bytes | None:
        """A tile of today's tree."""
        with self.lock:
            if self.stamps != now:
                self.stamps, self.tiles = now, OrderedDict()
            return self.tiles.get(key)

    def put(self, now: tuple[UUID, ...], key: tuple[Paths, int, Tile], tile: bytes) -> None:
        """Keep one, unless the tree has changed meanwhile."""
        with self.lock:
            if self.stamps == now:
                self.tiles[key] = tile
                if len(self.tiles) > MOST_TILES:
                    self.tiles.popitem(last=False)


_made = _Made()


def tile_stamp(paths: Paths) -> str:
    """Changes with the tree and with what somebody may see of it."""
    return _digest(stamps(), paths)


def tile(paths: Paths, at: Tile, *, down_to: int = Level.MICRO_GRID) -> bytes:
    """One tile of the areas under these paths, compressed; empty where there are none."""
    now, key = stamps(), (paths, int(down_to), at)
    found = _made.get(now, key)
    if found is None:
        found = _make(paths, at, down_to)
        _made.put(now, key, found)
    return found


def are_many(areas: QuerySet[Area]) -> bool:
    """Whether these are too many to come with a page."""
    drawn = areas.filter(current__boundary__isnull=False).order_by()
    return drawn[: MANY + 1].count() > MANY


@kept
def box_under(paths: Paths) -> Box | None:
    """The box around everything drawn under these paths."""
    west, south, east, north = (
        _drawn(paths)
        .aggregate(
            west=Min("current__west"),
            south=Min("current__south"),
            east=Max("current__east"),
            north=Max("current__north"),
        )
        .values()
    )
    return None if west is None else (west, south, east, north)


@kept
def widths() -> dict[int, float]:
    """How wide the areas of each drawn level are on the average, in degrees."""
    rows = (
        _drawn(EVERYWHERE)
        .values("level")
        .annotate(
            wide=Avg(F("current__east") - F("current__west")),
            high=Avg(F("current__north") - F("current__south")),
        )
        .order_by("level")
    )
    return {row["level"]: (row["wide"] + row["high"]) / 2 for row in rows}


def finest_zoom() -> int:
    """From which zoom on the smallest areas are drawn."""
    return max((_zoom(width, TOLD_APART) for width in widths().values()), default=0)


def _zoom(width: float, pixels: float) -> int:
    return min(max(zoom_where(width, pixels), 0), CLOSEST)


def _shown(zoom: int, pixels: float, down_to: int) -> list[int]:
    """The levels whose areas are so many pixels wide at a zoom; at least the topmost."""
    levels = [level for level in widths() if level <= down_to]
    wide = [level for level in levels if _zoom(widths()[level], pixels) <= zoom]
    return wide or levels[:1]


def _make(paths: Paths, at: Tile, down_to: int) -> bytes:
    shown, named = (_shown(at.z, pixels, down_to) for pixels in (TOLD_APART, NAMED))
    areas: Features = []
    names: Features = []
    for level in shown:
        rows = _rows(paths, at, level, shown, named)
        if not rows:
            continue
        outlines = cut(shapely.from_wkb([bytes(row["outline"]) for row in rows]), at)
        places = spots(np.array([(row["lon"], row["lat"]) for row in rows]), at)
        for row, outline, place in zip(rows, outlines, places, strict=True):
            known = {"id": str(row["pk"]), "name_zh": row["name_zh"], "name_en": row["name_en"]}
            if outline is not None and (row["is_bare"] or level in shown[-2:]):
                frame = {} if level == shown[-1] else {"outer": True}
                areas.append((outline, known | frame))
            if place is not None and level in named and (row["is_bare"] or level == named[-1]):
                names.append((place, known))
    if not areas:
        return b""
    return gzip.compress(encoded({"areas": areas, "names": names}), 5, mtime=0)


def _rows(
    paths: Paths, at: Tile, level: int, shown: list[int], named: list[int]
) -> list[dict[str, Any]]:
    """The drawn areas of a level that reach into a tile; bare are those without drawn parts."""
    is_bare: Any = Value(True)
    if level != shown[-1]:
        finer = shown[shown.index(level) + 1]
        parts = existing().filter(
            parent=OuterRef("pk"), level=finer, current__boundary__isnull=False
        )
        is_bare = ~Exists(parts)
    found: Any = (
        _drawn(paths)
        .filter(_touching(at, shown), level=level)
        .annotate(
            is_bare=is_bare,
            outline=F("current__boundary"),
            lon=F("current__lon"),
            lat=F("current__lat"),
        )
        .order_by("path")
        .values("pk", "name_zh", "name_en", "outline", "lon", "lat", "is_bare")
    )
    return list(found)


def _touching(at: Tile, shown: list[int]) -> Any:
    """Whether an area's box meets a tile: by the index, unless smaller areas would crowd it."""
    west, south, east, north = box_of(at)
    if max(widths(), default=0) > shown[-1]:
        return Q(
            current__west__lte=east,
            current__east__gte=west,
            current__south__lte=north,
            current__north__gte=south,
        )
    return RawSQL(
        "box(point(territory_areaversion.west, territory_areaversion.south),"
        " point(territory_areaversion.east, territory_areaversion.north))"
        " && box(point(%s, %s), point(%s, %s))",
        (west, south, east, north),
        output_field=BooleanField(),
    )


def _drawn(paths: Paths) -> QuerySet[Area]:
    wanted = Q()
    if "" not in paths:
        wanted = Q(pk=None)
        for path in paths:
            wanted |= Q(path__startswith=path)
    return existing().filter(wanted, current__boundary__isnull=False)


@lru_cache(maxsize=256)
def _digest(now: tuple[UUID, ...], paths: Paths) -> str:
    return sha256(f"{now} {paths}".encode()).hexdigest()[:16]
