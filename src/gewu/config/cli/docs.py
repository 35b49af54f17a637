"""`gewu docs`: write docs/generated from the code."""

import typer

from gewu.config.documents import FOLDER, drawn
from gewu.config.env import CHECKOUT

app = typer.Typer(add_completion=False)


@app.command()
def docs() -> None:
    """Draw state diagrams, events, hooks, roles and commands."""
    folder = CHECKOUT / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in drawn().items():
        (folder / name).write_text(text, encoding="utf-8")
    typer.echo(f"{len(drawn())} documents in {FOLDER}.")
