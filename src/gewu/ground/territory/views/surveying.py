"""A file of areas as its page shows it: lists and a map of what was found, and what was mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import shapely
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from gewu.ground.territory import queries
from gewu.ground.territory.queries.around import around_of
from gewu.ground.territory.queries.examining import Examined
from gewu.ground.territory.rules.formats import Drawing
from gewu.ground.territory.rules.mending import Change, Mend, found_between, mended
from gewu.ground.territory.rules.outlines import Finding, Outline
from gewu.ground.territory.rules.readings import Reading, doubt
from gewu.ground.territory.rules.rows import AreaRow, Columns, rows_of

MOST_SHOWN = 200
# So many outlines and corners are drawn; a browser has to hold them all.
MOST_DRAWN, MOST_CORNERS = 1_500, 200_000
NAMES = {"wgs84": _("CGCS2000 or WGS-84"), "gcj02": "GCJ-02", "bd09": "BD-09"}


@dataclass(frozen=True)
class Shown:
    """A finding in its list, with the number that it has on the map and the ground that it is."""

    number: int
    name: str
    message: str
    lon: float | None
    lat: float | None
    fault: int
    place: BaseGeometry | None


@dataclass
class Survey:
    """Everything that was found in a file, after what was chosen to be mended."""

    examined: Examined
    changes: list[Change]
    between: list[Finding]
    parents: list[Outline]
    doubt: tuple[Reading, Reading] | None


def survey(drawing: Drawing, data: dict[str, Any], mend: Mend) -> Survey:
    """Read the file in these columns, mend what was chosen, and look at the rest."""
    columns = Columns(**data, mends=mend.valid)
    read, wrong = rows_of(drawing, columns)
    around = around_of(read)
    rows, changes = mended(read, around, mend)
    examined = queries.examine(rows)
    examined.findings[:0] = wrong
    return Survey(
        examined=examined,
        changes=changes,
        between=found_between(rows, around),
        parents=[each.parent for each in around.values() if each.parent is not None],
        doubt=doubt(drawing, columns, read, around),
    )


def told(found: Survey) -> dict[str, Any]:
    """The lists in the order of the file, and the map on which each of them jumps to its place."""
    examined = found.examined
    lists = {
        "findings": _shown(examined.findings),
        "overlaps": _shown(examined.overlaps),
        "notes": _shown(examined.notes),
        "between": found.between[:MOST_SHOWN],
    }
    numbered = {name: _numbered(rows, start) for name, rows, start in _counted(lists)}
    faults = [each for rows in numbered.values() for each in rows if each.place]
    drawn = _drawn(examined.rows, faults)
    return {
        "examined": examined,
        "new": examined.new,
        "known": sum(row.code in examined.known for row in examined.rows),
        "undrawn": sum(row.boundary is None for row in examined.rows),
        **numbered,
        "more": max(map(len, (examined.findings, examined.overlaps, examined.notes))) - MOST_SHOWN,
        "changes": found.changes[:MOST_SHOWN],
        "file_map": {"areas": _collection(drawn)} if drawn else None,
        "faults": _faults(faults, found.parents),
        "not_drawn": sum(row.boundary is not None for row in examined.rows) - len(drawn),
        "readings": [_reading(each, found.parents) for each in found.doubt or ()],
    }


def _counted(lists: dict[str, list[Finding]]) -> Iterable[tuple[str, list[Finding], int]]:
    start = 0
    for name, rows in lists.items():
        yield name, rows, start
        start += len(rows)


def _numbered(findings: list[Finding], start: int) -> list[Shown]:
    return [
        Shown(
            number=each.number,
            name=each.name,
            message=each.message,
            lon=each.lon,
            lat=each.lat,
            fault=start + place,
            place=_place(each),
        )
        for place, each in enumerate(findings)
    ]


def _place(finding: Finding) -> BaseGeometry | None:
    """The ground of a finding, or the point of it."""
    if finding.shape is not None:
        return finding.shape
    if finding.lon is None or finding.lat is None:
        return None
    return shapely.Point(finding.lon, finding.lat)


def _drawn(rows: Sequence[AreaRow], faults: Sequence[Shown]) -> list[AreaRow]:
    """The outlines that a browser can hold, those with faults first."""
    wrong = {each.number for each in faults}
    drawn = [row for row in rows if row.boundary is not None]
    drawn.sort(key=lambda row: row.number not in wrong)
    kept, corners = [], 0
    for row in drawn[:MOST_DRAWN]:
        corners += int(shapely.get_num_coordinates(row.boundary))
        if corners > MOST_CORNERS:
            break
        kept.append(row)
    return kept


def _collection(rows: Iterable[AreaRow]) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "id": row.code or str(row.number),
            "properties": {
                "id": row.code or str(row.number),
                "name_zh": row.name_zh,
                "name_en": row.name_en,
            },
            "geometry": shapely.geometry.mapping(cast(Outline, row.boundary)),
        }
        for row in rows
    ]
    return {"type": "FeatureCollection", "features": features}


def _faults(faults: Sequence[Shown], parents: Sequence[Outline]) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "properties": {"fault": each.fault},
            "geometry": shapely.geometry.mapping(cast(BaseGeometry, each.place)),
        }
        for each in faults
    ]
    return {"faults": {"type": "FeatureCollection", "features": features}, **_parents(parents)}


def _parents(parents: Sequence[Outline]) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(each)}
        for each in parents
    ]
    return {"parents": {"type": "FeatureCollection", "features": features}}


def _reading(reading: Reading, parents: Sequence[Outline]) -> dict[str, Any]:
    """A reading beside what is there already: the areas above in the background."""
    rows = [row for row in reading.rows if row.boundary is not None][:MOST_DRAWN]
    return {
        "system": reading.system,
        "name": NAMES[reading.system],
        "outside": round(100 * reading.outside, 1),
        "map": {"areas": _collection(rows)},
    }


def _shown(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.number)[:MOST_SHOWN]
