"""`gewu import staff` and its neighbours: the sheets of a county, by the code of its pages."""

import csv
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from gewu.doors.setup.actions import BookRefused, Taken, open_county, take_book
from gewu.doors.setup.queries.examining import look_at
from gewu.doors.setup.rules.rows import Book, Fault, read_book, read_sheet
from gewu.doors.setup.rules.sheets import SHEETS
from gewu.ground.accounts.actions import FirstPassword
from gewu.ground.territory.queries import has_county
from gewu.kernel.acting import SYSTEM, Refusal

SHOWN = 50
File = Annotated[Path, typer.Argument(help="XLSX, or CSV in UTF-8 or GBK.")]
Preview = Annotated[bool, typer.Option(help="Say what is wrong, change nothing.")]
Passwords = Annotated[
    Path | None, typer.Option(help="A new file for the first passwords, readable by you alone.")
]


def one_sheet(name: str) -> Callable[..., None]:
    """The command for a sheet without sign-ins."""

    def run(file: File, preview: Preview = False) -> None:
        _take({name: read_sheet(file, SHEETS[name])}, preview)

    return run


def staff(file: File, passwords: Passwords = None, preview: Preview = False) -> None:
    """Sign-ins, each with a first password of its own."""
    _take({"staff": read_sheet(file, SHEETS["staff"])}, preview, passwords)


def county(
    file: File,
    name: Annotated[str, typer.Option(help="Open this county if there is none.")] = "",
    code: Annotated[str, typer.Option(help="Its code, six digits.")] = "",
    zone: Annotated[str, typer.Option(help="Its time zone.")] = "Asia/Shanghai",
    phone: Annotated[str, typer.Option(help="Number that residents call.")] = "",
    passwords: Passwords = None,
    preview: Preview = False,
) -> None:
    """All sheets of one workbook: areas, units, staff, appointments, who leads what."""
    if not has_county():
        if not (name and code):
            raise Refusal("There is no county yet: give --name and --code.", code="county")
        open_county(code=code, name_zh=name, zone=zone, phone=phone, by=SYSTEM)
    _take(read_book(file), preview, passwords)


def _take(book: Book, preview: bool, passwords: Path | None = None) -> None:
    start = time.perf_counter()
    if preview:
        _refuse(look_at(book).faults)
        typer.echo("Every row is in order. Nothing was imported yet.")
        return
    # Before anything is written: a password that cannot be kept is lost.
    if "staff" in book and (passwords is None or passwords.exists()):
        raise Refusal("Name a new file with --passwords for the first passwords.", code="file")
    try:
        taken = take_book(book=book, by=SYSTEM)
    except BookRefused as refused:
        _tell(refused.faults)
        raise
    if passwords is not None:
        _keep(taken.passwords, passwords)
    _sum_up(taken, time.perf_counter() - start)


def _sum_up(taken: Taken, took: float) -> None:
    for name, tally in taken.tallies.items():
        typer.echo(
            f"{name}: {tally.added} new, {tally.changed} changed, {tally.unchanged} as before"
        )
    typer.echo(f"Done in {took:.1f} s.")


def _keep(first: Sequence[FirstPassword], path: Path) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refusal(f"{path} cannot be written: {error.strerror}.", code="unwritable") from error
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerows((each.user.username, each.user.name_zh, each.password) for each in first)


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        _tell(faults)
        raise BookRefused(faults)


def _tell(faults: Sequence[Fault]) -> None:
    for each in faults[:SHOWN]:
        typer.echo(f"{each.sheet} {each.line}: {each.message}", err=True)
    if len(faults) > SHOWN:
        typer.echo(f"… and {len(faults) - SHOWN} more.", err=True)
