"""`gewu export posters`: the codes of grids on sheets of A4, any number of them in one PDF."""

import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from gewu.ground.territory.models import Level
from gewu.ground.territory.queries import area_by_code, areas_under
from gewu.ground.territory.queries.posters import as_posters
from gewu.kernel.acting import Refusal


class Layouts(StrEnum):
    """How a sheet is filled."""

    SHEET = "sheet"
    FOUR = "four"
    BOARD = "board"
    LABELS = "labels"


def run(
    file: Annotated[Path, typer.Argument(help="The PDF.")],
    under: Annotated[str, typer.Option(help="Code of the county, town, community or grid.")],
    layout: Annotated[Layouts, typer.Option(help="How a sheet is filled.")] = Layouts.SHEET,
    english: Annotated[bool, typer.Option(help="A line in English below the Chinese.")] = False,
    site: Annotated[str, typer.Option(help="Address of the house; else of GEWU_ORIGINS.")] = "",
) -> None:
    """Write a poster, card or label for each grid of an area."""
    start = time.perf_counter()
    top = area_by_code(under)
    if top is None:
        raise Refusal(f"There is no area with the code {under}.", code="area")
    site = site or settings.PUBLIC_URL
    if not site:
        raise Refusal("Say with --site how the house is called from outside.", code="site")
    grids = list(areas_under(top.path, Level.GRID))
    if not grids:
        raise Refusal(f"There are no grids under {under}.", code="no_grids")
    content = as_posters(grids, layout.value, english=english, site=site)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Refusal(f"{file} cannot be written: {error.strerror}.", code="unwritable") from error
    took = time.perf_counter() - start
    typer.echo(
        f"{len(grids)} grids, {len(content) / 1e6:.1f} MB, written to {file} in {took:.1f} s."
    )
