"""`gewu messages`: compile the translations and say which are missing."""

from typing import Annotated

import typer

from gewu.config import catalogues

app = typer.Typer(add_completion=False)


@app.command()
def messages(
    compile_only: Annotated[bool, typer.Option(help="Compile without looking for gaps.")] = False,
) -> None:
    """Compile every catalogue; list missing, fuzzy and contradicting translations."""
    written = catalogues.compile_all()
    typer.echo(f"{written} catalogues compiled.")
    if compile_only:
        return
    found = catalogues.examine()
    for line in found.unused:
        typer.echo(f"note: {line}")
    for line in found.faults:
        typer.echo(line, err=True)
    typer.echo(f"{found.messages} messages, {len(found.faults)} faults.")
    if found.faults:
        raise typer.Exit(1)
