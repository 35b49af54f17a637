"""Facts for choosing a unit: who serves the place, who does this kind of work."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import (
    departments,
    desk_of,
    levels_below,
    next_above,
    units_of_path,
)
from gewu.ground.territory.models import Area
from gewu.kernel.stamps import kept
from gewu.work.tickets.models import Condition, LeadKind, LeadUnit, Ticket
from gewu.work.tickets.rules.routing import OUTSIDE, REASONS, Choices, Route, choose

LEVEL_OF_KIND: dict[str, str] = {
    Unit.Kind.GRID_TEAM: "grid",
    Unit.Kind.COMMUNITY: "community",
    Unit.Kind.TOWN: "town",
}


MOST_UNITS = 30


@dataclass(frozen=True)
class Preview:
    """Where a condition would send a ticket, and why."""

    condition: Condition
    unit: Unit
    reason: str | Promise


def route_for(condition: Condition, area: Area | None) -> Route:
    """The unit that is asked first for a condition at a place, and why."""
    lead = condition.lead
    of_kind = unit_of_kind(lead.pk) if lead.level == LeadKind.Level.DEPARTMENT else None
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


@kept
def unit_of_kind(lead_kind: UUID) -> UUID | None:
    """The unit that does the work of a kind in the county."""
    units = LeadUnit.objects.filter(lead_kind=lead_kind).order_by("pk")
    return units.values_list("unit_id", flat=True).first()


def route_outside(condition: Condition) -> Route:
    """Before anybody has looked, a point outside all areas goes to the county's desk.

    A department would be sent beyond the county otherwise, for a place that somebody mistyped.
    """
    return Route(desk_of(condition.county_id).pk, OUTSIDE)


def previews(conditions: Iterable[Condition], area: Area | None) -> list[Preview]:
    """What would happen under each condition, before anybody decides."""
    routes = [(condition, route_for(condition, area)) for condition in conditions]
    units = Unit.objects.in_bulk({route.unit for _condition, route in routes})
    return [
        Preview(condition, units[route.unit], REASONS[route.reason]) for condition, route in routes
    ]


def units_to_choose(ticket: Ticket, words: str = "") -> list[Unit]:
    """Units that a dispatcher looks at first; with words, every unit of the county is searched."""
    if words:
        named = Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(area__code=words)
        units = Unit.objects.filter(named, county_id=ticket.county_id)
        return list(units.order_by("area__level", "area__code", "name_zh")[:MOST_UNITS])
    return [*reversed(units_of_path(ticket.area_path)), *departments()]


def units_to_name() -> QuerySet[Unit]:
    """Units that a complaint may be about, the departments first."""
    return Unit.objects.order_by("kind", "name_zh")


def unit_above(ticket: Ticket) -> Unit | None:
    """The unit one level above the one that has the ticket; above a department stands the desk."""
    return next_above(ticket.unit, ticket.area_path) if ticket.unit else None


def units_below(ticket: Ticket) -> list[Unit]:
    """Units below the one that has the ticket, those at its place first."""
    return levels_below(ticket.unit, ticket.area_path) if ticket.unit else []


def lead_units(county_id: UUID) -> list[tuple[LeadKind, Unit | None]]:
    """Kinds of work that a department leads, those without a unit first."""
    units = {
        each.lead_kind_id: each.unit
        for each in LeadUnit.objects.filter(county_id=county_id).select_related("unit")
    }
    kinds = LeadKind.objects.filter(county_id=county_id, level=LeadKind.Level.DEPARTMENT)
    rows = [(kind, units.get(kind.pk)) for kind in kinds.order_by("kind")]
    return sorted(rows, key=lambda row: row[1] is not None)


def kinds_without_unit(county_id: UUID) -> list[LeadKind]:
    """Kinds of work of a county that no unit is set up for, to be shown at set-up."""
    mapped = LeadUnit.objects.filter(county_id=county_id).values("lead_kind")
    return list(
        LeadKind.objects.filter(county_id=county_id, level=LeadKind.Level.DEPARTMENT)
        .exclude(pk__in=mapped)
        .order_by("kind")
    )
