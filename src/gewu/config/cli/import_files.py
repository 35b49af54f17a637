"""Files of areas for `gewu import areas`: read whole, with the columns that the options name."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from gewu.ground.territory.forms import guessed
from gewu.ground.territory.rules.formats import Unreadable, read_drawing
from gewu.ground.territory.rules.outlines import Finding
from gewu.ground.territory.rules.rows import AreaRow, Columns, rows_of
from gewu.ground.territory.rules.systems import system_fault
from gewu.kernel.acting import Refusal


class Names(NamedTuple):
    """The columns as the options name them; an empty one is found by its usual name."""

    name_zh: str
    name_en: str
    code: str
    parent_code: str


def read_files(
    files: Sequence[Path], names: Names, system: str, *, is_placed: bool
) -> tuple[list[AreaRow], list[Finding]]:
    """All rows of all files, numbered through, and what is wrong with them.

    Where the rows are not placed by their own codes, the code is what the option says, else the
    name, and no parent is read.
    """
    if fault := system_fault(system):
        raise Refusal(fault, code="system")
    rows: list[AreaRow] = []
    findings: list[Finding] = []
    for file in files:
        found, wrong = _read(file, names, system, is_placed)
        before = len(rows)
        rows += [replace(row, number=before + row.number) for row in found]
        findings += [replace(each, message=f"{file.name}: {each.message}") for each in wrong]
    return rows, findings


def _read(
    file: Path, names: Names, system: str, is_placed: bool
) -> tuple[list[AreaRow], list[Finding]]:
    try:
        drawing = read_drawing(file.read_bytes())
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}.", code="unreadable") from error
    except Unreadable as error:
        raise Refusal(f"{file}: {error}", code="unreadable") from error
    usual = guessed(list(drawing.columns), "")
    missing = [name for name in names if name and name not in drawing.columns]
    if missing:
        known = ", ".join(drawing.columns)
        raise Refusal(f"{file} has no {', '.join(missing)}, but {known}.", code="missing_column")
    name = names.name_zh or usual["name_zh"]
    columns = Columns(
        name_zh=name,
        name_en=names.name_en or (usual["name_en"] if is_placed else ""),
        code=names.code or (usual["code"] if is_placed else name),
        parent_code=(names.parent_code or usual["parent_code"]) if is_placed else "",
        kind="kind" if is_placed else "",
        system=system,
    )
    return rows_of(drawing, columns)
