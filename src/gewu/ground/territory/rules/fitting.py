"""How outlines cover each other, touch, and join: the checks of a redraw, each fault with its size.

Outlines are in degrees with seven decimals; sizes are square metres on the ellipsoid. Two
neighbours drawn to the seventh decimal differ by slivers of a centimetre, so nothing below
`TOLERANCE` is a fault.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gewu.methods import shapes

Outline = Polygon | MultiPolygon
# m²: ten metres by one. A border of a kilometre, rounded to 1e-7 degrees, leaves five at most.
TOLERANCE = shapes.SMALLEST
RASTER = 1e-7
# Half of this on each side of two borders: what rounding may have pulled apart (about 5 cm).
NEAR = 5e-7
# m² that two borders widened by NEAR share over one metre of length; a corner shares far less.
SHARED_METRE = 0.1

Kind = Literal["gap", "outside", "overlap"]


@dataclass(frozen=True)
class Fault:
    """A piece of ground that is wrong: what, whose, how many m², and a point inside it."""

    kind: Kind
    names: tuple[str, ...]
    size: float
    lon: float
    lat: float


def cover_faults(
    whole: Outline, parts: Mapping[str, Outline], tolerance: float = TOLERANCE
) -> list[Fault]:
    """Where the parts leave a gap in the whole, reach outside it or overlap; the largest first."""
    together = shapely.union_all(list(parts.values()))
    found = [*_pieces("gap", (), shapely.difference(whole, together), tolerance)]
    for name, outline in parts.items():
        rest = shapely.difference(outline, whole)
        found += _pieces("outside", (name,), rest, tolerance)
    found += overlap_faults(parts, tolerance=tolerance)
    return sorted(found, key=lambda fault: -fault.size)


def overlap_faults(
    outlines: Mapping[str, Outline],
    others: Mapping[str, Outline] | None = None,
    tolerance: float = TOLERANCE,
) -> list[Fault]:
    """Where outlines overlap each other, or, if others are given, where they overlap those."""
    everyone = {**outlines, **(others or {})}
    found = []
    for pair in shapes.overlaps(list(everyone.values()), list(everyone), at_least=tolerance):
        within = {pair.first, pair.second} <= set(outlines)
        between = not within and (pair.first in outlines or pair.second in outlines)
        if between if others is not None else within:
            names = (pair.first, pair.second)
            found.append(Fault("overlap", names, pair.area, round(pair.lon, 7), round(pair.lat, 7)))
    return found


def touch(outlines: Sequence[Outline]) -> bool:
    """Whether they hang together by borders of a metre at least; a corner is no border."""
    waiting, reached = list(outlines[1:]), list(outlines[:1])
    while waiting:
        near = [each for each in waiting if any(_border(each, other) for other in reached)]
        if not near:
            return False
        reached += near
        waiting = [each for each in waiting if not any(each is other for other in near)]
    return True


def united(outlines: Sequence[Outline]) -> Outline:
    """All of them as one outline, without the slivers that rounding left between them."""
    joined = shapely.union_all(list(outlines), grid_size=RASTER)
    parts = [_filled(part) for part in shapely.get_parts(joined) if isinstance(part, Polygon)]
    kept = [part for part in parts if shapes.area_of(part) >= TOLERANCE] or parts
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


def only_ground(shape: BaseGeometry) -> Outline | None:
    """The polygons of a shape without its lines and points; nothing where there are none."""
    parts = [each for each in shapely.get_parts(shape) if isinstance(each, Polygon)]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def share_of(former: Outline, heir: Outline) -> float:
    """Which part of the former's ground lies in the heir, from none (0) to all (1)."""
    size = shapes.area_of(former)
    common = shapely.intersection(former, heir)
    return min(1.0, shapes.area_of(cast(Outline, common)) / size) if size else 0.0


def circle_in(links: Sequence[tuple[object, object]]) -> bool:
    """Whether somebody would be their own predecessor, however many steps away."""
    left = set(links)
    while True:
        with_former = {heir for _former, heir in left}
        rest = {link for link in left if link[0] in with_former}
        if len(rest) == len(left):
            return bool(left)
        left = rest


def _pieces(
    kind: Kind, names: tuple[str, ...], rest: BaseGeometry, tolerance: float
) -> Iterator[Fault]:
    for part in shapely.get_parts(rest):
        size = shapes.area_of(part)
        if size >= tolerance:
            inside = part.representative_point()
            yield Fault(kind, names, size, round(inside.x, 7), round(inside.y, 7))


def _border(one: Outline, other: Outline) -> bool:
    shared = shapely.intersection(one.buffer(NEAR), other.buffer(NEAR))
    return not shared.is_empty and shapes.area_of(cast(Outline, shared)) >= SHARED_METRE


def _filled(part: Polygon) -> Polygon:
    """Holes that are only slivers are closed."""
    holes = [ring for ring in part.interiors if shapes.area_of(Polygon(ring)) >= TOLERANCE]
    return Polygon(part.exterior, holes)
