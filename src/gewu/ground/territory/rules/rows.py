"""Areas as a file brings them, and what may be found wrong with them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gewu.ground.territory.rules.formats import Drawing, Feature, Geometry, Unreadable, read_drawing
from gewu.ground.territory.rules.levels import KINDS
from gewu.ground.territory.rules.outlines import (
    Finding,
    Outline,
    cut_apart,
    outline_findings,
    rounded,
)
from gewu.ground.territory.rules.systems import (
    SHIFTED,
    Move,
    UnknownSystem,
    is_swapped,
    way_to_degrees,
)
from gewu.methods.coordinates import System
from gewu.methods.shapes import area_of

__all__ = [
    "AreaRow",
    "Columns",
    "Finding",
    "as_collection",
    "in_degrees",
    "read_areas",
    "rows_of",
    "sample_of",
]
DAY = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[ T].*)?")


@dataclass(frozen=True, kw_only=True)
class AreaRow:
    """One area of a file; its level is one below its parent's. `valid_to` is its last day."""

    number: int
    code: str
    parent_code: str
    name_zh: str
    name_en: str = ""
    kind: str = "general"
    boundary: Outline | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    # How many square metres the outline had before it was mended.
    was: float | None = None


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which column of a file holds what; a fixed parent stands for a missing column."""

    name_zh: str = "name_zh"
    code: str = "code"
    parent_code: str = "parent_code"
    name_en: str = "name_en"
    kind: str = "kind"
    valid_from: str = "valid_from"
    valid_to: str = "valid_to"
    fixed_parent: str = ""
    system: str = "wgs84"
    # Whether outlines that cross themselves are cut apart and open ones closed.
    mends: bool = False


def read_areas(content: bytes, columns: Columns) -> tuple[list[AreaRow], list[Finding]]:
    """The rows of a file and everything in it that cannot be read."""
    try:
        return rows_of(read_drawing(content), columns)
    except Unreadable as error:
        return [], [Finding(number=0, name="", message=str(error))]


def rows_of(drawing: Drawing, columns: Columns) -> tuple[list[AreaRow], list[Finding]]:
    """The same of a file that was read already."""
    sample = sample_of(drawing)
    try:
        way = way_to_degrees(columns.system, drawing.crs, sample)
    except UnknownSystem as unknown:
        return [], [Finding(number=0, name="", message=str(unknown))]
    if way is None and is_swapped(sample):
        text = _(
            "Latitude comes before longitude in this file. Let its two coordinates change places."
        )
        return [], [Finding(number=0, name="", message=text)]
    rows, findings = [], []
    for feature in drawing.features:
        row, wrong = _row(feature, columns, way)
        findings += wrong
        if row is not None:
            rows.append(row)
    return rows, findings


def as_collection(content: bytes, known: Mapping[str, str]) -> bytes:
    """A lone geometry or feature as a collection of one; what it does not say is `known`.

    Anything else comes back as it was, for `read_drawing` to say what is wrong with it.
    """
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        return content
    if not isinstance(data, dict):
        return content
    if data.get("type") in ("Polygon", "MultiPolygon"):
        data = {"type": "Feature", "geometry": data}
    features = [data] if data.get("type") == "Feature" else data.get("features")
    if not isinstance(features, list) or len(features) != 1 or not isinstance(features[0], dict):
        return content
    own = features[0].get("properties") or {}
    features[0]["properties"] = {**known, **own} if isinstance(own, dict) else dict(known)
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _row(
    feature: Feature, columns: Columns, way: Move | None
) -> tuple[AreaRow | None, list[Finding]]:
    number, held, geometry, wrong_at_once = feature
    name = _text(held, columns.name_zh) or _text(held, columns.name_en)
    messages = [wrong_at_once] if wrong_at_once else []
    messages += [] if name else [_("The name is missing.")]
    begins, ends = (_day(held, each, messages) for each in (columns.valid_from, columns.valid_to))
    if begins and ends and ends < begins:
        messages.append(_("It ends on %(end)s, before it begins.") % {"end": ends})
    wrong = [Finding(number=number, name=name, message=message) for message in messages]
    outline, was, found = _outline(number, name, geometry, columns, way)
    if wrong + found:
        return None, wrong + found
    kind = _text(held, columns.kind)
    return (
        AreaRow(
            number=number,
            code=_text(held, columns.code),
            parent_code=_text(held, columns.parent_code) or columns.fixed_parent,
            name_zh=name,
            name_en=_text(held, columns.name_en),
            kind=kind if kind in dict(KINDS) else "general",
            boundary=outline,
            valid_from=begins,
            valid_to=ends,
            was=was,
        ),
        [],
    )


def _outline(
    number: int, name: str, geometry: Geometry | None, columns: Columns, way: Move | None
) -> tuple[Outline | None, float | None, list[Finding]]:
    """The outline as it is stored, its size before it was mended, and what is wrong with it."""
    if geometry is None:
        return None, None, []
    if way is not None:
        geometry = in_degrees(geometry, way)
    wrong, was = outline_findings(number, name, geometry), None
    cut = cut_apart(geometry) if wrong and columns.mends else None
    if wrong and cut is None:
        return None, None, wrong
    drawn = shapely.geometry.shape(dict(geometry)) if isinstance(geometry, Mapping) else geometry
    if cut is not None:
        drawn, was = cut, area_of(drawn)
    system = columns.system if columns.system in SHIFTED else "wgs84"
    return rounded(cast(Outline, drawn), cast(System, system)), was, []


def in_degrees(geometry: Geometry, way: Move) -> Geometry:
    """A geometry moved to degrees; what is none comes back as it is."""
    try:
        drawn = (
            shapely.geometry.shape(dict(geometry)) if isinstance(geometry, Mapping) else geometry
        )
    except (TypeError, ValueError, KeyError, AttributeError):
        return geometry  # said as what it is: no polygon

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(way(points[:, 0], points[:, 1]))

    return cast(Geometry, shapely.transform(shapely.force_2d(drawn), moved))


def sample_of(drawing: Drawing) -> NDArray[np.float64]:
    """One point of each outline, of shape (n, 2)."""
    points = [
        point
        for _number, _held, geometry, _wrong in drawing.features
        if geometry is not None and (point := _first_point(geometry)) is not None
    ]
    return np.array(points, dtype=np.float64).reshape(-1, 2)


def _first_point(geometry: Geometry) -> tuple[float, float] | None:
    if isinstance(geometry, shapely.Geometry):
        points = shapely.get_coordinates(geometry)
        return (points[0][0], points[0][1]) if len(points) else None
    inner: Any = geometry.get("coordinates")
    while isinstance(inner, list | tuple) and inner and isinstance(inner[0], list | tuple):
        inner = inner[0]
    try:
        return float(inner[0]), float(inner[1])
    except (TypeError, ValueError, IndexError, KeyError):
        return None


def _day(held: Mapping[str, Any], column: str, messages: list[str]) -> date | None:
    text = _text(held, column)
    if not text:
        return None
    found = DAY.fullmatch(text)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    messages.append(_("“%(text)s” is no day, such as 2026-01-31.") % {"text": text[:40]})
    return None


def _text(held: Mapping[str, Any], column: str) -> str:
    value = held.get(column)
    return "" if value is None else str(value).strip()
