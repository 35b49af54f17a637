"""What areas are called besides their names: learned, entered, or borne before."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.shortcuts import get_object_or_404

from gewu.ground.territory import states
from gewu.ground.territory.models import Alias, Area, AreaLink, AreaVersion, Building
from gewu.ground.territory.policies import Viewer


def aliases_for(viewer: Viewer) -> QuerySet[Alias]:
    """Other names that the viewer may decide about, in areas that exist."""
    wanted = Q(pk=None)
    for path in viewer.paths_with("territory.edit"):
        wanted |= Q(area__path__startswith=path)
    found = Alias.objects.filter(wanted, area__closed_on=None)
    return found.select_related("area__parent", "building")


def alias_for(viewer: Viewer, pk: UUID) -> Alias:
    """One of them; 404 for everyone else."""
    return get_object_or_404(aliases_for(viewer), pk=pk)


def buildings_to_choose(aliases: Iterable[Alias], most: int) -> dict[UUID, list[Building]]:
    """For each area of these names the buildings in it, where they are few enough to choose from."""
    found: dict[UUID, list[Building]] = {}
    for area in {alias.area for alias in aliases}:
        inside = Building.objects.filter(area__path__startswith=area.path, valid_to=None)
        rows = list(inside.order_by("name_zh", "pk")[: most + 1])
        found[area.pk] = rows if len(rows) <= most else []
    return found


def _borne_before() -> Iterable[tuple[UUID, str]]:
    """Names of versions that differ from today's, and all names of areas that ended."""
    ended = Area.objects.exclude(closed_on=None).order_by("pk").values_list("pk", "name_zh")
    rows = AreaVersion.objects.exclude(name_zh=F("area__name_zh")).order_by("pk")
    return [*ended, *rows.values_list("area_id", "name_zh")]


def other_names() -> dict[UUID, set[str]]:
    """Other names of areas and buildings by their ids; an area goes on under the names of its formers."""
    names: dict[UUID, set[str]] = defaultdict(set)
    for pk, name in _borne_before():
        names[pk].add(name)
    accepted = Alias.objects.filter(state=states.ACCEPTED).order_by("pk")
    for area, building, name in accepted.values_list("area_id", "building_id", "name"):
        names[building or area].add(name)
    links = AreaLink.objects.order_by("day", "pk").values_list("former_id", "heir_id")
    for former, heir in links:  # the oldest first, so that names go down a whole line
        names[heir] |= names[former]
    return names
