"""Mending outlines that belong together: snapped, without overlaps and gaps, inside their parent.

Outlines are shapely polygons in degrees, in the order given; tolerances are metres, sizes square
metres. Every step answers new outlines and leaves the given ones as they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from gewu.methods import shapes
from gewu.methods.coordinates import metres_projection, zone_meridian

Outline = Polygon | MultiPolygon
Kind = Literal["overlap", "gap", "sliver"]
RASTER = 1e-7
# a remain that is nowhere wider is a sliver, whatever its length
THIN = 2.0


@dataclass(frozen=True)
class Flaw:
    """A piece of ground that belongs to two outlines or to none, and which outlines lie at it."""

    kind: Kind
    size: float
    shape: BaseGeometry
    at: tuple[int, ...]


def flaws(
    outlines: Sequence[Outline], at_least: float = 1.0, gaps_up_to: float = 1e5
) -> list[Flaw]:
    """Overlaps, and gaps that outlines enclose, the largest first; thin ones are slivers."""
    if len(outlines) < 2:
        return []
    given = np.array(outlines, dtype=object)
    if shapely.coverage_is_valid(given) and not _holes(given, gaps_up_to):
        return []
    tree = STRtree(given)
    found = []
    one, two = tree.query(given, predicate="intersects")
    for first, second in zip(one[one < two].tolist(), two[one < two].tolist(), strict=True):
        shared = _areal(shapely.intersection(given[first], given[second]))
        for part in shared:
            if (size := shapes.area_of(part)) >= at_least:
                kind: Kind = "sliver" if _is_thin(part) else "overlap"
                found.append(Flaw(kind, size, part, (first, second)))
    for hole in _holes(given, gaps_up_to):
        if (size := shapes.area_of(hole)) >= at_least:
            around = tuple(sorted(_beside(tree, hole)))
            found.append(Flaw("sliver" if _is_thin(hole) else "gap", size, hole, around))
    return sorted(found, key=lambda flaw: -flaw.size)


def snapped(outlines: Sequence[Outline], fixed: Sequence[Outline], metres: float) -> list[Outline]:
    """Corners and edges that lie nearer than so many metres to a neighbour's become the same."""

    count = len(fixed)

    def snap(flat: list[Outline]) -> list[Outline]:
        done = list(flat)
        tree = STRtree(flat)
        for number, outline in enumerate(flat):
            if number < count:
                continue
            near = tree.query(outline, predicate="dwithin", distance=metres)
            others = [done[each] for each in near.tolist() if each != number]
            for other in others:
                outline = shapely.snap(outline, other, metres)
            done[number] = _polygon(shapely.make_valid(outline), done[number])
        return done

    return _in_metres([*fixed, *outlines], snap)[count:]


def apart(outlines: Sequence[Outline], fixed: Sequence[Outline] = ()) -> list[Outline]:
    """Where two overlap the smaller keeps the ground; what is fixed keeps it always."""
    given = [*fixed, *outlines]
    rank = [
        (number >= len(fixed), shapes.area_of(each), number) for number, each in enumerate(given)
    ]
    tree, done = STRtree(given), list(given)
    for number in range(len(fixed), len(given)):
        stronger = [
            given[other]
            for other in tree.query(given[number], predicate="intersects").tolist()
            if rank[other] < rank[number]
        ]
        if stronger:
            rest = shapely.difference(given[number], shapely.union_all(stronger))
            done[number] = _polygon(rest, given[number])
    return done[len(fixed) :]


def filled(
    outlines: Sequence[Outline], fixed: Sequence[Outline] = (), up_to: float = 1000.0
) -> list[Outline]:
    """Each gap of at most so many square metres goes to the outline with the longest border on it."""
    done = list(outlines)
    given: NDArray[Any] = np.array([*outlines, *fixed], dtype=object)
    tree = STRtree(given)
    for hole in _holes(given, up_to):
        near = [each for each in _beside(tree, hole) if each < len(done)]
        if near:
            shared = shapely.length(
                shapely.intersection(
                    shapely.boundary(given[near]), shapely.buffer(hole, 2 * RASTER)
                )
            )
            owner = near[int(np.argmax(shared))]
            done[owner] = _polygon(shapely.union(done[owner], hole), done[owner])
    return done


def clipped(outlines: Sequence[Outline], parent: Outline) -> list[Outline]:
    """What of each lies inside the parent; one that lies outside altogether stays as it is."""
    return [_polygon(shapely.intersection(each, parent), each) for each in outlines]


def _holes(outlines: NDArray[Any], up_to: float) -> list[Polygon]:
    """Ground of at most so many square metres that the outlines enclose and none of them has."""
    whole = shapely.union_all(outlines, grid_size=RASTER)
    inner = [
        Polygon(hole)
        for part in shapely.get_parts(whole)
        if isinstance(part, Polygon)
        for hole in part.interiors
    ]
    return [hole for hole in inner if shapes.area_of(hole) <= up_to]


def _beside(tree: STRtree, hole: Polygon) -> list[int]:
    # holes are on a raster, outlines need not be
    found: list[int] = tree.query(hole, predicate="dwithin", distance=2 * RASTER).tolist()
    return found


def _is_thin(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    plane = metres_projection(zone_meridian((west + east) / 2))
    flat = shapely.transform(
        shape, lambda points: np.column_stack(plane.forward(points[:, 0], points[:, 1]))
    )
    return bool(shapely.is_empty(shapely.buffer(flat, -THIN / 2)))


def _in_metres(
    outlines: Sequence[Outline], change: Callable[[list[Outline]], list[Outline]]
) -> list[Outline]:
    """A change that is made on the plane."""
    given: NDArray[Any] = np.array(outlines, dtype=object)
    west, _south, east, _north = shapely.total_bounds(given)
    plane = metres_projection(zone_meridian(float(west + east) / 2))
    flat = shapely.transform(
        given, lambda points: np.column_stack(plane.forward(points[:, 0], points[:, 1]))
    )
    back = shapely.transform(
        np.array(change(list(flat)), dtype=object),
        lambda points: np.column_stack(plane.inverse(points[:, 0], points[:, 1])),
    )
    return list(back)


def _areal(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]


def _polygon(shape: BaseGeometry, otherwise: Outline) -> Outline:
    """What of a shape is area; the other one where nothing is left."""
    parts = [
        part
        for each in shapely.get_parts(shape)
        for part in shapely.get_parts(each)
        if isinstance(part, Polygon) and not part.is_empty
    ]
    if not parts:
        return otherwise
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
