"""`gewu evaluate`: how often a method agrees with what is known to be true."""

import typer

from gewu.config.cli import evaluate_locate, evaluate_partition, evaluate_routes

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command("locate")(evaluate_locate.run)
app.command("partition")(evaluate_partition.run)
app.command("routes")(evaluate_routes.run)


@app.callback()
def evaluate() -> None:
    """Compare with the truth, and print JSON."""
