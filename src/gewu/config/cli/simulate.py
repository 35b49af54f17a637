"""`gewu simulate`: a month of a whole town through the real actions, and a checker that looks on."""

import json
import os
import sys
from typing import Annotated

import typer

from gewu.config.benches.lifecycle import fresh_database, run_program
from gewu.config.env import CHECKOUT
from gewu.kernel.postgres import Cluster

app = typer.Typer(add_completion=False)


@app.command()
def simulate(
    days: Annotated[int, typer.Option(min=1, max=365, help="How many days are lived.")] = 30,
    seed: Annotated[int, typer.Option(min=0, help="Another seed lives another month.")] = 1,
    a_day: Annotated[int, typer.Option(min=1, help="Reports on an ordinary day.")] = 20,
) -> None:
    """Live some days in a database of their own; prints JSON, fails when a rule was broken."""
    with fresh_database(f"gewu_month_{os.getpid()}", Cluster(CHECKOUT)) as owner:
        program = ["gewu.config.benches.month", str(days), str(seed), str(a_day)]
        figures = run_program(program, owner)
    typer.echo(figures)
    sys.exit(1 if json.loads(figures)["broken"] else 0)
