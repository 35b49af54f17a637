"""A county that is founded gets the usual kinds of records."""

from collections.abc import Sequence

from gewu.ground.registers.actions import fill_kinds
from gewu.ground.territory.events import AreaAdded
from gewu.ground.territory.queries import Level, county
from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import Heard, listen


@listen("registers.kinds_of_a_new_county", AreaAdded)
def give_kinds(heard: Sequence[Heard[AreaAdded]]) -> None:
    """Whatever is there already stays as it is."""
    if any(each.event.level == Level.COUNTY for each in heard):
        fill_kinds(county=county(), by=SYSTEM)
