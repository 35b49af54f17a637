"""`gewu migrate`: bring the database up to date."""

import typer

from gewu.config import schema

app = typer.Typer(add_completion=False)


@app.command()
def migrate() -> None:
    """Apply migrations as the owner of the database; two at once wait for each other."""
    schema.migrate(say=lambda words: None)
    typer.echo("The database is up to date.")
