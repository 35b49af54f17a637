"""Lines of a file: main roads and rivers, or the ways that people walk."""

from collections.abc import Mapping
from typing import cast

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gewu.ground.territory.rules.formats import Unreadable, read_drawing
from gewu.ground.territory.rules.rows import in_degrees, sample_of
from gewu.ground.territory.rules.systems import SHIFTED, UnknownSystem, way_to_degrees
from gewu.kernel.acting import Refusal
from gewu.methods.coordinates import System, to_wgs84

MOST_POINTS = 400_000
KINDS = ("LineString", "MultiLineString", "Polygon", "MultiPolygon")


def read_lines(content: bytes, field: str, system: str = "wgs84") -> tuple[BaseGeometry, ...]:
    """The lines of a file of any kind that boundaries may have, in degrees; areas count too."""
    try:
        drawing = read_drawing(content)
        way = way_to_degrees(system, drawing.crs, sample_of(drawing))
    except (Unreadable, UnknownSystem) as wrong:
        raise Refusal(str(wrong), code="unreadable", field=field) from None
    found = []
    for _number, _held, geometry, _wrong in drawing.features:
        if geometry is None:
            continue
        shape = _shape(in_degrees(geometry, way) if way else geometry)
        if shape is not None and shape.geom_type in KINDS and not shape.is_empty:
            found.append(shape)
    if not found:
        text = _("The file holds no lines: draw roads, rivers or paths as lines.")
        raise Refusal(text, code="no_lines", field=field)
    lines = np.array(found, dtype=object)
    if shapely.get_num_coordinates(lines).sum() > MOST_POINTS:
        text = _("The lines have more than %(most)d points. Keep those of this area only.")
        raise Refusal(text % {"most": MOST_POINTS}, code="too_many_points", field=field)
    return tuple(shapely.transform(shapely.force_2d(lines), lambda each: _moved(each, system)))


def near(
    lines: tuple[BaseGeometry, ...], within: BaseGeometry, reach: float = 0.01
) -> tuple[BaseGeometry, ...]:
    """Those that come within about a kilometre of an outline."""
    around = shapely.box(*within.bounds).buffer(reach)
    return tuple(line for line in lines if line.intersects(around))


def _shape(geometry: object) -> BaseGeometry | None:
    if isinstance(geometry, BaseGeometry):
        return geometry
    try:
        return shapely.geometry.shape(dict(cast(Mapping[str, object], geometry)))
    except (TypeError, ValueError, KeyError, AttributeError):
        return None


def _moved(points: NDArray[np.float64], system: str) -> NDArray[np.float64]:
    if system not in SHIFTED:
        return points
    lon, lat = to_wgs84(points[:, 0], points[:, 1], cast(System, system))
    return np.column_stack([lon, lat])
