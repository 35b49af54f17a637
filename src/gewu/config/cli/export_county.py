"""`gewu export county`: what is there as the workbook that a county is set up from."""

from pathlib import Path
from typing import Annotated

import typer

from gewu.doors.setup.queries.books import book_of
from gewu.doors.setup.queries.exporting import blank, everything
from gewu.doors.setup.rules.sheets import SHEETS
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.exports import note_export


def run(
    file: Annotated[Path, typer.Argument(help="The workbook, XLSX.")],
    template: Annotated[bool, typer.Option(help="Empty sheets to fill in.")] = False,
    english: Annotated[bool, typer.Option(help="Headings in English.")] = False,
) -> None:
    """Areas, units, staff, appointments and who leads what; boundaries go by `export areas`."""
    sheets = blank(list(SHEETS.values())) if template else everything()
    content = book_of(sheets, language="en" if english else "zh-hans")
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Refusal(f"{file} cannot be written: {error.strerror}.", code="unwritable") from error
    if not template:
        purpose = "gewu export county"
        note_export(
            what="setup-county", format="xlsx", is_personal=True, purpose=purpose, by=SYSTEM
        )
    typer.echo(f"Written to {file}.")
