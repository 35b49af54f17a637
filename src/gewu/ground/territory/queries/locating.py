"""The smallest area at a point, from an index that each process keeps until the tree changes."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

import numpy as np
import shapely
from django.db.models import F
from numpy.typing import ArrayLike, NDArray

from gewu.ground.territory.models import Area, Revision
from gewu.ground.territory.queries.tree import existing
from gewu.ground.territory.rules.levels import Level
from gewu.ground.territory.rules.outlines import Outline
from gewu.kernel.stamps import kept
from gewu.methods.locate import PolygonIndex

Ints = NDArray[np.int64]
NOWHERE = -1
# A grid is asked first; where none is drawn, the areas above it answer.
FROM_GRID_UP = (Level.GRID, Level.COMMUNITY, Level.TOWN, Level.COUNTY)


def locate(lon: float, lat: float) -> Area | None:
    """The smallest grid at a point, its micro-grid if it has one there, else what lies above."""
    return locate_many([lon], [lat])[0]


def locate_many(lons: ArrayLike, lats: ArrayLike) -> list[Area | None]:
    """The same for many points at once. The areas are shared: read them, never change them."""
    places = _places()
    return [places.areas[at] if at != NOWHERE else None for at in places.find(lons, lats)]


class Places:
    """All drawn areas, by level."""

    def __init__(self, areas: Sequence[Area], outlines: Sequence[bytes]) -> None:
        self.areas = areas
        shapes = shapely.from_wkb(np.array(outlines, dtype=object))
        levels = np.array([area.level for area in areas], dtype=np.int64)
        self._at: dict[int, Ints] = {
            level: np.flatnonzero(levels == level) for level in Level if (levels == level).any()
        }
        self._index = {
            level: PolygonIndex(cast(Sequence[Outline], shapes[at]))
            for level, at in self._at.items()
        }

    def find(self, lons: ArrayLike, lats: ArrayLike) -> Ints:
        """Positions of the smallest areas, -1 for none."""
        x, y = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
        found = np.full(len(x), NOWHERE, dtype=np.int64)
        for level in FROM_GRID_UP:
            open_points = np.flatnonzero(found == NOWHERE)
            if level in self._index and len(open_points):
                found[open_points] = self._level(level, x[open_points], y[open_points])
        if Level.MICRO_GRID in self._index:
            self._into_micro_grids(x, y, found)
        return found

    def _level(self, level: int, x: NDArray[np.float64], y: NDArray[np.float64]) -> Ints:
        hits = self._index[level].find_many(x, y)
        positions: Ints = np.where(hits == NOWHERE, NOWHERE, self._at[level][hits])
        return positions

    def _into_micro_grids(
        self, x: NDArray[np.float64], y: NDArray[np.float64], found: Ints
    ) -> None:
        """A micro-grid counts only inside the grid that was found, however its edges were drawn."""
        index, at = self._index[Level.MICRO_GRID], self._at[Level.MICRO_GRID]
        placed = np.flatnonzero(found != NOWHERE)
        hits = index.find_many(x[placed], y[placed])
        for point, hit in zip(placed[hits != NOWHERE], hits[hits != NOWHERE], strict=True):
            grid = self.areas[found[point]]
            if self.areas[at[hit]].parent_id == grid.pk:
                found[point] = at[hit]
                continue
            for other in index.find_all(float(x[point]), float(y[point])):
                if self.areas[at[other]].parent_id == grid.pk:
                    found[point] = at[other]
                    break


_known: dict[str, tuple[tuple[UUID, ...], Places]] = {}


def _places() -> Places:
    now = stamps()
    known = _known.get("places")
    if known is None or known[0] != now:
        known = (now, _read())
        _known["places"] = known
    return known[1]


@kept
def stamps() -> tuple[UUID, ...]:
    """What the tree is now: another value after each change of it."""
    return tuple(Revision.objects.order_by("pk").values_list("stamp", flat=True))


def _read() -> Places:
    rows = list(
        existing()
        .filter(current__boundary__isnull=False)
        .annotate(outline=F("current__boundary"))
        .order_by("level", "path")
    )
    return Places(rows, [bytes(row.outline) for row in rows])
