"""Reads of territory."""

from gewu.ground.territory.queries.buildings import households_by_path
from gewu.ground.territory.queries.examining import Examined, examine
from gewu.ground.territory.queries.exporting import FILE_KINDS, FileKind, as_file, kind_of_name
from gewu.ground.territory.queries.geojson import as_geojson, collection_of, stamp
from gewu.ground.territory.queries.locating import locate, locate_many
from gewu.ground.territory.queries.naming import Named, knows_name, named_in
from gewu.ground.territory.queries.past import as_of, ever_for, ever_visible_to, tops_on
from gewu.ground.territory.queries.proposing import free_codes
from gewu.ground.territory.queries.redraws import (
    areas_that_ended,
    keeper_of,
    public_grid,
    touched_by,
)
from gewu.ground.territory.queries.sources import maps_ahead, own_source, public_source
from gewu.ground.territory.queries.tiles import are_many, box_under, tile, tile_stamp
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
    scheme_of,
    search,
    tops_for,
    visible_to,
)
from gewu.ground.territory.rules.aliases import ENOUGH, home_of
from gewu.ground.territory.rules.levels import Level, is_whole_tree, paths_above
from gewu.ground.territory.rules.outlines import Finding
from gewu.ground.territory.rules.rows import AreaRow, Columns, read_areas

__all__ = [
    "ENOUGH",
    "home_of",
    "AreaRow",
    "Columns",
    "FILE_KINDS",
    "FileKind",
    "Examined",
    "Finding",
    "Level",
    "Named",
    "area_by_code",
    "areas_that_ended",
    "keeper_of",
    "touched_by",
    "are_many",
    "area_for",
    "box_under",
    "tile",
    "tile_stamp",
    "areas_under",
    "as_file",
    "as_geojson",
    "as_of",
    "collection_of",
    "ever_for",
    "ever_visible_to",
    "tops_on",
    "boundary_of",
    "chain_of",
    "chains_of",
    "code_of_area",
    "children_of",
    "county",
    "examine",
    "free_codes",
    "has_county",
    "households_by_path",
    "is_whole_tree",
    "kind_of_name",
    "locate",
    "locate_many",
    "knows_name",
    "maps_ahead",
    "named_in",
    "own_source",
    "parents_among",
    "paths_above",
    "public_grid",
    "public_source",
    "read_areas",
    "scheme_of",
    "search",
    "stamp",
    "tops_for",
    "visible_to",
]
