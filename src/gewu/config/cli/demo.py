"""`gewu demo`: the demo town."""

import importlib
import json
import sys
from enum import StrEnum
from typing import Annotated

import django
import typer

from gewu.config import demo, env

app = typer.Typer(add_completion=False, no_args_is_help=True)


class Scale(StrEnum):
    """How large the demo is."""

    TOWN = "town"
    DISTRICT = "district"


@app.command()
def run(
    port: Annotated[int, typer.Option(min=1, max=65534, help="Port of the pages.")] = 8000,
    fresh: Annotated[bool, typer.Option(help="Begin with an empty database.")] = False,
    scale: Annotated[Scale, typer.Option(help="How large it is.")] = Scale.TOWN,
) -> None:
    """Start database, pages, live updates and worker with the demo's data; Ctrl-C stops all."""
    demo.run(port=port, fresh=fresh, scale=scale.value, say=_say)


@app.command()
def load(
    scale: Annotated[Scale, typer.Option(help="How large it is.")] = Scale.TOWN,
    seed: Annotated[int, typer.Option(min=0, help="Another seed invents another place.")] = 1,
) -> None:
    """Fill an empty database with the demo's data."""
    mark = env.read().var / demo.MARK
    django.setup()
    loading = importlib.import_module("gewu.simulation.load")
    loaded = loading.load(scale=scale.value, seed=seed, say=_say)
    if loaded is None:
        _say("There is a county in this database already; nothing was changed.")
        return
    mark.write_text(json.dumps({"scale": scale.value, "people": loaded.people}))
    _say(f"Loaded {loaded.tickets} tickets; sign-ins: see {mark.name}")


def _say(words: str) -> None:
    typer.echo(f"· {words}" if words and not words.startswith(" ") else words)
    sys.stdout.flush()
