"""Everything that changes the tree of areas."""

from gewu.ground.territory.actions.areas import add_area, change_area
from gewu.ground.territory.actions.importing import ImportDone, ImportRefused, import_areas
from gewu.ground.territory.rules.rows import AreaRow

__all__ = ["AreaRow", "ImportDone", "ImportRefused", "add_area", "change_area", "import_areas"]
