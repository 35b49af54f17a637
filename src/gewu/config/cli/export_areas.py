"""`gewu export areas`: all areas of a county in the format that the file's name asks for."""

from pathlib import Path
from typing import Annotated

import typer

from gewu.ground.territory.queries import (
    FILE_KINDS,
    area_by_code,
    areas_under,
    as_file,
    kind_of_name,
)
from gewu.kernel.acting import Refusal


def run(
    file: Annotated[Path, typer.Argument(help="Its ending says the format.")],
    county: Annotated[str, typer.Option(help="Code of the county, or of any area above others.")],
) -> None:
    """Write an area and all below it, with codes, names, validity and boundaries."""
    kind = kind_of_name(file.name)
    if kind is None:
        known = ", ".join(each.suffix for each in FILE_KINDS.values())
        raise Refusal(f"{file.name} ends with none of {known}.", code="format")
    top = area_by_code(county)
    if top is None:
        raise Refusal(f"There is no area with the code {county}.", code="county")
    areas = areas_under(top.path)
    content = as_file(areas, kind)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Refusal(f"{file} cannot be written: {error.strerror}.", code="unwritable") from error
    typer.echo(f"{areas.count()} areas written to {file}.")
