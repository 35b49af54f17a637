"""What is wrong with a drawn outline, where and how much, and how outlines lie to each other.

Outlines are GeoJSON geometries or shapely polygons in degrees; sizes are square metres on the
ellipsoid unless said otherwise. Nothing is changed silently: only `repaired` mends.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely import MultiPolygon, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

Outline = Polygon | MultiPolygon
Floats = NDArray[np.float64]
Kind = Literal[
    "not_a_polygon",
    "outside_world",
    "unclosed",
    "too_small",
    "self_crossing",
    "misplaced_ring",
    "sliver",
    "repeated_points",
]

ELLIPSOID = Geod(ellps="GRS80")
SMALLEST = 10.0
SLIVER = 0.1
RASTER = 1e-9
FEWEST_CORNERS = 3
# what `repaired` mends without changing what was meant; with any other fault somebody must look
HARMLESS: frozenset[Kind] = frozenset({"sliver", "misplaced_ring", "repeated_points"})
REASON = re.compile(r"(?P<reason>[^\[]*)(?:\[(?P<lon>\S+) (?P<lat>\S+)\])?")


@dataclass(frozen=True)
class Fault:
    """One fault at a place: the gap in metres, the number of points, else an area."""

    kind: Kind
    lon: float
    lat: float
    size: float

    @property
    def is_serious(self) -> bool:
        """Whether the outline must be refused: mending it would be guessing."""
        return self.kind not in HARMLESS


@dataclass(frozen=True)
class Overlap:
    """Two outlines that share an area, around a place, and its part of the smaller one."""

    first: str
    second: str
    area: float
    share: float
    lon: float
    lat: float


@dataclass(frozen=True)
class Outside:
    """The part of an outline that lies outside another: its area, its part of the whole, a place."""

    area: float
    share: float
    lon: float
    lat: float


def faults(outline: Outline | Mapping[str, Any]) -> list[Fault]:
    """Everything wrong with an outline, ring by ring; a GeoJSON geometry may be unclosed."""
    try:
        polygons = _rings_of(outline)
    except (TypeError, ValueError, KeyError, AttributeError):
        return [Fault("not_a_polygon", np.nan, np.nan, 0.0)]
    rings = [ring for polygon in polygons for ring in polygon]
    if not rings:
        return [Fault("not_a_polygon", np.nan, np.nan, 0.0)]
    found = [fault for ring in rings for fault in _faults_of_ring(ring)]
    if sum(fault.kind == "sliver" for fault in found) == len(rings):
        found = [replace(fault, kind="too_small") for fault in found]
    return found if any(fault.is_serious for fault in found) else found + _misplaced(polygons)


def area_of(outline: Outline) -> float:
    """The area of an outline in square metres."""
    return _square_metres(outline)


# m² that a square degree has at most; a little more, to be sure.
LARGEST_DEGREE = 1.3e10


def overlaps(
    outlines: Sequence[Outline], names: Sequence[str], at_least: float = SMALLEST
) -> list[Overlap]:
    """Pairs that share at least so many square metres, the largest first."""
    if len(outlines) != len(names):
        raise ValueError("every outline needs its name")
    shapes = np.array(outlines, dtype=object)
    for at in np.flatnonzero(~shapely.is_valid(shapes)):
        shapes[at] = repaired(shapes[at])
    first, second = STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    shared = shapely.intersection(shapes[first], shapes[second])
    # neighbours share a line; only what may be large enough anywhere on earth is measured
    large = shapely.area(shared) * LARGEST_DEGREE >= at_least
    first, second, shared = first[large], second[large], shared[large]
    found = []
    for one, two, part in zip(first, second, shared, strict=True):
        area = _square_metres(part)
        if area >= at_least:
            smaller = min(area_of(shapes[one]), area_of(shapes[two]))
            place = part.representative_point()
            found.append(
                Overlap(names[one], names[two], area, min(1.0, area / smaller), place.x, place.y)
            )
    return sorted(found, key=lambda overlap: -overlap.area)


def outside_parent(child: Outline, parent: Outline, at_least: float = SMALLEST) -> Outside | None:
    """What of the child lies outside its parent, nothing when it is less than so many metres."""
    child = _mended(child)
    rest = shapely.difference(child, _mended(parent))
    area = _square_metres(rest)
    if area < at_least:
        return None
    place = rest.representative_point()
    return Outside(area, min(1.0, area / area_of(child)), place.x, place.y)


def repaired(outline: Outline) -> Outline:
    """The outline with crossings cut apart, thin remains dropped and repeated points removed."""
    cut = shapely.make_valid(outline, method="structure", keep_collapsed=False)
    # cutting leaves corners that no double can hold exactly; on a raster they stay apart
    snapped = shapely.get_parts(shapely.set_precision(cut, RASTER))
    parts = [part for part in snapped if isinstance(part, Polygon) and area_of(part) >= SLIVER]
    if not parts:
        raise ValueError("nothing of the outline is left when its crossings are cut apart")
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _mended(outline: Outline) -> Outline:
    return outline if shapely.is_valid(outline) else repaired(outline)


def _square_metres(shape: BaseGeometry) -> float:
    """Square degrees by what one is worth in the middle: 1 in 100,000 wrong for a whole degree.

    Edges stay straight in degrees, as maps draw them; along geodesics a long thin remain of two
    neighbours would have an area that nobody sees.
    """
    if shape.is_empty:
        return 0.0
    latitude = np.radians(shape.centroid.y)
    flat = 1 - ELLIPSOID.es * np.sin(latitude) ** 2
    radii = ELLIPSOID.a**2 * (1 - ELLIPSOID.es) / flat**2
    return float(shape.area * np.radians(1) ** 2 * radii * np.cos(latitude))


def _rings_of(outline: Outline | Mapping[str, Any]) -> list[list[Floats]]:
    """The rings of each polygon as they were given."""
    if isinstance(outline, Mapping):
        kind, coordinates = outline["type"], outline["coordinates"]
        if kind not in ("Polygon", "MultiPolygon"):
            raise ValueError("neither a polygon nor several")
        polygons = [coordinates] if kind == "Polygon" else coordinates
        return [[_ring(points) for points in polygon] for polygon in polygons]
    return [
        [shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(outline)
        if not part.is_empty
    ]


def _ring(points: Sequence[Sequence[float]]) -> Floats:
    """Longitude and latitude of each corner; heights are left aside."""
    return np.array([(float(point[0]), float(point[1])) for point in points]).reshape(-1, 2)


def _faults_of_ring(ring: Floats) -> Iterator[Fault]:
    beyond = ~((np.abs(ring[:, 0]) <= 180) & (np.abs(ring[:, 1]) <= 90))
    if beyond.any():
        yield _fault("outside_world", ring[beyond][0], int(beyond.sum()))
        return
    if len(ring) and (ring[0] != ring[-1]).any():
        yield _fault("unclosed", ring[-1], _metres(ring[-1], ring[0]))
        ring = np.vstack([ring, ring[:1]])
    same = np.flatnonzero((ring[1:] == ring[:-1]).all(axis=1))
    if len(same):
        yield _fault("repeated_points", ring[same[0]], len(same))
    yield from _faults_of_outline(ring)


def _faults_of_outline(ring: Floats) -> Iterator[Fault]:
    """What the closed ring encloses: next to nothing, or loops of its own crossings."""
    if len(np.unique(ring, axis=0)) < FEWEST_CORNERS:
        yield _fault("sliver", ring[0] if len(ring) else (np.nan, np.nan), 0.0)
        return
    loops = sorted(area_of(loop) for loop in _loops(ring))
    if sum(loops) < SMALLEST:
        yield _fault("sliver", ring[0], sum(loops))
    crossing = REASON.match(shapely.is_valid_reason(Polygon(ring)))
    if crossing and crossing["lon"]:
        yield _fault("self_crossing", (crossing["lon"], crossing["lat"]), sum(loops[:-1]))


def _loops(ring: Floats) -> Iterator[Polygon]:
    lines = shapely.unary_union(shapely.linestrings(ring))
    yield from shapely.get_parts(shapely.polygonize([lines]))


def _misplaced(polygons: list[list[Floats]]) -> list[Fault]:
    """Rings that are right by themselves and wrong together: holes outside, parts that overlap."""
    whole = MultiPolygon([(rings[0], rings[1:]) for rings in polygons if rings])
    reason = REASON.match(shapely.is_valid_reason(whole))
    if not reason or not reason["lon"]:
        return []
    meant = sum(
        area_of(Polygon(ring)) * (-1 if place else 1)
        for rings in polygons
        for place, ring in enumerate(rings)
    )
    size = abs(meant - area_of(repaired(whole)))
    return [_fault("misplaced_ring", (reason["lon"], reason["lat"]), size)]


def _fault(kind: Kind, place: Any, size: float) -> Fault:
    return Fault(kind, float(place[0]), float(place[1]), float(size))


def _metres(one: Floats, two: Floats) -> float:
    return float(ELLIPSOID.inv(one[0], one[1], two[0], two[1])[2])
