"""`gewu bench burst`: five times what it can do, for minutes, and how it comes out of it."""

import asyncio
import json
import os
from typing import Annotated, Any

import typer

from gewu.config.benches.bursts import offer
from gewu.config.benches.clients import press
from gewu.config.benches.lifecycle import Served, served_town

CALM = 20.0


def run(
    stored: Annotated[int, typer.Option(min=0, help="Tickets in the database before.")] = 0,
    seconds: Annotated[float, typer.Option(min=5, help="How long the burst lasts.")] = 300,
    times: Annotated[float, typer.Option(min=1, help="How many times the sustained rate.")] = 5,
) -> None:
    """Open-loop: life cycles begin at their times, whether or not earlier ones were answered."""
    with served_town(f"gewu_bench_{os.getpid()}", stored=stored) as served:
        asyncio.run(press(served.address, served.keys, clients=8, seconds=5))
        before, took = asyncio.run(press(served.address, served.keys, clients=8, seconds=CALM))
        rate = before.lives / took
        burst = asyncio.run(offer(served.address, served.keys, rate * times, seconds))
        after, took_after = asyncio.run(
            press(served.address, served.keys, clients=8, seconds=CALM, seed=77)
        )
        figures = {
            "stored": stored,
            "sustained_per_second": round(rate, 1),
            "offered_per_second": round(rate * times, 1),
            **burst.figures(seconds),
            "accepted_share_of_sustained": round(burst.lives / seconds / rate, 2),
            "lost": _lost(served, burst.created),
            "before": before.figures(took)["calls"],
            "after": after.figures(took_after)["calls"],
        }
    typer.echo(json.dumps(figures))


def _lost(served: Served, created: list[str]) -> int:
    """Acknowledged tickets that are not in the database."""
    kept = {str(pk) for (pk,) in served.ask("SELECT id FROM tickets_ticket")}
    missing: list[Any] = [pk for pk in created if pk not in kept]
    return len(missing)
