"""`gewu import areas`: outlines and code lists, with a site's own codes where it has them."""

import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.db import transaction

from gewu.config.cli.import_files import Names, read_files
from gewu.config.cli.import_places import below_one, by_their_parents
from gewu.ground.staffing.actions import add_missing_units
from gewu.ground.territory.actions import ImportRefused, import_areas
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import has_county
from gewu.ground.territory.queries.examining import examine
from gewu.ground.territory.rules.levels import LEVEL_NAMES
from gewu.ground.territory.rules.outlines import Finding
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import SYSTEM, Refusal

SHOWN = 20


class Below(StrEnum):
    """Levels below the county."""

    TOWN = "town"
    COMMUNITY = "community"
    GRID = "grid"
    MICRO_GRID = "micro_grid"


def run(
    files: Annotated[
        list[Path],
        typer.Argument(help="GeoJSON, GeoPackage, zipped Shapefile, KML, FlatGeobuf, CSV or XLSX."),
    ],
    name_property: Annotated[str, typer.Option(help="Column with the (Chinese) name.")] = "",
    level: Annotated[Below | None, typer.Option(help="What they are, if the codes do not.")] = None,
    name_en_property: Annotated[str, typer.Option(help="Column with the English name.")] = "",
    code_property: Annotated[str, typer.Option(help="Column with the code.")] = "",
    parent_property: Annotated[str, typer.Option(help="Column with the parent's code.")] = "",
    parent: Annotated[str, typer.Option(help="Code of the area above; else the county.")] = "",
    county: Annotated[str, typer.Option(help="Of a list of several counties, this code.")] = "",
    county_name: Annotated[str, typer.Option(help="Open this county if there is none.")] = "",
    county_code: Annotated[str, typer.Option(help="Its code, six digits.")] = "000000",
    zone: Annotated[str, typer.Option(help="Its time zone.")] = "Asia/Shanghai",
    coordinates: Annotated[
        str, typer.Option(help="wgs84, cgcs2000, gcj02, bd09 or epsg:4491 to epsg:4554.")
    ] = "wgs84",
    accept_overlaps: Annotated[bool, typer.Option(help="Let the smaller area win.")] = False,
    preview: Annotated[bool, typer.Option(help="Say what would be done, do nothing.")] = False,
) -> None:
    """Import areas: all of them, or none when one cannot be used."""
    start = time.perf_counter()
    names = Names(name_property, name_en_property, code_property, parent_property)
    rows, findings = read_files(files, names, coordinates, is_placed=level is None)
    refuse_findings(findings)
    if preview and not has_county():
        typer.echo(f"{len(rows)} areas can be read. Nothing was imported yet.")
        return
    with transaction.atomic():
        if level is None:
            above, rows = by_their_parents(rows, county, county_name, county_code, zone)
        else:
            wanted = LEVEL_NAMES[level.value]
            above, rows = below_one(
                rows, parent, wanted, county_name, county_code, zone, preview=preview
            )
        said = land(rows, above, accept_overlaps, preview)
    typer.echo(said if preview else f"{said} in {time.perf_counter() - start:.1f} s")


def land(rows: list[AreaRow], above: Area, accept_overlaps: bool, preview: bool) -> str:
    """Import the rows, or look at what would come of it; answers with the sum."""
    if preview:
        examined = examine(rows)
        _tell([*examined.findings, *examined.overlaps, *examined.notes])
        return f"{examined.new} of {len(rows)} areas are new. Nothing was imported yet."
    try:
        done = import_areas(rows=rows, accept_overlaps=accept_overlaps, by=SYSTEM)
    except ImportRefused as refused:
        _tell([*refused.examined.findings, *refused.examined.overlaps])
        raise
    add_missing_units(path=above.path, by=SYSTEM)
    _tell(list(done.notes))
    return (
        f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged, "
        f"{done.overlaps} overlaps (the smaller area wins)"
    )


def refuse_findings(findings: list[Finding]) -> None:
    """Nothing is imported of files that are not whole."""
    if findings:
        _tell(findings)
        raise Refusal(f"{len(findings)} faults. Nothing was imported.", code="bad_rows")


def _tell(findings: list[Finding]) -> None:
    for each in findings[:SHOWN]:
        place = f" ({each.lon}, {each.lat})" if each.lon is not None else ""
        typer.echo(f"{each.number} {each.name}: {each.message}{place}", err=True)
    if len(findings) > SHOWN:
        typer.echo(f"… and {len(findings) - SHOWN} more.", err=True)
