"""The tree of areas, in a viewer's scope or public."""

from collections.abc import Iterable
from typing import cast
from uuid import UUID

import shapely
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from gewu.ground.territory.models import Area, AreaVersion
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.rules.codes import SCHEMES, CodeScheme
from gewu.ground.territory.rules.levels import Level, paths_above
from gewu.ground.territory.rules.outlines import Outline
from gewu.kernel.stamps import kept


@kept
def county() -> Area:
    """The county of this database; Area.DoesNotExist before it is set up."""
    return existing().get(level=Level.COUNTY)


@kept
def code_of_area(pk: UUID) -> str:
    """The code of any area."""
    return Area.objects.values_list("code", flat=True).get(pk=pk)


def has_county() -> bool:
    """Whether the county is set up."""
    return existing().filter(level=Level.COUNTY).exists()


def existing() -> QuerySet[Area]:
    """All areas that have not been closed."""
    return Area.objects.filter(closed_on=None)


def area_by_code(code: str) -> Area | None:
    """The area that bears this code now."""
    return existing().filter(code=code).first()


def areas_under(path: str, level: int | None = None) -> QuerySet[Area]:
    """An area and everything below it, perhaps of one level only."""
    found = existing().filter(path__startswith=path)
    return (found if level is None else found.filter(level=level)).order_by("level", "code")


def children_of(area: Area) -> QuerySet[Area]:
    """The areas directly below."""
    return existing().filter(parent=area).order_by("code")


def parents_among(areas: Iterable[Area]) -> set[UUID]:
    """Which of these areas have anything below them, with one query."""
    found = existing().filter(parent__in=list(areas)).order_by()
    return {pk for pk in found.values_list("parent_id", flat=True).distinct() if pk}


def grids_for(viewer: Viewer, area: Area | None = None) -> QuerySet[Area]:
    """The viewer's grids, or those of one area of theirs."""
    grids = visible_to(viewer).filter(level=Level.GRID).order_by("code")
    return grids.filter(path__startswith=area.path) if area else grids


def chain_of(area: Area) -> list[Area]:
    """The areas from the county down to this one."""
    return list(Area.objects.filter(path__in=paths_above(area.path)).order_by("level"))


def chains_of(areas: Iterable[Area]) -> dict[UUID, list[Area]]:
    """The chains of many areas with one query."""
    areas = list(areas)
    wanted = {path for area in areas for path in paths_above(area.path)}
    by_path = {area.path: area for area in Area.objects.filter(path__in=wanted)}
    return {
        area.pk: [by_path[path] for path in paths_above(area.path) if path in by_path]
        for area in areas
    }


def scope_of(viewer: Viewer) -> Q:
    """Under which paths the viewer sees areas."""
    wanted = Q(pk=None)
    for path in viewer.paths_with("territory.see"):
        wanted |= Q(path__startswith=path)
    return wanted


def visible_to(viewer: Viewer) -> QuerySet[Area]:
    """The areas under the viewer's posts."""
    return existing().filter(scope_of(viewer))


def tops_for(viewer: Viewer) -> list[Area]:
    """Where the viewer's trees begin."""
    paths = viewer.paths_with("territory.see")
    wanted = Q(level=Level.COUNTY) if "" in paths else Q(path__in=paths)
    return list(existing().filter(wanted).order_by("path"))


def area_for(viewer: Viewer, pk: UUID) -> Area:
    """One area in the viewer's scope; 404 for everyone else."""
    return get_object_or_404(visible_to(viewer).select_related("current", "parent"), pk=pk)


def search(viewer: Viewer, words: str) -> QuerySet[Area]:
    """Areas of the viewer's whose name or code holds the words."""
    return (
        visible_to(viewer)
        .filter(
            Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(code__startswith=words)
        )
        .order_by("level", "code")
    )


def scheme_of(area: Area) -> CodeScheme:
    """How the codes around this area are made."""
    return SCHEMES[area.code_scheme]


def boundary_of(version: AreaVersion | None) -> Outline | None:
    """The boundary as a shape."""
    if version is None or version.boundary is None:
        return None
    return cast(Outline, shapely.from_wkb(bytes(version.boundary)))
