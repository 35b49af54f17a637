"""`gewu bench`: what is measured, one command each; `bench/README.md` keeps the figures."""

import typer

from gewu.config.cli import bench_imports, bench_lifecycle, bench_locate

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command("imports")(bench_imports.run)
app.command("lifecycle")(bench_lifecycle.run)
app.command("locate")(bench_locate.run)


@app.callback()
def bench() -> None:
    """Measure, and print JSON."""
