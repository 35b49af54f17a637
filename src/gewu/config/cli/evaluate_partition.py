"""`gewu evaluate partition`: addresses divided into equal parts, beside what METIS alone would do."""

import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import shapely
import typer
from numpy.typing import NDArray
from shapely.geometry import mapping

from gewu.kernel.acting import Refusal
from gewu.kernel.tables import Row, read_table
from gewu.methods import partition
from gewu.methods.coordinates import detect_swapped, metres_projection
from gewu.methods.partition.graph import LONGEST

Floats = NDArray[np.float64]
Places = dict[str, Floats]

# degrees around the middle of all places within which others are expected
NEAR = 3.0
LIKE_LON, LIKE_LAT = {"lon", "lng", "longitude", "x"}, {"lat", "latitude", "y"}


def run(
    addresses: Annotated[Path, typer.Option(help="CSV, TSV or XLSX with an address in each row.")],
    target: Annotated[int, typer.Option(min=2, help="How many addresses a part is meant to have.")],
    lon: Annotated[str, typer.Option(help="Column of the longitude.")] = "lon",
    lat: Annotated[str, typer.Option(help="Column of the latitude.")] = "lat",
    by: Annotated[str, typer.Option(help="Column of the place; each is divided by itself.")] = (
        "municipality"
    ),
    filled: Annotated[
        str, typer.Option(help="If there is this column, rows in which it is empty are left out.")
    ] = "housenumber",
    plan: Annotated[Path | None, typer.Option(help="Write the outlines here, as GeoJSON.")] = None,
) -> None:
    """Divide the addresses of every place and print the figures of each.

    `imbalance` is how far the largest or smallest part is from the mean, `cut_edges` counts pairs
    of neighbours in different parts, `metis_cut_edges` the same for METIS k-way alone.
    """
    figures: dict[str, dict[str, float]] = {}
    features: list[dict[str, Any]] = []
    for name, degrees in _read(addresses, (lon, lat), by, filled).items():
        try:
            figures[name], graph, parts = _divided(degrees, target)
            if plan:
                features += _drawn(name, graph, degrees, parts)
        except ValueError as error:
            raise Refusal(f"{name} cannot be divided: {error}.", code="not_divisible") from error
    if plan:
        _write(plan, features)
    typer.echo(json.dumps(figures, ensure_ascii=False, indent=1))


def _divided(
    degrees: Floats, target: int
) -> tuple[dict[str, float], partition.Graph, NDArray[np.int64]]:
    """Figures, graph and the part of each address; seconds are those of graph and division."""
    start = time.perf_counter()
    graph = partition.neighbours(degrees[:, 0], degrees[:, 1])
    division = partition.divide(graph, target)
    seconds = time.perf_counter() - start
    alone = partition.plain_metis(graph, division.count)
    figures = {
        "points": len(degrees),
        "places": len(graph),
        "parts": division.count,
        "imbalance": round(partition.imbalance(division.loads), 4),
        "over_mean": round(partition.over_mean(division.loads), 4),
        "broken": division.broken,
        "cut_edges": partition.cut_edges(graph, division.parts),
        "metis_cut_edges": partition.cut_edges(graph, alone),
        "metis_imbalance": round(
            partition.imbalance(np.bincount(alone, graph.weights, minlength=division.count)), 4
        ),
        "walk": round(float(np.nanmean(partition.walks(graph, division.parts, True))), 1),
        "seconds": round(seconds, 3),
    }
    return figures, graph, division.parts[graph.node_of]


# ------------------------------------------------------------------ reading


