"""Areas as they were on a day: names, codes and outlines of then, also of those that ended since."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from gewu.ground.territory.models import Area, AreaVersion
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.tree import scope_of


def ever_visible_to(viewer: Viewer) -> QuerySet[Area]:
    """The areas under the viewer's posts, those that ended too."""
    return Area.objects.filter(scope_of(viewer))


def ever_for(viewer: Viewer, pk: UUID) -> Area:
    """One of them; 404 for everyone else."""
    return get_object_or_404(ever_visible_to(viewer).select_related("current", "parent"), pk=pk)


def as_of(areas: QuerySet[Area], day: date) -> list[Area]:
    """These areas as they were on a day, never to be saved; those that were not there are left out."""
    versions = AreaVersion.objects.filter(area__in=areas.order_by(), valid__contains=day)
    return _as_they_were(versions)


def tops_on(viewer: Viewer, day: date) -> list[Area]:
    """Where the viewer's trees began on a day."""
    paths = viewer.paths_with("territory.see")
    found = as_of(ever_visible_to(viewer), day)
    known = {area.path for area in found}
    tops = [area for area in found if area.path in paths]
    if "" in paths or not tops:
        tops = [area for area in found if area.parent is None or area.parent.path not in known]
    return sorted(tops, key=lambda area: area.path)


def versions_of(area: Area) -> list[AreaVersion]:
    """What an area was, the newest first."""
    return list(AreaVersion.objects.filter(area=area).order_by("-valid"))


def _as_they_were(versions: QuerySet[AreaVersion]) -> list[Area]:
    rows = list(versions.select_related("area__parent"))
    for version in rows:
        area = version.area
        area.code, area.name_zh, area.name_en = version.code, version.name_zh, version.name_en
        area.current = version
    by_pk = {version.area_id: version.area for version in rows}
    for area in by_pk.values():
        if area.parent_id in by_pk:
            area.parent = by_pk[area.parent_id]
    return _in_order(by_pk.values())


def _in_order(areas: Iterable[Area]) -> list[Area]:
    return sorted(areas, key=lambda area: (area.level, area.code))
