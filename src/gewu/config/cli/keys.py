"""`gewu keys`: which keys still hold seals, and sealing anew so that an old one can be destroyed."""

import typer

from gewu.kernel import sealing

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command()
def show() -> None:
    """How many seals each key holds."""
    for key, count in sorted(sealing.by_key().items()):
        typer.echo(f"Key {key}: {count} seals. {_advice(key, count)}")


@app.command()
def renew() -> None:
    """Seal with the newest key whatever an older one holds. Ends with 1 if a seal did not open."""
    wrong = 0
    for name, renewed, broken in sealing.renew_all():
        typer.echo(f"{name}: {renewed} sealed anew" + (f", {broken} broken" if broken else ""))
        wrong += broken
    show()
    if wrong:
        raise typer.Exit(1)


def _advice(key: int, count: int) -> str:
    if key == sealing.newest():
        return "It seals."
    if count:
        return "gewu keys renew seals them anew."
    return "Take it out of GEWU_DATA_KEYS and destroy it: no older backup opens any more."
