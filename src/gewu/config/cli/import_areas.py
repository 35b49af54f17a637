"""`gewu import areas`: outlines from GeoJSON, with a site's own codes where it has them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.db import transaction

from gewu.ground.staffing.actions import add_missing_units, open_county
from gewu.ground.territory.actions import ImportRefused, add_area, import_areas
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code, county, has_county
from gewu.ground.territory.queries.examining import examine
from gewu.ground.territory.rules.levels import LEVEL_NAMES
from gewu.ground.territory.rules.rows import AreaRow, Columns, Finding, read_geojson
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.methods.coordinates import System
from gewu.work.tickets.actions import set_up_county

SHOWN = 20


class Below(StrEnum):
    """Levels below the county."""

    TOWN = "town"
    COMMUNITY = "community"
    GRID = "grid"
    MICRO_GRID = "micro_grid"


def run(
    file: Annotated[Path, typer.Argument(help="GeoJSON FeatureCollection of polygons.")],
    name_property: Annotated[str, typer.Option(help="Property with the (Chinese) name.")],
    level: Annotated[Below, typer.Option(help="What the areas are.")],
    name_en_property: Annotated[str, typer.Option(help="Property with the English name.")] = "",
    code_property: Annotated[str, typer.Option(help="Property with the code; else the name.")] = "",
    parent: Annotated[str, typer.Option(help="Code of the area above; else the county.")] = "",
    county_name: Annotated[str, typer.Option(help="Open this county if there is none.")] = "",
    county_code: Annotated[str, typer.Option(help="Its code, six digits.")] = "000000",
    zone: Annotated[str, typer.Option(help="Its time zone.")] = "Asia/Shanghai",
    coordinates: Annotated[System, typer.Option(help="System of the file.")] = "wgs84",
    accept_overlaps: Annotated[bool, typer.Option(help="Let the smaller area win.")] = False,
    preview: Annotated[bool, typer.Option(help="Say what would be done, do nothing.")] = False,
) -> None:
    """Import areas with their outlines: all of them, or none when one cannot be used."""
    columns = Columns(
        name_zh=name_property,
        name_en=name_en_property,
        code=code_property or name_property,
        parent_code="",
        kind="",
        system=coordinates,
    )
    rows = _read(file, columns)
    if preview and not has_county():
        typer.echo(f"{len(rows)} areas can be read. Nothing was imported yet.")
        return
    with transaction.atomic():
        above = _above(parent, LEVEL_NAMES[level.value], county_name, county_code, zone, preview)
        _land([_under(row, above) for row in rows], above, accept_overlaps, preview)


def _land(rows: list[AreaRow], above: Area, accept_overlaps: bool, preview: bool) -> None:
    if preview:
        examined = examine(rows)
        _tell([*examined.findings, *examined.overlaps])
        typer.echo(f"{examined.new} of {len(rows)} areas are new. Nothing was imported yet.")
        return
    try:
        done = import_areas(rows=rows, accept_overlaps=accept_overlaps, by=SYSTEM)
    except ImportRefused as refused:
        _tell([*refused.examined.findings, *refused.examined.overlaps])
        raise
    add_missing_units(path=above.path, by=SYSTEM)
    typer.echo(
        f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged, "
        f"{done.overlaps} overlaps (the smaller area wins)."
    )


def _read(file: Path, columns: Columns) -> list[AreaRow]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}.", code="unreadable") from error
    rows, findings = read_geojson(content, columns)
    if findings:
        _tell(findings)
        raise Refusal(f"{len(findings)} faults in {file}. Nothing was imported.", code="bad_rows")
    return rows


def _tell(findings: list[Finding]) -> None:
    for each in findings[:SHOWN]:
        place = f" ({each.lon}, {each.lat})" if each.lon is not None else ""
        typer.echo(f"{each.number} {each.name}: {each.message}{place}", err=True)
    if len(findings) > SHOWN:
        typer.echo(f"… and {len(findings) - SHOWN} more.", err=True)


def _above(
    parent: str, level: int, county_name: str, county_code: str, zone: str, preview: bool
) -> Area:
    """The area right above the imported ones; levels between it and the parent get one area each."""
    above = _parent(parent, county_name, county_code, zone)
    while above.level < level - 1:
        code = f"{above.code}-1"
        filler = area_by_code(code)
        if filler is None and preview:
            break
        above = filler or add_area(
            parent=above, code=code, name_zh=above.name_zh, name_en=above.name_en, by=SYSTEM
        )
    if not preview and above.level != level - 1:
        raise Refusal(f"{above.code} is not above the level that was asked for.", code="level")
    return above


def _parent(parent: str, county_name: str, county_code: str, zone: str) -> Area:
    if parent:
        found = area_by_code(parent)
        if found is None:
            raise Refusal(f"There is no area with the code {parent}.", code="parent")
        return found
    if not has_county():
        if not county_name:
            raise Refusal("There is no county yet: name one with --county-name.", code="county")
        desk = open_county(code=county_code, name_zh=county_name, code_scheme="own", by=SYSTEM)
        set_up_county(county=desk.area, zone=zone, by=SYSTEM)
    return county()


def _under(row: AreaRow, above: Area) -> AreaRow:
    return AreaRow(**{**vars(row), "parent_code": above.code})
