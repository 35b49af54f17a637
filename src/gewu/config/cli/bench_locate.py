"""`gewu bench locate`: points per second, against plain shapely in the same run."""

import json
import time
from collections.abc import Callable
from statistics import median
from typing import Annotated, Any

import numpy as np
import shapely
import typer
from numpy.typing import NDArray
from shapely import STRtree

from gewu.methods.locate import NOWHERE, PolygonIndex

CORNERS = 20
SOUTH_WEST = (116.0, 35.0)
# from 0.45 to 0.62 of the distance between two middles: gaps here, overlaps there
RADII = (0.45, 0.17)

Floats = NDArray[np.float64]


def run(
    polygons: Annotated[int, typer.Option(min=1, help="How many areas.")] = 60_000,
    points: Annotated[int, typer.Option(min=1, help="How many points.")] = 1_000_000,
    runs: Annotated[int, typer.Option(min=1, help="Runs of each, by turns.")] = 3,
    seed: Annotated[int, typer.Option(help="Seed of the made-up areas and points.")] = 1,
) -> None:
    """Find the smallest area of many points; print the median of runs taken by turns."""
    random = np.random.default_rng(seed)
    outlines = made_up_areas(polygons, random)
    lons, lats = (low + random.random(points) for low in SOUTH_WEST)
    index, tree, places = (
        PolygonIndex(list(outlines)),
        STRtree(outlines),
        shapely.points(lons, lats),
    )
    ours, raw = [], []
    for _turn in range(runs):
        raw.append(_seconds(lambda: tree.query(places, predicate="intersects")))
        ours.append(_seconds(lambda: index.find_many(lons, lats)))
    (pairs, raw_seconds), (found, seconds) = _median(raw), _median(ours)
    figures = {
        "polygons": polygons,
        "points": points,
        "seconds": round(seconds, 4),
        "points_per_second": round(points / seconds),
        "raw_points_per_second": round(points / raw_seconds),
        "ratio": round(raw_seconds / seconds, 3),
        "same_answers": bool((found == smallest_of(pairs, outlines, points)).all()),
    }
    typer.echo(json.dumps(figures))


def made_up_areas(count: int, random: np.random.Generator) -> NDArray[Any]:
    """Round-about areas in rows and columns over one degree, with gaps and overlaps."""
    side = int(np.ceil(np.sqrt(count)))
    row, column = np.divmod(np.arange(count), side)
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    radius = (RADII[0] + RADII[1] * random.random((count, CORNERS))) / side
    lons = SOUTH_WEST[0] + ((column + 0.5) / side)[:, None] + radius * np.cos(angles)
    lats = SOUTH_WEST[1] + ((row + 0.5) / side)[:, None] + radius * np.sin(angles)
    return np.asarray(shapely.polygons(np.stack([lons, lats], axis=-1)))


def smallest_of(pairs: NDArray[np.int64], outlines: NDArray[Any], points: int) -> NDArray[np.int64]:
    """What the pairs of plain shapely say once overlaps are resolved: the check of our answer."""
    at, polygons = pairs
    largest_first = np.lexsort((-polygons, -shapely.area(outlines)[polygons]))
    found = np.full(points, NOWHERE, dtype=np.int64)
    found[at[largest_first]] = polygons[largest_first]
    return found


def _seconds(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - start


def _median(measured: list[tuple[Any, float]]) -> tuple[Any, float]:
    return measured[0][0], median(seconds for _, seconds in measured)
