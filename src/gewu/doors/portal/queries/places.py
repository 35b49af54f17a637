"""Areas as residents see them."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from gewu.ground.staffing.models import Unit
from gewu.ground.territory.hooks import GridContact
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import Level, as_geojson, chains_of, county
from gewu.ground.territory.queries.posters import grid_contacts
from gewu.ground.territory.queries.tree import existing

GRID_PAGE = "territory:public_grid"
MOST_FOUND = 30
MOST_OUTLINES = 60  # a phone should not load the outlines of a whole district


def communities() -> list[tuple[Area, list[Area]]]:
    """Communities under their towns."""
    areas = list(existing().filter(level__in=(Level.TOWN, Level.COMMUNITY)).order_by("code"))
    return [
        (town, [area for area in areas if area.parent_id == town.pk])
        for town in areas
        if town.level == Level.TOWN
    ]


def open_area(pk: UUID) -> Area | None:
    """An area down to the grids, which everyone may look at."""
    return existing().filter(pk=pk, level__lte=Level.GRID).select_related("current").first()


def contact_of(grid: Area) -> GridContact:
    """Who looks after a grid, and who supervises."""
    return grid_contacts([grid])[grid.pk]


def named(words: str) -> list[tuple[Area, str]]:
    """Communities and grids whose name or code holds the words, with what they lie in."""
    fits = Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(code__startswith=words)
    levels = (Level.COMMUNITY, Level.GRID)
    found = list(existing().filter(fits, level__in=levels).order_by("level", "code")[:MOST_FOUND])
    chains = chains_of(found)
    return [(each, " › ".join(area.name for area in chains[each.pk][1:-1])) for each in found]


def map_of(area: Area | None, *, place: list[float] | None = None) -> dict[str, Any]:
    """What the map shows around an area, or of the whole county."""
    shown: dict[str, Any] = {"areas": as_geojson(_outlines(area))}
    if area is not None:
        shown["selected"] = str(area.pk)
    if place is not None:
        shown["place"] = place
    return shown


def units_to_name(area: Area | None) -> QuerySet[Unit]:
    """Units that a report may be about: departments, towns, communities, and the grid's own team."""
    wanted = Q(kind__in=(Unit.Kind.DEPARTMENT, Unit.Kind.TOWN, Unit.Kind.COMMUNITY))
    if area is not None:
        wanted |= Q(area=area)
    return Unit.objects.filter(wanted, county_id=county().pk).order_by("kind", "name_zh")


def _outlines(area: Area | None) -> QuerySet[Area]:
    if area is None:
        found = existing().filter(level=Level.COMMUNITY)
        return found if found.count() <= MOST_OUTLINES else existing().filter(level=Level.TOWN)
    if area.level >= Level.GRID:
        return existing().filter(parent=area.parent_id)
    return existing().filter(parent=area)
