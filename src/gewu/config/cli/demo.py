"""`gewu demo`: the demo town."""

import json
import os
import subprocess
import sys
from enum import StrEnum
from importlib.util import find_spec
from typing import Annotated

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
) -> None:
    """Fill an empty database with the demo's data."""
    mark = env.read().var / demo.MARK
    if find_spec("gewu.simulation.load"):
        command = [sys.executable, "-m", "gewu.simulation.load", "--scale", scale.value]
        subprocess.run(command, check=True, env=os.environ)
    if not mark.exists():
        mark.write_text(json.dumps({"scale": scale.value, "people": []}))


def _say(words: str) -> None:
    typer.echo(f"· {words}" if words and not words.startswith(" ") else words)
    sys.stdout.flush()
