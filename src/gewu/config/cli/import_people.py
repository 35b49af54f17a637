"""`gewu import people`: households and people, sealed while they come in."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from gewu.ground.residents.actions import PeopleRefused, import_people
from gewu.ground.residents.rules.importing import BadRow
from gewu.kernel.acting import SYSTEM
from gewu.kernel.tables import read_table, write_csv

SHOWN = 20


def run(
    file: Annotated[Path, typer.Argument(help="CSV, TSV or XLSX, gzipped or not.")],
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None,
    skip_bad: Annotated[bool, typer.Option(help="Take all rows that can be taken.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write all bad rows to this CSV.")] = None,
) -> None:
    """Import all rows of a file, or none when one of them is bad."""
    start = time.perf_counter()
    try:
        done = import_people(table=read_table(file, sheet), skips_bad=skip_bad, by=SYSTEM)
    except PeopleRefused as refused:
        _tell(refused.bad, report)
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    if done.bad:
        _tell(done.bad, report)
    seconds = time.perf_counter() - start
    lines = len({row.line for row in done.bad})
    typer.echo(
        f"{done.households} households with {done.people} people imported, {lines} rows left out,"
        f" in {seconds:.1f} s."
    )


def _tell(bad: Sequence[BadRow], report: Path | None) -> None:
    for row in bad[:SHOWN]:
        typer.echo(": ".join(_cells(row)), err=True)
    if len(bad) > SHOWN:
        typer.echo(f"… and {len(bad) - SHOWN} more.", err=True)
    if report:
        with report.open("w", encoding="utf-8", newline="") as target:
            write_csv(target, ("line", "column", "reason"), map(_cells, bad))


def _cells(row: BadRow) -> tuple[str, str, str]:
    return (str(row.line), row.column, row.reason)
