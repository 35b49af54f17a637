"""`gewu import`: tickets and areas from files, all of a file or nothing."""

import typer

from gewu.config.cli import import_areas, import_tickets

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command("tickets")(import_tickets.run)
app.command("areas")(import_areas.run)


@app.callback()
def imports() -> None:
    """Bring data in from files; a repeat adds nothing twice."""
