"""Outlines cut into square pieces of a web map: which lie in a piece, and its bytes as a vector tile.

Outlines come in degrees and are kept as places of the whole world, from 0 to 1 with south below.
A corner is put on the nearest half pixel of its tile and left out where the line stays within half
a pixel without it, so borders of neighbours stay together as far as an eye can tell.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mapbox_vector_tile
import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EXTENT = 4096
PIXELS = 512  # MapLibre draws a tile at least as large
RASTER = EXTENT // PIXELS // 2  # half a pixel
BUFFER = 8 * EXTENT // PIXELS  # as far as a line reaches over
POLYGONS = (3, 6)
MOST_LATITUDE = 85.05


@dataclass(frozen=True)
class Tile:
    """A square of the map: zoom, and its place from the north-west corner."""

    z: int
    x: int
    y: int

    @property
    def is_on_earth(self) -> bool:
        """Whether the numbers name a tile at all."""
        most = 1 << self.z
        return 0 <= self.x < most and 0 <= self.y < most

    @property
    def side(self) -> float:
        """Its width as a part of the world."""
        return 1.0 / (1 << self.z)


def to_world(degrees: Floats) -> Floats:
    """Longitude and latitude as places of the square world of web maps."""
    lat = np.radians(np.clip(degrees[:, 1], -MOST_LATITUDE, MOST_LATITUDE))
    y = 0.5 - np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)
    return np.column_stack([degrees[:, 0] / 360 + 0.5, y])


def zoom_where(width: float, pixels: float) -> int:
    """The first zoom at which something so many degrees wide is so many pixels wide."""
    return math.ceil(math.log2(pixels * 360 / (PIXELS * width)))


def box_of(tile: Tile) -> tuple[float, float, float, float]:
    """West, south, east and north of a tile in degrees, as far as lines reach over its edge."""
    reach = BUFFER / EXTENT
    west, east = ((tile.x + by) * tile.side * 360 - 180 for by in (-reach, 1 + reach))
    north, south = (_latitude((tile.y + by) * tile.side) for by in (-reach, 1 + reach))
    return west, south, east, north


def cut(outlines: NDArray[Any], tile: Tile) -> NDArray[Any]:
    """How outlines look in a tile; None for those that are not in it or too small for it."""
    shapes = shapely.transform(outlines, to_world)
    west, north, side = tile.x * tile.side, tile.y * tile.side, tile.side
    reach = side * BUFFER / EXTENT
    frame = (west - reach, north - reach, west + side + reach, north + side + reach)
    boxes = shapely.bounds(shapes).reshape(-1, 4)
    wide = (boxes[:, :2] < frame[:2]).any(axis=1) | (boxes[:, 2:] > frame[2:]).any(axis=1)
    shapes[wide] = shapely.clip_by_rect(shapes[wide], *frame)
    scale = EXTENT / side
    shapes = shapely.transform(
        shapes, lambda corners: np.rint((corners - (west, north)) * scale / RASTER) * RASTER
    )
    shapes = shapely.simplify(shapes, RASTER, preserve_topology=False)
    is_drawn = np.isin(shapely.get_type_id(shapes), POLYGONS) & (shapely.area(shapes) > 0)
    shapes[~is_drawn] = None
    turned: NDArray[Any] = shapely.orient_polygons(shapes)
    return turned


def spots(places: Floats, tile: Tile) -> list[Any]:
    """Where names stand in a tile; None for those that stand in another, so that none is cut."""
    inside = (to_world(places) / tile.side - (tile.x, tile.y)) * EXTENT
    return [
        shapely.Point(np.rint(spot)) if (spot >= 0).all() and (spot < EXTENT).all() else None
        for spot in inside
    ]


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


def encoded(layers: Mapping[str, Iterable[tuple[Any, Mapping[str, Any]]]]) -> bytes:
    """Named layers of shapes with what is known of each, as a vector tile."""
    made: Sequence[dict[str, Any]] = [
        {
            "name": name,
            "features": [{"geometry": shape, "properties": known} for shape, known in features],
        }
        for name, features in layers.items()
    ]
    # The corners are on the raster and the rings are turned already: nothing is left to check.
    options = {
        "y_coord_down": True,
        "extents": EXTENT,
        "on_invalid_geometry": None,
        "check_winding_order": False,
    }
    answer: bytes = mapbox_vector_tile.encode(list(made), default_options=options)
    return answer
