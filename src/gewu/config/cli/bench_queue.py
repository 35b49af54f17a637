"""`gewu bench queue`: server time of the queue page, the ticket page and the search."""

import json
import os
from typing import Annotated

import typer

from gewu.config.benches.lifecycle import run_program, served_town


def run(
    stored: Annotated[int, typer.Option(min=0, help="Tickets in the database.")] = 1_000_000,
    times: Annotated[int, typer.Option(min=5, help="How often each page is asked for.")] = 20,
    both: Annotated[
        bool, typer.Option("--both", help="By turns with and without the second wall.")
    ] = False,
) -> None:
    """Time from the request to the whole page in the process that makes it, database included."""
    asked = [str(times), *(["both"] if both else [])]
    with served_town(f"gewu_bench_{os.getpid()}", stored=stored) as served:
        told = run_program(["gewu.config.benches.pages", *asked], served.env)
    typer.echo(json.dumps({"stored": stored} | json.loads(told)))
