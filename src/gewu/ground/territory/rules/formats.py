"""Files of areas in every format that is taken: what they are is seen from what they hold.

GeoJSON is read as it stands, so that an open ring can be told; GeoPackage, Shapefile, KML and
FlatGeobuf by GDAL, from a folder that holds nothing else of the file; tables by `kernel.tables`.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyogrio
import shapely
from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal
from gewu.kernel.tables import read_table

GPKG, FGB, ZIP, XLS = b"SQLite format 3\0", b"fgb\x03", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
PARTS_OF_SHP = (".shp", ".shx", ".dbf", ".prj", ".cpg")
MAX_UNPACKED = 500_000_000
EXACT = 2.0**53  # whole numbers above it are rounded in a column of numbers

Geometry = Mapping[str, Any] | shapely.Geometry
# The number of the row, what stands in its columns, its outline, what is wrong with it at once.
Feature = tuple[int, Mapping[str, Any], Geometry | None, str]

# What the zip library says of a broken, a locked (RuntimeError) or a strangely packed archive.
BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError)


class Unreadable(ValueError):
    """A file that cannot be read, and why, in words."""


@dataclass(frozen=True)
class Drawing:
    """What a file holds: columns in their order, features, and the system that it names."""

    columns: tuple[str, ...]
    features: list[Feature]
    crs: str = ""


def read_drawing(content: bytes) -> Drawing:
    """The areas of a file of any kind."""
    if content.startswith(GPKG):
        return _by_gdal({"areas.gpkg": content})
    if content.startswith(FGB[:3]):
        return _by_gdal({"areas.fgb": content})
    if content.startswith(ZIP):
        return _unpacked(content)
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[")):
        return _geojson(content)
    if text.startswith(b"<") and b"<kml" in text[:2000]:
        return _by_gdal({"areas.kml": content})
    return _table(content)


def _geojson(content: bytes) -> Drawing:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable(_("The file is not in UTF-8, as GeoJSON has to be.")) from None
    except json.JSONDecodeError as error:
        raise Unreadable(
            _("This is not a GeoJSON file: line %(line)s cannot be read.") % {"line": error.lineno}
        ) from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise Unreadable(_("The file holds no areas: a GeoJSON FeatureCollection is needed."))
    found: list[Feature] = [
        (number, *_parts(feature), "") for number, feature in enumerate(features, start=1)
    ]
    return Drawing(_columns(found), found, _crs_member(data))


def _parts(feature: Any) -> tuple[Mapping[str, Any], Geometry | None]:
    if not isinstance(feature, dict):
        return {}, None
    held = feature.get("properties")
    return held if isinstance(held, dict) else {}, feature.get("geometry") or None


def _crs_member(data: Mapping[str, Any]) -> str:
    """The `crs` of the older GeoJSON, which Chinese tools still write."""
    try:
        return str(data["crs"]["properties"]["name"])
    except (KeyError, TypeError):
        return ""


def _unpacked(content: bytes) -> Drawing:
    """A packed Shapefile, a KMZ, or else a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(each.file_size for each in members) > MAX_UNPACKED:
                raise Unreadable(_("This file is too large when unpacked."))
            shapes = [each for each in members if each.filename.lower().endswith(".shp")]
            if shapes:
                return _by_gdal(_shapefiles(archive, [each.filename[:-4] for each in shapes]))
            kml = [each for each in members if each.filename.lower().endswith(".kml")]
            if kml:
                return _by_gdal({"areas.kml": archive.read(kml[0])})
    except BROKEN:
        raise Unreadable(_("This packed file is damaged. Pack it again.")) from None
    return _table(content)


def _shapefiles(archive: zipfile.ZipFile, stems: list[str]) -> dict[str, bytes]:
    """The parts of each Shapefile under plain names."""
    files = {}
    for member in archive.namelist():
        stem, suffix = member[:-4], member[-4:].lower()
        if stem in stems and suffix in PARTS_OF_SHP:
            files[f"areas{stems.index(stem)}{suffix}"] = archive.read(member)
    return files


def _by_gdal(files: Mapping[str, bytes]) -> Drawing:
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        readable = sorted(name for name in files if Path(name).suffix not in PARTS_OF_SHP[1:])
        try:
            layers = [
                (Path(folder, name), layer)
                for name in readable
                for layer, kind in pyogrio.list_layers(Path(folder, name))
                if kind is not None
            ]
            found: list[Feature] = []
            crs = ""
            for path, layer in layers:
                crs = _read_layer(path, layer, _encoding(path, files), found) or crs
        except (
            pyogrio.errors.DataSourceError,
            pyogrio.errors.DataLayerError,
            ValueError,
            RuntimeError,
        ) as error:
            raise Unreadable(
                _("The file is damaged or incomplete: %(reason)s")
                % {"reason": _said(error, folder)}
            ) from None
    if not found:
        raise Unreadable(_("The file holds no areas."))
    return Drawing(_columns(found), found, crs)


def _read_layer(path: Path, layer: str, encoding: str | None, found: list[Feature]) -> str:
    """Add the features of a layer; answers the system that it names."""
    meta, _ids, outlines, columns = pyogrio.raw.read(path, layer=layer, encoding=encoding)
    names = [str(name) for name in meta["fields"]]
    shapes = shapely.from_wkb(outlines, on_invalid="ignore")
    for place, shape in enumerate(shapes):
        held = {name: _text(column[place]) for name, column in zip(names, columns, strict=True)}
        found.append((len(found) + 1, held, shape, ""))
    return str(meta["crs"] or "")


def _encoding(path: Path, files: Mapping[str, bytes]) -> str | None:
    """Of a Shapefile without .cpg: UTF-8 if its table can be read so, else GBK as usual here."""
    table = files.get(path.with_suffix(".dbf").name)
    if table is None or path.with_suffix(".cpg").name in files:
        return None
    try:
        table[32 + 32 :].decode("utf-8")
    except UnicodeDecodeError:
        return "GBK"
    return "UTF-8"


def _text(value: Any) -> str:
    """What stands in a cell, as text; a whole number without a point."""
    if value is None or value != value:  # not a number, not a time
        return ""
    if isinstance(value, np.datetime64):
        return str(value.astype("M8[D]"))
    if isinstance(value, float | np.floating):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) <= EXACT else str(number)
    return str(value).strip()


def _table(content: bytes) -> Drawing:
    """A table of codes and names, without outlines."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "areas")
        path.write_bytes(content)
        try:
            table = read_table(path)
            found: list[Feature] = [(row.line, row.cells, None, row.ragged) for row in table.rows]
        except Refusal as refusal:
            raise Unreadable(str(refusal)) from None
    if not found:
        raise Unreadable(_("The file holds no areas."))
    return Drawing(table.columns, found)


def _columns(found: list[Feature]) -> tuple[str, ...]:
    """The columns in which anything stands, in the order of the file."""
    return tuple(dict.fromkeys(_filled(found)))


def _filled(found: list[Feature]) -> Iterator[str]:
    for _number, held, _geometry, _wrong in found:
        yield from (str(name) for name, value in held.items() if value not in (None, ""))


def _said(error: Exception, folder: str) -> str:
    return str(error).replace(folder, "").strip("/")[:160]
