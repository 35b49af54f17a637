"""`gewu export`: areas, posters and a county's workbook to files."""

import typer

from gewu.config.cli import export_areas, export_county, export_posters

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command("areas")(export_areas.run)
app.command("county")(export_county.run)
app.command("posters")(export_posters.run)


@app.callback()
def exports() -> None:
    """Write data to files."""
