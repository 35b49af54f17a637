"""`gewu serve`: everything a running installation needs, until Ctrl-C."""

import os
from typing import Annotated

import typer

from gewu.config import env, stack

app = typer.Typer(add_completion=False)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="Port of the pages; live updates: +1.")] = None,
    workers: Annotated[int, typer.Option(help="Processes that answer pages.")] = 2,
    threads: Annotated[int, typer.Option(help="Requests one process answers at a time.")] = 4,
    reload: Annotated[
        bool, typer.Option(help="For development: pages follow the sources.")
    ] = False,
) -> None:
    """Serve pages, API, live updates and jobs; start again what dies; stop all on Ctrl-C."""
    if port is not None:
        os.environ["GEWU_PORT"] = str(port)
        os.environ["GEWU_LIVE_PORT"] = str(port + 1)
    known = env.read()
    typer.echo(f"Starting on http://{host}:{known.port} …")
    stack.serve(
        known,
        host=host,
        workers=workers,
        threads=threads,
        reload=reload,
        on_ready=lambda: typer.echo(f"Ready: http://{known.hosts[0]}:{known.port}"),
    )
