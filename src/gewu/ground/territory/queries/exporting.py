"""Areas as a file that GIS programs and spreadsheets open, and that can be imported again."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyogrio
import shapely
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.models import Area
from gewu.ground.territory.queries.tree import boundary_of
from gewu.kernel.tables import write_csv

CGCS2000, WGS84 = "EPSG:4490", "EPSG:4326"
COLUMNS = (
    *("code", "name_zh", "name_en", "level", "kind", "parent_code", "valid_from", "valid_to"),
)
STYLE = Path(__file__).parents[1] / "data" / "areas.qml"
# A Shapefile's columns have ten characters.
SHORT = {"parent_code": "parent"}


@dataclass(frozen=True)
class FileKind:
    """A format: how it is called, how its files end, what GDAL calls it."""

    name: str
    label: str | Promise
    suffix: str
    media: str
    driver: str = ""


FILE_KINDS = {
    kind.name: kind
    for kind in (
        FileKind("geojson", "GeoJSON", ".geojson", "application/geo+json"),
        FileKind("gpkg", "GeoPackage", ".gpkg", "application/geopackage+sqlite3", "GPKG"),
        FileKind("shp", _("Shapefile, packed"), ".zip", "application/zip", "ESRI Shapefile"),
        FileKind("kml", "KML", ".kml", "application/vnd.google-earth.kml+xml", "LIBKML"),
        FileKind("fgb", "FlatGeobuf", ".fgb", "application/flatgeobuf", "FlatGeobuf"),
        FileKind("csv", _("Table of codes, without boundaries"), ".csv", "text/csv; charset=utf-8"),
    )
}


def kind_of_name(name: str) -> FileKind | None:
    """The format that a file's name asks for."""
    suffix = Path(name).suffix.lower()
    return next((kind for kind in FILE_KINDS.values() if kind.suffix == suffix), None)


def as_file(areas: QuerySet[Area], kind: FileKind) -> bytes:
    """The areas from the top down, drawn or not, with codes, names, parents and days."""
    found = list(areas.select_related("current", "parent").order_by("level", "code"))
    rows = [_row(area) for area in found]
    if kind.name == "csv":
        text = io.StringIO(newline="")
        write_csv(text, COLUMNS, ([row[name] for name in COLUMNS] for row in rows))
        return text.getvalue().encode()
    outlines = [boundary_of(area.current) for area in found]
    if kind.name == "geojson":
        return _geojson(found, rows, outlines)
    return _by_gdal(kind, rows, outlines)


def _row(area: Area) -> dict[str, str]:
    valid = area.current.valid if area.current else None
    last = valid.upper - timedelta(days=1) if valid and valid.upper else None
    return {
        "code": area.code,
        "name_zh": area.name_zh,
        "name_en": area.name_en,
        "level": area.level_name,
        "kind": area.kind,
        "parent_code": area.parent.code if area.parent else "",
        "valid_from": valid.lower.isoformat() if valid else "",
        "valid_to": last.isoformat() if last else "",
    }


def _geojson(
    areas: Sequence[Area], rows: Sequence[dict[str, str]], outlines: Sequence[Any]
) -> bytes:
    features = [
        {
            "type": "Feature",
            "id": str(area.pk),
            "properties": row,
            "geometry": shapely.geometry.mapping(outline) if outline else None,
        }
        for area, row, outline in zip(areas, rows, outlines, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _by_gdal(kind: FileKind, rows: Sequence[dict[str, str]], outlines: Sequence[Any]) -> bytes:
    names = [SHORT.get(name, name) if kind.name == "shp" else name for name in COLUMNS]
    columns = [np.array([row[name] for row in rows], dtype=object) for name in COLUMNS]
    if kind.name == "kml":  # what a globe writes beside the outline
        names, columns = ["Name", *names], [columns[1], *columns]
    shapes = [shapely.multipolygons(shapely.get_parts(each)) if each else None for each in outlines]
    with TemporaryDirectory() as folder:
        name = "areas.shp" if kind.name == "shp" else f"areas{kind.suffix}"
        path = Path(folder, name)
        pyogrio.raw.write(
            path,
            geometry=shapely.to_wkb(np.array(shapes, dtype=object)),
            field_data=columns,
            fields=names,
            geometry_type="MultiPolygon",
            crs=WGS84 if kind.name == "kml" else CGCS2000,
            driver=kind.driver,
            layer="areas",
            encoding="UTF-8",
            promote_to_multi=True,
            # its index takes no area that nobody has drawn
            **({"SPATIAL_INDEX": "NO"} if kind.name == "fgb" else {}),
        )
        return _packed(folder) if kind.name == "shp" else path.read_bytes()


def _packed(folder: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(Path(folder).iterdir()):
            archive.write(part, part.name)
        archive.write(STYLE, STYLE.name)  # QGIS takes the style of the same name by itself
    return packed.getvalue()
