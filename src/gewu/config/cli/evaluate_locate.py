"""`gewu evaluate locate`: points whose area is known, found again from the outlines."""

import json
import math
import time
import unicodedata
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import shapely
import typer
from numpy.typing import NDArray
from shapely.geometry import shape

from gewu.kernel.acting import Refusal
from gewu.kernel.tables import Row, read_table
from gewu.methods.locate import NOWHERE, PolygonIndex
from gewu.methods.shapes import Outline, repaired

Floats = NDArray[np.float64]


def run(
    areas: Annotated[Path, typer.Option(help="GeoJSON with the outlines.")],
    name_property: Annotated[str, typer.Option(help="Property that names an area.")],
    points: Annotated[Path, typer.Option(help="CSV, TSV or XLSX with the points.")],
    lon: Annotated[str, typer.Option(help="Column of the longitude.")],
    lat: Annotated[str, typer.Option(help="Column of the latitude.")],
    truth_column: Annotated[str, typer.Option(help="Column with the name of the true area.")],
) -> None:
    """Locate every point and compare the area's name with the one that stands in its row.

    Names agree when their letters and digits do: case, spaces and punctuation are left aside.
    """
    names, outlines = read_outlines(areas, name_property)
    table = read_table(points)
    table.need(lon, lat, truth_column)
    rows = list(table.rows)
    lons, lats = _column(rows, lon), _column(rows, lat)
    index = PolygonIndex(outlines)
    start = time.perf_counter()
    found = index.find_many(lons, lats)
    seconds = max(time.perf_counter() - start, 1e-9)
    located = ["" if place == NOWHERE else names[place] for place in found]
    agreed = sum(
        same_name(name, row[truth_column]) for name, row in zip(located, rows, strict=True)
    )
    figures = {
        "points": len(rows),
        "agreement": round(agreed / len(rows), 6) if rows else None,
        "points_per_second": round(len(rows) / seconds),
        "outside": int((found == NOWHERE).sum()),
        "in_two": int((index.count_many(lons, lats) > 1).sum()),
        "unreadable": int((~(np.isfinite(lons) & np.isfinite(lats))).sum()),
        "areas": len(names),
    }
    typer.echo(json.dumps(figures))


def read_outlines(path: Path, name_property: str) -> tuple[list[str], list[Outline]]:
    """The names and outlines of a GeoJSON file, crossings mended."""
    features = _features(path)
    known = sorted({name for feature in features for name in feature.get("properties") or {}})
    if name_property not in known:
        raise Refusal(
            f"There is no property {name_property} in {path}. "
            f"The properties are: {', '.join(known) or 'none'}.",
            code="missing_property",
        )
    names: list[str] = []
    outlines: list[Outline] = []
    for number, feature in enumerate(features, start=1):
        try:
            outline: Any = shapely.force_2d(shape(feature["geometry"]))
            outlines.append(outline if outline.is_valid else repaired(outline))
        except (ValueError, TypeError, KeyError, AttributeError, shapely.GEOSException) as error:
            raise Refusal(
                f"Feature {number} of {path} has no usable outline.", code="bad_outline"
            ) from error
        names.append(str((feature.get("properties") or {}).get(name_property) or "").strip())
    return names, outlines


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        features = json.loads(path.read_bytes().decode("utf-8-sig"))["features"]
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.", code="unreadable") from error
    except (ValueError, TypeError, KeyError) as error:
        raise Refusal(f"{path} is not a GeoJSON FeatureCollection.", code="not_geojson") from error
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise Refusal(f"{path} is not a GeoJSON FeatureCollection.", code="not_geojson")
    return features


def same_name(one: str, other: str) -> bool:
    """Whether two names have the same letters and digits."""
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if character.isalnum())


def _column(rows: list[Row], column: str) -> Floats:
    return np.array([_number(row[column]) for row in rows], dtype=np.float64)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