def _read(path: Path, lon_lat: tuple[str, str], by: str, filled: str) -> Places:
    """The longitudes and latitudes of each place, in the order in which the places appear."""
    lon, lat = lon_lat
    if lon.lower() in LIKE_LAT and lat.lower() in LIKE_LON:
        raise _swapped(f"the longitude is to be read from “{lon}” and the latitude from “{lat}”")
    table = read_table(path)
    table.need(lon, lat, by)
    known = filled in table.columns
    rows = [row for row in table.rows if not known or row[filled]]
    if not rows:
        which = f" in which “{filled}” is filled" if known else ""
        raise Refusal(f"There are no rows{which} in {path}.", code="no_rows")
    degrees = np.array([_place(row, lon, lat) for row in rows])
    _check(degrees, rows)
    found: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        found.setdefault(row[by], []).append(number)
    nameless = found.pop("", [])
    if nameless:
        typer.echo(f"Rows without “{by}” are left out: {len(nameless)}.", err=True)
    if not found:
        raise Refusal(f"There are no rows with “{by}” in {path}.", code="no_rows")
    return {name: degrees[numbers] for name, numbers in found.items()}


def _place(row: Row, lon: str, lat: str) -> tuple[float, float]:
    return _number(row, lon, 180), _number(row, lat, 90)


def _number(row: Row, column: str, most: int) -> float:
    try:
        number = float(row[column])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refusal(
            f"Line {row.line}: “{row[column]}” in column “{column}” is no number.",
            code="no_number",
        )
    if abs(number) > most:
        hint = " Longitude and latitude may be swapped." if abs(number) <= 180 else ""
        raise Refusal(
            f"Line {row.line}: {row[column]} in column “{column}” is not between -{most} and "
            f"{most} degrees.{hint}",
            code="no_degrees",
        )
    return number


def _check(degrees: Floats, rows: list[Row]) -> None:
    """Refuse what lies in China, or with the others, only when it is turned round.

    Places elsewhere that are all turned round cannot be told from places that are right.
    """
    lons, lats = degrees[:, 0], degrees[:, 1]
    turned = int(np.sum(detect_swapped(lons, lats)))
    if turned * 2 > len(degrees):
        raise _swapped(f"{turned} of {len(degrees)} places would lie in China if turned round")
    lon, lat = np.median(degrees, axis=0)
    single = np.flatnonzero(
        detect_swapped(lons, lats, (lon - NEAR, lat - NEAR, lon + NEAR, lat + NEAR))
    )
    if len(single):
        raise _swapped(
            f"the place in line {rows[single[0]].line} would lie with the others if turned round"
        )


def _swapped(why: str) -> Refusal:
    return Refusal(f"Longitude and latitude seem to be swapped: {why}.", code="swapped")


# ------------------------------------------------------------------ drawing


def _drawn(
    name: str, graph: partition.Graph, degrees: Floats, parts: NDArray[np.int64]
) -> Iterator[dict[str, Any]]:
    """A feature for each part, inside of what lies around the edges of the graph."""
    around = _settled(graph, degrees)
    for number, outline in enumerate(partition.outlines(degrees, parts, around), start=1):
        properties = {"name": name, "part": number, "points": int((parts == number - 1).sum())}
        yield {"type": "Feature", "properties": properties, "geometry": mapping(outline)}


def _settled(graph: partition.Graph, degrees: Floats) -> Any:
    """Half the length of the longest edge around every address and every edge, in degrees."""
    plane = metres_projection(graph.meridian)
    edges: Any = shapely.linestrings(graph.places[graph.edges])
    lines = np.append(edges, np.array([shapely.multipoints(graph.places)], dtype=object))
    # one by one and then together: a buffer around all lines at once takes twenty seconds
    round_about = shapely.union_all(shapely.buffer(lines, LONGEST / 2, quad_segs=4))
    return shapely.transform(
        round_about, lambda places: np.column_stack(plane.inverse(places[:, 0], places[:, 1]))
    )


def _write(path: Path, features: list[dict[str, Any]]) -> None:
    collection = {"type": "FeatureCollection", "features": features}
    try:
        path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise Refusal(f"{path} cannot be written: {error.strerror}.", code="unwritable") from error
