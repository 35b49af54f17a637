"""Outlines as they are taken: what is wrong with one, and how it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gewu.methods import shapes
from gewu.methods.coordinates import System, to_wgs84

Outline = Polygon | MultiPolygon
DECIMALS = 7
# A county's boundary as surveyed has some 20,000 corners; far more of them only slow every map.
MOST_CORNERS = 100_000
# What can be mended without guessing what was meant.
MENDABLE = {"self_crossing", "misplaced_ring", "unclosed", "repeated_points", "sliver"}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is wrong with one row, in words, and where on the map."""

    number: int
    name: str
    message: str
    lon: float | None = None
    lat: float | None = None
    # In square metres, and the ground itself, where it is about ground.
    size: float = 0.0
    shape: BaseGeometry | None = None


def outline_findings(
    number: int, name: str, geometry: Mapping[str, Any] | shapely.Geometry
) -> list[Finding]:
    """The serious faults of an outline, each with its place."""
    if (corners := _corners(geometry)) > MOST_CORNERS:
        text = _("The outline has %(count)s corners, %(most)s at most are taken: simplify it.")
        told = text % {"count": f"{corners:,}", "most": f"{MOST_CORNERS:,}"}
        return [Finding(number=number, name=name, message=told)]
    if isinstance(geometry, shapely.Geometry) and _is_sound(geometry):
        return []
    return [
        Finding(
            number=number,
            name=name,
            message=_message_of(fault),
            lon=None if np.isnan(fault.lon) else round(fault.lon, DECIMALS),
            lat=None if np.isnan(fault.lat) else round(fault.lat, DECIMALS),
        )
        for fault in shapes.faults(cast(Outline, geometry))
        if fault.is_serious
    ]


def cut_apart(geometry: Mapping[str, Any] | shapely.Geometry) -> Outline | None:
    """An outline without its self-crossings and closed; None where mending would be guessing."""
    kinds = {fault.kind for fault in shapes.faults(cast(Outline, geometry))}
    if kinds - MENDABLE:
        return None
    try:
        drawn = (
            shapely.geometry.shape(dict(geometry)) if isinstance(geometry, Mapping) else geometry
        )
        return shapes.repaired(cast(Outline, drawn))
    except ValueError:
        return None


def rounded(outline: Outline, system: System = "wgs84") -> Outline:
    """An outline as it is stored: CGCS2000, seven decimals, no heights, nothing counted twice."""

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = to_wgs84(points[:, 0], points[:, 1], system)
        places: NDArray[np.float64] = np.column_stack([lon, lat])
        return np.round(places, DECIMALS)

    parts = shapely.get_parts(outline)
    outline = parts[0] if len(parts) == 1 else outline
    stored = shapely.transform(shapely.force_2d(outline), moved)
    return stored if stored.is_valid else shapes.repaired(stored)


def is_same_outline(one: Outline | None, other: Outline | None) -> bool:
    """Whether two outlines enclose the same, wherever a format lets their rings begin."""
    if one is None or other is None or one == other:
        return one is other or one == other
    first, second = (
        shapely.normalize(MultiPolygon(list(shapely.get_parts(each)))) for each in (one, other)
    )
    return bool(first == second)


def _is_sound(outline: shapely.Geometry) -> bool:
    """What most outlines are, seen at once: nothing serious can be found in such a one."""
    if not isinstance(outline, Polygon | MultiPolygon) or not shapely.is_valid(outline):
        return False
    west, south, east, north = outline.bounds
    inside = west >= -180 and east <= 180 and south >= -90 and north <= 90
    return bool(inside and shapes.area_of(outline) >= shapes.SMALLEST)


def _corners(geometry: Mapping[str, Any] | shapely.Geometry) -> int:
    if isinstance(geometry, shapely.Geometry):
        return int(shapely.get_num_coordinates(geometry))
    kind, rings = geometry.get("type"), geometry.get("coordinates")
    try:
        parts = rings if kind == "MultiPolygon" else [rings]
        return sum(len(ring) for part in cast(Any, parts) for ring in part)
    except TypeError:
        return 0


def _message_of(fault: shapes.Fault) -> str:
    messages = {
        "not_a_polygon": _("This is no polygon."),
        "outside_world": _(
            "%(size)d points lie outside the world: is it longitude before latitude?"
        ),
        "unclosed": _(
            "The outline is open: %(size)d m are missing between its last and first point."
        ),
        "too_small": _("The outline encloses next to nothing (%(size)d m²)."),
        "self_crossing": _("The outline crosses itself here."),
        "misplaced_ring": _("A hole or a part of the outline lies where it cannot be."),
    }
    return messages[fault.kind] % {"size": fault.size}
