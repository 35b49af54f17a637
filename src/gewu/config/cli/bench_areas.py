"""`gewu bench areas`: real code lists, and a county of many drawn grids, into a database of their own."""

import json
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, NamedTuple

import typer

from gewu.config.benches.lifecycle import fresh_database, run_program
from gewu.config.env import CHECKOUT
from gewu.kernel.postgres import Cluster
from gewu.kernel.tables import read_table

CLI = "gewu.config.cli"
LISTS = ("jining_areas.csv", "jining_streets.csv", "jining_villages.csv")
MOST_SECONDS = 30.0
CORNERS_A_SIDE = 5
SIDE = 20  # grids along one side of a community
COUNTY, TOWNS = "370899", 10


def run(
    data: Annotated[Path, typer.Option(help="Folder with geo/ and its lists of Jining.")],
    polygons: Annotated[int, typer.Option(help="Drawn grids besides; 0 leaves them out.")] = 60_000,
) -> None:
    """Import every county of the lists, each into an empty database, and one of many polygons."""
    figures: dict[str, Any] = {}
    lists = [str(data / "geo" / name) for name in LISTS]
    codes = [row["code"] for row in read_table(lists[0]).rows]
    runs = [_imported([*lists, "--county", code]) for code in codes]
    figures |= {"counties": len(codes), "areas": sum(run.added for run in runs) + len(codes)}
    figures["seconds"] = round(sum(run.seconds for run in runs), 1)
    figures["seconds_with_starting"] = round(sum(run.whole for run in runs), 1)
    if polygons:
        with TemporaryDirectory() as folder:
            file = Path(folder, "grids.geojson")
            file.write_text(json.dumps(drawn_county(polygons)), encoding="utf-8")
            figures["polygons"] = polygons
            figures["megabytes"] = round(file.stat().st_size / 1e6, 1)
            figures["seconds_of_polygons"] = round(_imported([str(file)]).whole, 1)
    typer.echo(json.dumps(figures))
    if figures["seconds"] > MOST_SECONDS:
        typer.echo(f"Not as promised: at most {MOST_SECONDS:.0f} seconds.", err=True)
        raise typer.Exit(1)


class Run(NamedTuple):
    """What an import said of itself, and how long the whole command took with its start."""

    added: int
    seconds: float
    whole: float


def _imported(words: list[str]) -> Run:
    """The command in an empty database."""
    with fresh_database(f"gewu_areas_{os.getpid()}", Cluster(CHECKOUT)) as owner:
        run_program([CLI, "migrate"], owner)
        start = time.perf_counter()
        said = run_program([CLI, "import", "areas", *words], owner)
        whole = time.perf_counter() - start
    added, seconds = said.split()[0], said.split()[-2]
    return Run(int(added), float(seconds), whole)


def drawn_county(count: int) -> dict[str, Any]:
    """A county of towns, communities and so many grids side by side, each with 20 corners."""
    communities = -(-count // SIDE**2)
    across = -(-communities // TOWNS)
    features = [_feature(COUNTY, "", "测区", None)]
    for town in range(TOWNS):
        code = f"{COUNTY}{100 + town}"
        features.append(_feature(code, COUNTY, f"镇{town}", None))
        for place in range(across):
            community = f"{code}{place + 1:03}"
            box = (116 + place * 0.02, 35 + town * 0.02, 0.02)
            features.append(_feature(community, code, f"社区{place}", _ring(*box)))
            for number in range(SIDE**2):
                side = 0.02 / SIDE
                west, south = box[0] + number % SIDE * side, box[1] + number // SIDE * side
                name = f"网格{number + 1}"
                grid = f"{community}{number + 1:03}"
                features.append(_feature(grid, community, name, _ring(west, south, side)))
    return {"type": "FeatureCollection", "features": features[: 1 + TOWNS + communities + count]}


def _ring(west: float, south: float, side: float) -> list[list[float]]:
    steps = [side * step / CORNERS_A_SIDE for step in range(CORNERS_A_SIDE)]
    ring = [
        *([west + step, south] for step in steps),
        *([west + side, south + step] for step in steps),
        *([west + side - step, south + side] for step in steps),
        *([west, south + side - step] for step in steps),
    ]
    return [[round(lon, 7), round(lat, 7)] for lon, lat in (*ring, ring[0])]


def _feature(code: str, parent: str, name: str, ring: list[list[float]] | None) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, "parent_code": parent, "name_zh": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]} if ring else None,
    }
