"""`gewu audit`: whether the chain of records holds, and its records as a file."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from gewu.kernel import audit
from gewu.kernel.acting import SYSTEM
from gewu.kernel.exports import note_export
from gewu.kernel.models import AuditRecord

app = typer.Typer(add_completion=False, no_args_is_help=True)
SHOWN = 50


@app.command()
def verify(
    noted: Annotated[
        list[str] | None,
        typer.Option(help="An end of the chain that was written down earlier; may be repeated."),
    ] = None,
) -> None:
    """Read every record; say which were changed, removed or put in. Ends with 1 if any was."""
    try:
        heads = [audit.Head.read(text) for text in noted or []]
    except ValueError as error:
        sys.exit(f"“{error}” is no end of a chain: a number, a colon and 64 letters.")
    faults = list(audit.verify(heads))
    for fault in faults[:SHOWN]:
        typer.echo(f"{fault.seq}: {fault.reason}")
    if len(faults) > SHOWN:
        typer.echo(f"… and {len(faults) - SHOWN} more.")
    if faults:
        raise typer.Exit(1)
    if cut := audit.start().seq:
        typer.echo(f"Records 1 to {cut} were let go by age on {audit.start().cut_at:%Y-%m-%d}.")
    typer.echo(f"{audit.head().seq} records, none touched. Write this down elsewhere:")
    typer.echo(str(audit.head()))


@app.command()
def export(
    target: Annotated[Path, typer.Argument(help="A file; a line of JSON a record.")],
) -> None:
    """Write all records with their fingerprints, oldest first."""
    count = 0
    with target.open("w", encoding="utf-8") as file:
        for record in AuditRecord.objects.order_by("seq").iterator(audit.STEP):
            file.write(json.dumps(_line(record), ensure_ascii=False) + "\n")
            count += 1
    purpose = "gewu audit export"
    note_export(
        what="audit", format="json", rows=count, is_personal=True, purpose=purpose, by=SYSTEM
    )
    typer.echo(f"{count} records in {target}.")


def _line(record: AuditRecord) -> dict[str, object]:
    return {
        "seq": record.seq,
        "name": record.name,
        "at": record.at.isoformat(),
        "actor_kind": record.actor_kind,
        "actor_id": str(record.actor_id) if record.actor_id else None,
        "path": record.path,
        "source": record.source,
        "payload": record.payload,
        "mac": bytes(record.mac).hex(),
    }
