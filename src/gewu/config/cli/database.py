"""`gewu database`: the PostgreSQL of this checkout."""

import os
import subprocess
import sys

import typer

from gewu.config.env import CHECKOUT, EnvError
from gewu.kernel.postgres import Cluster

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command()
def start() -> None:
    """Create it if there is none, start it if it does not run."""
    cluster = Cluster(CHECKOUT)
    cluster.start()
    cluster.ensure_database()
    typer.echo("The database runs.")


@app.command()
def stop() -> None:
    """Stop it; its data stays."""
    Cluster(CHECKOUT).stop()
    typer.echo("The database is stopped.")


@app.command()
def status() -> None:
    """Print “running” or “stopped”."""
    typer.echo("running" if Cluster(CHECKOUT).is_running() else "stopped")


@app.command()
def prepare() -> None:
    """Create it and bring it up to date; leave it running or stopped as it was."""
    cluster = Cluster(CHECKOUT)
    was_running = cluster.is_running()
    try:
        start()
        bring_up_to_date()
    finally:
        if not was_running:
            cluster.stop()


def bring_up_to_date() -> None:
    """Migrate in a process of its own, as the owner."""
    done = subprocess.run(
        [sys.executable, "-m", "gewu.config.cli", "migrate"],
        env={**os.environ, "GEWU_DB_ROLE": "owner"},  # only the owner may make tables
        check=False,
    )
    if done.returncode != 0:
        raise EnvError("The database could not be brought up to date; the lines above say why.")
