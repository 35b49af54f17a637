"""Areas as a file brings them, and what may be found wrong with them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from gewu.ground.territory.rules.levels import KINDS
from gewu.methods import shapes
from gewu.methods.coordinates import System, to_wgs84

Outline = Polygon | MultiPolygon
DECIMALS = 7


@dataclass(frozen=True, kw_only=True)
class AreaRow:
    """One area of a file; its level is one below its parent's."""

    number: int
    code: str
    parent_code: str
    name_zh: str
    name_en: str = ""
    kind: str = "general"
    boundary: Outline | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is wrong with one row, in words, and where on the map."""

    number: int
    name: str
    message: str
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which property of a feature holds what; a fixed parent stands for a missing column."""

    name_zh: str = "name_zh"
    code: str = "code"
    parent_code: str = "parent_code"
    name_en: str = "name_en"
    kind: str = "kind"
    fixed_parent: str = ""
    system: System = "wgs84"


def read_geojson(content: bytes, columns: Columns) -> tuple[list[AreaRow], list[Finding]]:
    """The rows of a GeoJSON file and everything in it that cannot be read."""
    try:
        features = _features(content)
    except ValueError as error:
        return [], [Finding(number=0, name="", message=str(error))]
    rows, findings = [], []
    for number, feature in enumerate(features, start=1):
        row, wrong = _row(number, feature, columns)
        findings += wrong
        if row is not None:
            rows.append(row)
    return rows, findings


def outline_findings(
    number: int, name: str, geometry: Mapping[str, Any] | Outline
) -> list[Finding]:
    """The serious faults of an outline, each with its place."""
    return [
        Finding(
            number=number,
            name=name,
            message=_message_of(fault),
            lon=None if np.isnan(fault.lon) else round(fault.lon, DECIMALS),
            lat=None if np.isnan(fault.lat) else round(fault.lat, DECIMALS),
        )
        for fault in shapes.faults(geometry)
        if fault.is_serious
    ]


def rounded(outline: Outline, system: System = "wgs84") -> Outline:
    """An outline as it is stored: CGCS2000, seven decimals, no heights, nothing counted twice."""

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = to_wgs84(points[:, 0], points[:, 1], system)
        places: NDArray[np.float64] = np.column_stack([lon, lat])
        return np.round(places, DECIMALS)

    stored = shapely.transform(shapely.force_2d(outline), moved)
    return stored if stored.is_valid else shapes.repaired(stored)


def _features(content: bytes) -> list[Mapping[str, Any]]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError(_("The file is not in UTF-8, as GeoJSON has to be.")) from None
    except json.JSONDecodeError as error:
        raise ValueError(
            _("This is not a GeoJSON file: line %(line)s cannot be read.") % {"line": error.lineno}
        ) from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise ValueError(_("The file holds no areas: a GeoJSON FeatureCollection is needed."))
    return [feature if isinstance(feature, dict) else {} for feature in features]


def _row(
    number: int, feature: Mapping[str, Any], columns: Columns
) -> tuple[AreaRow | None, list[Finding]]:
    properties = feature.get("properties") or {}
    name = _text(properties, columns.name_zh) or _text(properties, columns.name_en)
    wrong = []
    if not name:
        wrong.append(Finding(number=number, name="", message=_("The name is missing.")))
    geometry = feature.get("geometry")
    if geometry:
        wrong += outline_findings(number, name, geometry)
    if wrong:
        return None, wrong
    kind = _text(properties, columns.kind)
    return (
        AreaRow(
            number=number,
            code=_text(properties, columns.code),
            parent_code=_text(properties, columns.parent_code) or columns.fixed_parent,
            name_zh=name,
            name_en=_text(properties, columns.name_en),
            kind=kind if kind in dict(KINDS) else "general",
            boundary=rounded(cast(Outline, shapely.geometry.shape(geometry)), columns.system)
            if geometry
            else None,
        ),
        [],
    )


def _text(properties: Mapping[str, Any], column: str) -> str:
    value = properties.get(column)
    return "" if value is None else str(value).strip()


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
