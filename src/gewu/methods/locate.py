"""Which polygon a point lies in, for one point on a page or a million of them in a column.

Where polygons overlap the smallest wins (the first given, when two are equally large), and a point
on a border belongs to the polygons on both sides of it. Order is always longitude, latitude.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import MultiPolygon, Polygon, STRtree

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NOWHERE = -1
CHUNK = 1 << 18
CELLS = 512


class PolygonIndex:
    """Polygons by place; answers are positions in the given sequence, -1 for none."""

    def __init__(self, polygons: Sequence[Polygon | MultiPolygon]) -> None:
        given = np.array(polygons, dtype=object)
        if not (shapely.area(given) > 0).all():
            raise ValueError("an index of places takes polygons only, none of them empty")
        # the tree holds them from small to large, so that the smallest is the lowest number
        self._given: Ints = np.argsort(shapely.area(given), kind="stable")
        self._polygons = given[self._given]
        shapely.prepare(self._polygons)
        self._tree = STRtree(self._polygons)
        self._box: Floats = shapely.total_bounds(self._polygons) if len(given) else np.zeros(4)

    def __len__(self) -> int:
        return len(self._polygons)

    def find(self, lon: float, lat: float) -> int:
        """The smallest polygon at a point, -1 where there is none."""
        found = self.find_all(lon, lat)
        return found[0] if found else NOWHERE

    def find_all(self, lon: float, lat: float) -> list[int]:
        """Every polygon at a point, the smallest first."""
        if not (np.isfinite(lon) and np.isfinite(lat)):
            return []
        near = np.sort(self._tree.query(shapely.Point(lon, lat)))
        inside = shapely.intersects_xy(self._polygons[near], lon, lat)
        return [int(place) for place in self._given[near[inside]]]

    def find_many(self, lons: ArrayLike, lats: ArrayLike) -> Ints:
        """The smallest polygon at each point, -1 where there is none or the point is not finite."""
        x, y = _columns(lons, lats)
        found = np.full(len(x), NOWHERE, dtype=np.int64)
        for points in self._chunks(x, y):
            at, ranks = self._hits(x[points], y[points])
            lowest = np.full(len(points), len(self), dtype=np.int64)
            np.minimum.at(lowest, at, ranks)
            hit = lowest < len(self)
            found[points[hit]] = self._given[lowest[hit]]
        return found

    def count_many(self, lons: ArrayLike, lats: ArrayLike) -> Ints:
        """How many polygons each point lies in."""
        x, y = _columns(lons, lats)
        counts = np.zeros(len(x), dtype=np.int64)
        for points in self._chunks(x, y):
            at, _ = self._hits(x[points], y[points])
            counts[points] = np.bincount(at, minlength=len(points))
        return counts

    def _chunks(self, x: Floats, y: Floats) -> Iterator[Ints]:
        """Positions of the points that can be anywhere, a bounded number at a time."""
        if not len(self):
            return
        west, south, east, north = self._box
        for start in range(0, len(x), CHUNK):
            part = slice(start, start + CHUNK)
            # a comparison with NaN is false, so what is not finite drops out here as well
            inside = (west <= x[part]) & (x[part] <= east) & (south <= y[part]) & (y[part] <= north)
            points = np.flatnonzero(inside) + start
            yield points[np.argsort(self._cells(x[points], y[points]), kind="stable")]

    def _cells(self, x: Floats, y: Floats) -> NDArray[np.int32]:
        """A coarse raster: neighbours asked one after the other find their polygons in the cache."""
        west, south, east, north = self._box
        column = (x - west) * (CELLS / max(east - west, 1e-9))
        row = (y - south) * (CELLS / max(north - south, 1e-9))
        cells: NDArray[np.int32] = row.astype(np.int32) * CELLS + column.astype(np.int32)
        return cells

    def _hits(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """Every pair of a point and a polygon it lies in: boxes first, then prepared outlines."""
        at, ranks = self._tree.query(shapely.points(x, y))
        inside = shapely.intersects_xy(self._polygons[ranks], x[at], y[at])
        return at[inside], ranks[inside]


def _columns(lons: ArrayLike, lats: ArrayLike) -> tuple[Floats, Floats]:
    x, y = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError("longitudes and latitudes are two columns of equal length")
    return x, y
