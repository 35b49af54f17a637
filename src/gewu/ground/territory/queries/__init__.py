"""Reads of territory."""

from gewu.ground.territory.queries.examining import Examined, examine
from gewu.ground.territory.queries.geojson import as_geojson, stamp
from gewu.ground.territory.queries.locating import locate, locate_many
from gewu.ground.territory.queries.tree import (
    area_by_code,
    area_for,
    areas_under,
    boundary_of,
    chain_of,
    chains_of,
    children_of,
    code_of_area,
    county,
    has_county,
    parents_among,
    public_grid,
    scheme_of,
    search,
    tops_for,
    visible_to,
)
from gewu.ground.territory.rules.levels import Level, paths_above
from gewu.ground.territory.rules.rows import AreaRow, Columns, Finding, read_geojson

__all__ = [
    "AreaRow",
    "Columns",
    "Examined",
    "Finding",
    "Level",
    "area_by_code",
    "area_for",
    "areas_under",
    "as_geojson",
    "boundary_of",
    "chain_of",
    "chains_of",
    "code_of_area",
    "children_of",
    "county",
    "examine",
    "has_county",
    "locate",
    "locate_many",
    "parents_among",
    "paths_above",
    "public_grid",
    "read_geojson",
    "scheme_of",
    "search",
    "stamp",
    "tops_for",
    "visible_to",
]
