"""`gewu worker`: delivers events and runs jobs."""

import typer
from procrastinate.contrib.django import app as jobs

app = typer.Typer(add_completion=False)


@app.command()
def worker() -> None:
    """Run until told to stop."""
    jobs.run_worker(concurrency=2, install_signal_handlers=True)
