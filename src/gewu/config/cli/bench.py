"""`gewu bench`: what is measured, one command each; `bench/README.md` keeps the figures."""

import typer

from gewu.config.cli import (
    bench_areas,
    bench_burst,
    bench_calls,
    bench_imports,
    bench_lifecycle,
    bench_locate,
    bench_map,
    bench_people,
    bench_posters,
    bench_queue,
    bench_roster,
)

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command("areas")(bench_areas.run)
app.command("burst")(bench_burst.run)
app.command("calls")(bench_calls.run)
app.command("imports")(bench_imports.run)
app.command("lifecycle")(bench_lifecycle.run)
app.command("locate")(bench_locate.run)
app.command("map")(bench_map.run)
app.command("people")(bench_people.run)
app.command("posters")(bench_posters.run)
app.command("queue")(bench_queue.run)
app.command("roster")(bench_roster.run)


@app.callback()
def bench() -> None:
    """Measure, and print JSON."""
