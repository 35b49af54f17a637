"""`gewu bench people`: a county's people brought in, looked for and sealed anew."""

import json
import os
from typing import Annotated

import typer

from gewu.config.benches.lifecycle import fresh_database, run_program
from gewu.config.env import CHECKOUT
from gewu.kernel.postgres import Cluster

MOST_SECONDS = 180.0
MOST_SEARCH_MS = 20.0


def run(
    households: Annotated[int, typer.Option(min=1, help="How many households.")] = 200_000,
    faulty: Annotated[
        float, typer.Option(min=0, max=1, help="First a file with so many faulty rows.")
    ] = 0.0,
) -> None:
    """In a database of its own; prints JSON, fails when a promise is not kept."""
    with fresh_database(f"gewu_people_{os.getpid()}", Cluster(CHECKOUT)) as owner:
        program = ["gewu.config.benches.people", str(households), str(faulty)]
        figures = json.loads(run_program(program, owner))
    typer.echo(json.dumps(figures, indent=2))
    exact = [key for key in figures if key.startswith("search_") and "list" not in key]
    slow = [key for key in exact if figures[key] > MOST_SEARCH_MS]
    if figures["import_s"] > MOST_SECONDS or slow or figures["left_under_old_keys"]:
        raise typer.Exit(1)
