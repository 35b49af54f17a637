"""Facts for choosing a unit: who serves the place, who does this kind of work."""

from dataclasses import replace
from uuid import UUID

from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import desk_of, units_of_path
from gewu.ground.territory.models import Area
from gewu.work.tickets.models import Condition, LeadKind, LeadUnit
from gewu.work.tickets.rules.routing import Choices, Route, choose

LEVEL_OF_KIND: dict[str, str] = {
    Unit.Kind.GRID_TEAM: "grid",
    Unit.Kind.COMMUNITY: "community",
    Unit.Kind.TOWN: "town",
}


def route_for(condition: Condition, area: Area | None) -> Route:
    """The unit that is asked first for a condition at a place, and why."""
    lead = condition.lead
    of_kind = None
    if lead.level == LeadKind.Level.DEPARTMENT:
        of_kind = LeadUnit.objects.filter(lead_kind=lead).values_list("unit_id", flat=True).first()
    units = units_of_path(area.path) if area and of_kind is None else []
    route = choose(
        lead.level,
        Choices(
            of_area={
                LEVEL_OF_KIND[unit.kind]: unit.pk for unit in units if unit.kind in LEVEL_OF_KIND
            },
            of_kind=of_kind,
            placed=area is not None,
        ),
    )
    return route if route.unit else replace(route, unit=desk_of(condition.county_id).pk)


def kinds_without_unit(county_id: UUID) -> list[LeadKind]:
    """Kinds of work of a county that no unit is set up for, to be shown at set-up."""
    mapped = LeadUnit.objects.filter(county_id=county_id).values("lead_kind")
    return list(
        LeadKind.objects.filter(county_id=county_id, level=LeadKind.Level.DEPARTMENT)
        .exclude(pk__in=mapped)
        .order_by("kind")
    )
