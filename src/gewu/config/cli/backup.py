"""`gewu backup`: a sealed copy of database and files; old copies go by the county's period."""

import time

import typer

from gewu.kernel.backups.folder import backups
from gewu.kernel.backups.making import make
from gewu.kernel.backups.restoring import check
from gewu.kernel.backups.sealed import KEY_NAME

app = typer.Typer(add_completion=False)
MIB = 2**20


@app.callback(invoke_without_command=True)
def backup(
    context: typer.Context,
    checked: bool = typer.Option(False, "--check", help="Open it again at once, and count."),
) -> None:
    """Make one. The key is not in it: keep a copy of var/backup.key somewhere else."""
    if context.invoked_subcommand:
        return
    start = time.perf_counter()
    made = make()
    typer.echo(f"{made.path}: {made.size / MIB:.1f} MiB in {time.perf_counter() - start:.1f} s")
    if checked:
        start = time.perf_counter()
        proof = check(made)
        typer.echo(
            f"It opens: {proof.tables} tables, {proof.rows} rows, {proof.files} files, "
            f"in {time.perf_counter() - start:.1f} s"
        )
    typer.echo(f"Nobody opens it without {KEY_NAME}. Keep a copy of that key elsewhere.")


@app.command("list")
def listed() -> None:
    """The backups that there are, the oldest first."""
    for each in backups():
        typer.echo(f"{each.path}  {each.size / MIB:.1f} MiB")
    if not backups():
        typer.echo("There is no backup yet. gewu backup makes one.")
