"""Every area gets the unit of its level, so that there is somebody to give work to."""

from collections.abc import Sequence

from gewu.ground.staffing.actions import add_missing_units
from gewu.ground.territory.events import AreaAdded, AreasImported
from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import Heard, listen


@listen("staffing.units_of_new_areas", AreaAdded, AreasImported)
def give_units(heard: Sequence[Heard[AreaAdded | AreasImported]]) -> None:
    """Add the units that are missing under the places that changed."""
    for path in sorted({each.path for each in heard}):
        add_missing_units(path=path, by=SYSTEM)
