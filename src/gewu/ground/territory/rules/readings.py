"""In which system a file most likely is: where its outlines lie when it is read in each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import shapely

from gewu.ground.territory.rules.formats import Drawing
from gewu.ground.territory.rules.mending import Around
from gewu.ground.territory.rules.rows import AreaRow, Columns, rows_of

SYSTEMS = ("wgs84", "gcj02", "bd09")
# So much may lie outside without any doubt; and the other reading must be so much better.
DOUBTFUL, BETTER = 0.01, 0.5
MOST_ROWS = 3_000


@dataclass(frozen=True)
class Reading:
    """A file read in one system, and which share of its ground lies outside the areas above."""

    system: str
    rows: tuple[AreaRow, ...]
    outside: float


def doubt(
    drawing: Drawing, columns: Columns, rows: Sequence[AreaRow], around: Mapping[str, Around]
) -> tuple[Reading, Reading] | None:
    """The chosen reading and a better one, where the chosen one is doubtful; else nothing."""
    if columns.system not in SYSTEMS or drawing.crs or not 0 < len(rows) <= MOST_ROWS:
        return None
    chosen = Reading(columns.system, tuple(rows), _outside(rows, around))
    if chosen.outside < DOUBTFUL:
        return None
    others = []
    for system in SYSTEMS:
        if system != columns.system:
            read, _wrong = rows_of(drawing, replace(columns, system=system))
            others.append(Reading(system, tuple(read), _outside(read, around)))
    best = min(others, key=lambda reading: reading.outside)
    return (chosen, best) if best.outside < BETTER * chosen.outside else None


def _outside(rows: Sequence[AreaRow], around: Mapping[str, Around]) -> float:
    """The share of all ground that lies outside its parent, as far as parents are drawn."""
    whole = rest = 0.0
    for row in rows:
        parent = around.get(row.parent_code, Around()).parent
        if row.boundary is not None and parent is not None:
            whole += row.boundary.area
            rest += shapely.difference(row.boundary, parent).area
    return rest / whole if whole else 0.0
