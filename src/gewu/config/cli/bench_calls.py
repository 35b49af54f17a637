"""`gewu bench calls`: single calls a second over HTTP, with two page processes."""

import asyncio
import json
import os
from typing import Annotated, Any

import typer

from gewu.config.benches.calls import Caller
from gewu.config.benches.lifecycle import run_program, served_town

KINDS = ("create", "list", "ticket", "status")


def run(
    stored: Annotated[int, typer.Option(min=0, help="Tickets in the database before.")] = 10_000,
    seconds: Annotated[float, typer.Option(min=1, help="How long to press each call.")] = 12,
    clients: Annotated[int, typer.Option(min=1, help="Machines at the same time.")] = 6,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Create, list of 50 with filters, one ticket, one change of state."""
    with served_town(f"gewu_bench_{os.getpid()}", stored=stored) as served:
        caller = Caller(served.address, served.keys)
        asked = run_program(["gewu.config.benches.statements", json.dumps(served.keys)], served.env)
        counts: dict[str, int] = json.loads(asked)
        for kind in KINDS:  # warm
            asyncio.run(caller.run(kind, clients=clients, seconds=3, most=60))
        figures: dict[str, Any] = {}
        for kind in KINDS:
            measured, took = asyncio.run(caller.run(kind, clients=clients, seconds=seconds))
            figures[kind] = measured.figures(took, counts[kind])
    typer.echo(json.dumps(figures) if as_json else json.dumps(figures, indent=2))
