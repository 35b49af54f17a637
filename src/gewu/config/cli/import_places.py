"""Where imported areas stand: under one area, or each under the parent that its row or code tells."""

from collections.abc import Sequence
from dataclasses import replace

from gewu.ground.staffing.actions import open_county
from gewu.ground.territory.actions import add_area
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code, county, has_county
from gewu.ground.territory.rules.codes import (
    NATIONAL,
    SCHEMES,
    CodeScheme,
    level_of_code,
    parent_codes,
)
from gewu.ground.territory.rules.levels import Level
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.work.tickets.actions import set_up_county

SHOWN = 12


def by_their_parents(
    rows: Sequence[AreaRow], only: str, county_name: str, county_code: str, zone: str
) -> tuple[Area, list[AreaRow]]:
    """The county, opened if there is none, and the rows below it, each with its parent's code."""
    counties = {row.code: row for row in rows if _is_county(row)}
    if only:
        rows = [row for row in rows if row.code.startswith(only[:6])]
        if not rows:
            raise Refusal(f"There is no area of {only} in the files.", code="county")
        counties = {code: row for code, row in counties.items() if code.startswith(only[:6])}
    if not has_county():
        if len(counties) > 1:
            told = ", ".join(f"{row.code} {row.name_zh}" for row in [*counties.values()][:SHOWN])
            raise Refusal(
                f"The files hold {len(counties)} counties, and a database holds one. Choose it "
                f"with --county: {told}.",
                code="county",
            )
        first = next(iter(counties.values()), None)
        name, code = (first.name_zh, first.code) if first else (county_name, county_code)
        _open(name, code, "national", zone)
    top = county()
    known = {row.code for row in rows} | {top.code}
    scheme = SCHEMES[top.code_scheme]
    placed = [
        row if row.parent_code else replace(row, parent_code=_parent_of(scheme, row.code, known))
        for row in rows
        if row.code != top.code
    ]
    # the county's own row may bring its boundary; parent it has none
    own = [replace(row, parent_code="") for row in rows if row.code == top.code]
    return top, [*own, *placed]


def below_one(
    rows: Sequence[AreaRow],
    parent: str,
    level: int,
    county_name: str,
    county_code: str,
    zone: str,
    *,
    preview: bool,
) -> tuple[Area, list[AreaRow]]:
    """The area right above, and the rows under it; levels in between get one area each."""
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
    return above, [replace(row, parent_code=above.code) for row in rows]


def _is_county(row: AreaRow) -> bool:
    return not row.parent_code and level_of_code(NATIONAL, row.code) == Level.COUNTY


def _parent_of(scheme: CodeScheme, code: str, known: set[str]) -> str:
    """The code above by the digits alone: as the files write it, else as the tree has it."""
    likely = parent_codes(scheme, code)
    return next(
        (each for each in likely if each in known or area_by_code(each)), (likely or [""])[0]
    )


def _parent(parent: str, county_name: str, county_code: str, zone: str) -> Area:
    if parent:
        found = area_by_code(parent)
        if found is None:
            raise Refusal(f"There is no area with the code {parent}.", code="parent")
        return found
    if not has_county():
        _open(county_name, county_code, "own", zone)
    return county()


def _open(name: str, code: str, scheme: str, zone: str) -> None:
    if not name:
        raise Refusal("There is no county yet: name one with --county-name.", code="county")
    desk = open_county(code=code, name_zh=name, code_scheme=scheme, by=SYSTEM)
    set_up_county(county=desk.area, zone=zone, by=SYSTEM)
