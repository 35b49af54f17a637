"""`gewu import tickets`: requests of another system, by a mapping of its columns."""

import time
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.tables import read_table, write_csv
from gewu.work.tickets.actions import import_tickets
from gewu.work.tickets.queries.import_runs import shipped_names, shipped_text
from gewu.work.tickets.queries.importing import Examined, Landing, examine, landings
from gewu.work.tickets.rules.drafts import BadRow
from gewu.work.tickets.rules.mapping import read_mapping

SHOWN = 20


def run(
    file: Annotated[Path, typer.Argument(help="CSV, TSV or XLSX, gzipped or not.")],
    mapping: Annotated[str, typer.Option(help="JSON file, or the name of a shipped one.")],
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None,
    preview: Annotated[bool, typer.Option(help="Show the first rows as they will land.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write all bad rows to this CSV.")] = None,
) -> None:
    """Import all rows of a file, or none when one of them is bad."""
    start = time.perf_counter()
    examined = examine(
        read_table(file, sheet), read_mapping(_mapping_text(mapping)), timezone.now()
    )
    if preview:
        for landing in landings(examined, SHOWN):
            typer.echo(_line(landing))
    if examined.bad:
        _tell(examined, report)
        raise typer.Exit(1)
    if preview:
        typer.echo(f"{len(examined.drafts)} new, {examined.known} known. Nothing was imported yet.")
        return
    done = import_tickets(examined=examined, by=SYSTEM)
    seconds = time.perf_counter() - start
    typer.echo(f"{done.added} imported, {done.known} known before, in {seconds:.1f} s.")


def _mapping_text(mapping: str) -> str:
    try:
        if mapping in shipped_names():
            return shipped_text(mapping)
        return Path(mapping).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            f"There is no readable mapping {mapping}. Name a JSON file, or one of these: "
            f"{', '.join(shipped_names())}.",
            code="mapping",
        ) from error


def _tell(examined: Examined, report: Path | None) -> None:
    lines = len({row.line for row in examined.bad})
    for row in examined.bad[:SHOWN]:
        typer.echo(": ".join(_cells(row)), err=True)
    if len(examined.bad) > SHOWN:
        typer.echo(f"… and {len(examined.bad) - SHOWN} more.", err=True)
    if report:
        with report.open("w", encoding="utf-8", newline="") as target:
            write_csv(target, ("line", "column", "reason"), map(_cells, examined.bad))
    typer.echo(f"{lines} of {examined.total} rows are bad. Nothing was imported.", err=True)


def _cells(row: BadRow) -> tuple[str, str, str]:
    return (str(row.line), row.column, row.reason)


def _line(landing: Landing) -> str:
    draft = landing.draft
    area = landing.area.name_zh if landing.area else "outside" if draft.lon else "place unknown"
    item = landing.item.name_zh if landing.item else "to be filed"
    state = "closed" if draft.is_closed else "open"
    return f"{draft.line}: {draft.submitted_at:%Y-%m-%d %H:%M} {draft.title} | {area} | {item} | {state}"
