"""Once a month a department with open orders is dissolved, and another one goes on."""

from gewu.ground.staffing.actions import dissolve_unit
from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import burdens_of
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.simulation.month.world import NobodyMay, World


def dissolve(world: World) -> Unit:
    """The one with the most open; without a successor it is refused, as it must be."""
    departments = [unit for unit in world.units if unit.kind == Unit.Kind.DEPARTMENT]
    unit = max(departments, key=lambda each: sum(part.count for part in burdens_of(each)))
    try:
        dissolve_unit(unit=unit, by=SYSTEM)
    except Refusal as refused:
        world.refused[f"dissolve:{refused.code}"] += 1
    for heir in world.rng.sample(departments, len(departments)):
        try:
            gone = dissolve_unit(unit=unit, successor=heir, words="机构改革，职责划转", by=SYSTEM)
        except Refusal as refused:
            world.refused[f"dissolve:{refused.code}"] += 1
        else:
            world.units = [each for each in world.units if each.pk != unit.pk]
            return gone
    raise NobodyMay("dissolve")
