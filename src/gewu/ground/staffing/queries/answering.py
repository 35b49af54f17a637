"""Who answers for a place: what callers ask, in one look."""

from dataclasses import dataclass, field

from gewu.ground.staffing import rules
from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries.contacts import contacts_of
from gewu.ground.staffing.queries.overlays import Professional, professionals_at
from gewu.ground.staffing.queries.teams import Part, public_team
from gewu.ground.staffing.queries.units import units_of_path
from gewu.ground.territory.hooks import GridContact
from gewu.ground.territory.models import Area, Level
from gewu.ground.territory.queries import chain_of


@dataclass(frozen=True)
class Answers:
    """The grid of a place, its worker, who stands above, and the departments' workers there."""

    area: Area
    chain: list[Area]
    grid: Area | None
    contact: GridContact | None
    units: list[Unit]
    professionals: list[Professional]
    team: list[Part] = field(default_factory=list)

    @property
    def duty(self) -> Unit | None:
        """Whom to call when the worker cannot be reached: the town, else the county's desk."""
        offices = (rules.UnitKind.TOWN, rules.UnitKind.COUNTY_DESK)
        return next((each for each in self.units if each.kind in offices and each.phone), None)


def answers_for(area: Area) -> Answers:
    """Everything that is published about a place, whoever asks."""
    chain = chain_of(area)
    grid = next((each for each in chain if each.level == Level.GRID), None)
    units = list(reversed(units_of_path(area.path)))
    team = units[0] if grid and units and units[0].kind == rules.UnitKind.GRID_TEAM else None
    return Answers(
        area=area,
        chain=chain,
        grid=grid,
        contact=contacts_of([grid]).get(grid.pk) if grid else None,
        units=units,
        professionals=professionals_at(area.path),
        team=public_team(team) if team else [],
    )
