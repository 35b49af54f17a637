"""`gewu bench map`: a county of many drawn grids on a map in a real browser."""

import json
import os
from typing import Annotated, Any

import typer

from gewu.config.benches.lifecycle import filled_by, run_program, served_with
from gewu.config.env import CHECKOUT
from gewu.kernel.postgres import Cluster

FEWEST_FRAMES, MOST_SECONDS = 20.0, 1.5


def run(
    areas: Annotated[int, typer.Option(help="Drawn grids in the county.")] = 60_000,
) -> None:
    """First paint, frames a second while the map moves, and the time of a tile."""
    name, cluster = f"gewu_map_{os.getpid()}", Cluster(CHECKOUT)
    program = ["gewu.config.benches.drawn", str(areas)]
    with served_with(name, lambda: filled_by(program, name, cluster), cluster) as served:
        eyes = ["gewu.config.benches.eyes", served.address, served.keys["session"]]
        figures: dict[str, Any] = {"areas": areas, **json.loads(run_program(eyes, served.env))}
    typer.echo(json.dumps(figures))
    if (
        figures["frames_per_s_median"] < FEWEST_FRAMES
        or figures["first_paint_cold_s"] > MOST_SECONDS
    ):
        typer.echo("Not as promised: 20 frames a second, first paint in 1.5 seconds.", err=True)
        raise typer.Exit(1)
