"""Everything that changes the tree of areas."""

from gewu.ground.territory.actions.aliases import (
    accept_alias,
    add_alias,
    import_aliases,
    propose_alias,
    refuse_alias,
)
from gewu.ground.territory.actions.areas import add_area, change_area
from gewu.ground.territory.actions.buildings import (
    BuildingsDone,
    BuildingsRefused,
    add_building,
    change_building,
    end_building,
    import_buildings,
)
from gewu.ground.territory.actions.entering import enter_due, enter_into_force
from gewu.ground.territory.actions.importing import ImportDone, ImportRefused, import_areas
from gewu.ground.territory.actions.planning import (
    look_at,
    merge_parts,
    plan_merge,
    plan_redraw,
    plan_rename,
    plan_split,
    redraw_parts,
    rename_parts,
    split_parts,
    undo_redraw,
)
from gewu.ground.territory.actions.refusing import RedrawRefused
from gewu.ground.territory.rules.rows import AreaRow

__all__ = [
    "accept_alias",
    "add_alias",
    "import_aliases",
    "propose_alias",
    "refuse_alias",
    "AreaRow",
    "BuildingsDone",
    "BuildingsRefused",
    "add_building",
    "change_building",
    "end_building",
    "import_buildings",
    "ImportDone",
    "ImportRefused",
    "RedrawRefused",
    "add_area",
    "change_area",
    "enter_due",
    "enter_into_force",
    "import_areas",
    "look_at",
    "merge_parts",
    "redraw_parts",
    "rename_parts",
    "split_parts",
    "plan_merge",
    "plan_redraw",
    "plan_rename",
    "plan_split",
    "undo_redraw",
]
