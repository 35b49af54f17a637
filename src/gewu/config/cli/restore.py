"""`gewu restore`: a backup into an empty installation, or opened beside it to see whether it would do."""

import time
from pathlib import Path
from typing import Annotated

import typer

from gewu.kernel.acting import Refusal
from gewu.kernel.backups import restoring
from gewu.kernel.backups.folder import read

app = typer.Typer(add_completion=False)


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="The folder of the backup.")],
    check: Annotated[
        bool, typer.Option("--check", help="Only try it, in a database of its own.")
    ] = False,
) -> None:
    """Restore a backup. Database and folder of files have to be empty: nothing is overwritten."""
    backup = read(folder.resolve())
    if backup is None:
        raise Refusal(f"{folder} is no whole backup. gewu backup list shows them.", code="none")
    start = time.perf_counter()
    proof = restoring.check(backup) if check else restoring.restore(backup)
    said = "It opens" if check else "Restored"
    typer.echo(
        f"{said}: {proof.tables} tables, {proof.rows} rows, {proof.files} files, "
        f"in {time.perf_counter() - start:.1f} s"
    )
