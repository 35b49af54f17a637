"""Reads of territory."""

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
    county,
    has_county,
    public_grid,
    scheme_of,
    search,
    tops_for,
    visible_to,
)

__all__ = [
    "area_by_code",
    "area_for",
    "areas_under",
    "as_geojson",
    "boundary_of",
    "chain_of",
    "chains_of",
    "children_of",
    "county",
    "has_county",
    "locate",
    "locate_many",
    "public_grid",
    "scheme_of",
    "search",
    "stamp",
    "tops_for",
    "visible_to",
]
