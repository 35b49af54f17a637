"""`gewu bench imports`: real files through the front door, into a database of their own."""

import json
import os
import time
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import psycopg
import typer

from gewu.config.benches.lifecycle import fresh_database, run_program
from gewu.config.cli.evaluate_locate import read_outlines, same_name
from gewu.config.env import CHECKOUT
from gewu.kernel.postgres import Cluster
from gewu.kernel.tables import Row, read_table
from gewu.methods.locate import NOWHERE, PolygonIndex

CLI = "gewu.config.cli"
OUTLINES = "la311/nc_boundaries_2018.geojson"
REQUESTS = "la311/la311_20220919_22.csv.gz"
MESSAGES = "taidi_c/train.csv.gz"
COUNTY = ["--level", "grid", "--county-name", "Los Angeles", "--zone", "America/Los_Angeles"]
MOST_SECONDS = 60.0
LEAST_AGREEMENT = 0.945
LANDED = """
    SELECT t.source_id, coalesce(a.name_zh, '') FROM tickets_ticket AS t
    LEFT JOIN territory_area AS a ON a.id = t.area_id WHERE t.source_system = 'la311'
"""


def run(
    data: Annotated[Path, typer.Option(help="Folder with la311/ and taidi_c/.")],
) -> None:
    """Import 99 outlines, 15,000 requests and 7,368 messages; fails when a promise is not kept."""
    with fresh_database(f"gewu_imports_{os.getpid()}", Cluster(CHECKOUT)) as owner:
        figures = _measured(data, owner)
    typer.echo(json.dumps(figures))
    if broken := _broken(figures):
        typer.echo(f"Not as promised: {', '.join(broken)}.", err=True)
        raise typer.Exit(1)


def _measured(data: Path, owner: dict[str, str]) -> dict[str, Any]:
    requests, messages = data / REQUESTS, data / MESSAGES
    run_program([CLI, "migrate"], owner)
    outlines = ["import", "areas", str(data / OUTLINES), "--name-property", "Name", *COUNTY]
    run_program([CLI, *outlines, "--accept-overlaps"], owner)
    seconds = [_import(requests, "la311", owner), _import(messages, "taidi", owner)]
    again = _import(requests, "la311", owner)
    with psycopg.connect(owner["DATABASE_URL"]) as connection:
        landed: dict[str, str] = dict(connection.execute(LANDED).fetchall())
        counts = connection.execute(
            "SELECT source_system, count(*) FROM tickets_ticket GROUP BY source_system"
        )
        imported: dict[str, int] = dict(counts.fetchall())
    rows = list(read_table(requests).rows)
    return {
        "requests": imported.get("la311", 0),
        "requests_in_file": len(rows),
        "seconds": round(seconds[0], 1),
        "agreement": round(_agreed(rows, landed) / len(rows), 4),
        "not_as_the_outlines_say": _misplaced(data / OUTLINES, rows, landed),
        "messages": imported.get("taidi_c", 0),
        "messages_in_file": sum(1 for _row in read_table(messages).rows),
        "seconds_of_messages": round(seconds[1], 1),
        "seconds_of_a_repeat": round(again, 1),
    }


def _import(file: Path, mapping: str, owner: dict[str, str]) -> float:
    """Seconds of the whole command, from its start to its end."""
    start = time.perf_counter()
    run_program([CLI, "import", "tickets", str(file), "--mapping", mapping], owner)
    return time.perf_counter() - start


def _agreed(rows: list[Row], landed: dict[str, str]) -> int:
    """How many landed in the area that the source itself named."""
    return sum(same_name(landed.get(row["requestId"], ""), row["councilName"]) for row in rows)


def _misplaced(outlines: Path, rows: list[Row], landed: dict[str, str]) -> int:
    """How many lie in another area than the smallest outline around their point."""
    names, polygons = read_outlines(outlines, "Name")
    lons, lats = (np.array([float(row[key]) for row in rows]) for key in ("longitude", "latitude"))
    found = PolygonIndex(polygons).find_many(lons, lats)
    expected = ["" if place == NOWHERE else names[place] for place in found]
    return sum(
        not same_name(landed.get(row["requestId"], "?"), name)
        for row, name in zip(rows, expected, strict=True)
    )


def _broken(figures: dict[str, Any]) -> list[str]:
    promises = {
        "every request landed": figures["requests"] == figures["requests_in_file"],
        "every message landed": figures["messages"] == figures["messages_in_file"],
        "every request lies where the outlines say": not figures["not_as_the_outlines_say"],
        f"at most {MOST_SECONDS:.0f} seconds": figures["seconds"] <= MOST_SECONDS,
        f"agreement of {LEAST_AGREEMENT} at least": figures["agreement"] >= LEAST_AGREEMENT,
    }
    return [promise for promise, kept in promises.items() if not kept]
