"""`gewu bench lifecycle`: whole life cycles a second through the HTTP interface."""

import asyncio
import json
import os
import time
from typing import Annotated

import typer

from gewu.config.benches.clients import press
from gewu.config.benches.lifecycle import Served, served_town, settings_of
from gewu.kernel.drain import LISTENERS_BEHIND

WARM_UP = 3.0
PATIENCE = 120.0


def run(
    stored: Annotated[int, typer.Option(min=0, help="Tickets in the database before.")] = 0,
    seconds: Annotated[float, typer.Option(min=1, help="How long to press.")] = 30,
    clients: Annotated[int, typer.Option(min=1, help="Machines at the same time.")] = 8,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Create, sign, handle, close: four calls each, on a served stack with a safe database."""
    with served_town(f"gewu_bench_{os.getpid()}", stored=stored) as served:
        asyncio.run(press(served.address, served.keys, clients=clients, seconds=WARM_UP))
        tally, took = asyncio.run(
            press(served.address, served.keys, clients=clients, seconds=seconds, seed=1_000)
        )
        figures = {
            "stored": stored,
            "clients": clients,
            **tally.figures(took),
            "journal_drained_after_s": _drained(served),
            "database": settings_of(served),
        }
    typer.echo(json.dumps(figures) if as_json else _told(figures))


def _drained(served: Served) -> float | None:
    """Seconds until the listeners have heard all that happened; None if they never do."""
    begun = time.monotonic()
    while served.ask(LISTENERS_BEHIND):
        if time.monotonic() - begun > PATIENCE:
            return None
        time.sleep(0.1)
    return round(time.monotonic() - begun, 1)


def _told(figures: dict[str, object]) -> str:
    return json.dumps(figures, indent=2)
