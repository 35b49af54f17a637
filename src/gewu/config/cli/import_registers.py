"""`gewu import registers`: a table into a register, by its code, all of it or nothing."""

import resource
import time
from pathlib import Path
from typing import Annotated

import typer

from gewu.ground.registers.actions.importing import BadRows, bring_in
from gewu.ground.registers.models import RegisterKind
from gewu.ground.registers.queries.importing import proposed
from gewu.ground.registers.rules.importing import BadRow
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.tables import read_table, write_csv

SHOWN = 20


def run(
    kind: Annotated[str, typer.Argument(help="Code of the register, such as hydrants.")],
    file: Annotated[Path, typer.Argument(help="CSV, TSV or XLSX, gzipped or not.")],
    system: Annotated[str, typer.Option(help="wgs84, gcj02 or bd09.")] = "wgs84",
    skip_bad: Annotated[bool, typer.Option(help="Leave bad rows out.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write all bad rows to this CSV.")] = None,
) -> None:
    """Bring a table into a register; columns are known by their names, or as the last time."""
    start = time.perf_counter()
    found = RegisterKind.objects.filter(code=kind).first()
    if found is None:
        raise Refusal(f"There is no register {kind}.", code="no_kind")
    mapping = proposed(found, list(read_table(file).columns), SYSTEM)
    try:
        done = bring_in(
            kind=found, path=file, mapping=mapping, system=system, skip_bad=skip_bad, by=SYSTEM
        )
    except BadRows as no:
        _tell(no.bad, report)
        typer.echo(str(no), err=True)
        raise typer.Exit(1) from no
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    typer.echo(
        f"{done.added} added, {done.changed} changed, {done.known} known, {done.bad} left out,"
        f" in {seconds:.1f} s with {memory} MB."
    )


def _tell(bad: list[BadRow], report: Path | None) -> None:
    for each in bad[:SHOWN]:
        typer.echo(f"{each.line}: {each.column}: {each.reason}", err=True)
    if report:
        with report.open("w", encoding="utf-8", newline="") as target:
            rows = ((each.line, each.column, each.reason) for each in bad)
            write_csv(target, ("line", "column", "reason"), rows)
