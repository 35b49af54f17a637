"""Reads of dated changes: plans, what stands in their way, who came from whom."""

from collections.abc import Iterable, Sequence
from typing import cast
from uuid import UUID

import shapely
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from gewu.ground.territory import states
from gewu.ground.territory.models import Area, AreaLink, AreaVersion, Redraw, RedrawPart
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.tree import boundary_of, existing
from gewu.ground.territory.rules.fitting import NEAR, touch
from gewu.ground.territory.rules.levels import Level, paths_above
from gewu.ground.territory.rules.outlines import Outline


def redraws_for(viewer: Viewer) -> QuerySet[Redraw]:
    """The changes under the viewer's posts, those to come first."""
    wanted = Q(pk=None)
    for path in viewer.paths_with("territory.edit"):
        wanted |= Q(path__startswith=path)
    return Redraw.objects.filter(wanted)


def redraw_for(viewer: Viewer, pk: UUID) -> Redraw:
    """One of them; 404 for everyone else."""
    return get_object_or_404(redraws_for(viewer), pk=pk)


def parts_of(redraw: Redraw) -> list[RedrawPart]:
    """What a redraw ends, changes and brings."""
    found = RedrawPart.objects.filter(redraw=redraw)
    return list(
        found.select_related("area__current", "area__parent", "parent").order_by("seq", "pk")
    )


def parts_of_all(redraws: Iterable[Redraw]) -> dict[UUID, list[RedrawPart]]:
    """The same for a list with one query."""
    found: dict[UUID, list[RedrawPart]] = {redraw.pk: [] for redraw in redraws}
    rows = RedrawPart.objects.filter(redraw__in=list(found)).select_related("area")
    for part in rows.order_by("seq", "pk"):
        found[part.redraw_id].append(part)
    return found


def due_redraws(day: object) -> QuerySet[Redraw]:
    """Plans whose day has come."""
    due = Redraw.objects.filter(state=states.PLANNED, day__lte=day)
    return due.order_by("day", "pk")


def outline_of(part: RedrawPart) -> Outline | None:
    """The outline that a part of a redraw brings."""
    return None if part.boundary is None else cast(Outline, shapely.from_wkb(bytes(part.boundary)))


def plan_in_the_way(area: Area, *, ends: bool, but: UUID | None = None) -> Redraw | None:
    """A plan for this area or one that ends what it lies in; if it is to end, one below it too."""
    parts = RedrawPart.objects.filter(is_open=True).exclude(redraw=but)
    wanted = Q(area__path__in=paths_above(area.path)[:-1], role=RedrawPart.Role.ENDS)
    wanted |= Q(area=area)
    if ends:
        wanted |= Q(area__path__startswith=area.path) | Q(parent__path__startswith=area.path)
    found = parts.filter(wanted).select_related("redraw").order_by("pk").first()
    return found.redraw if found else None


def plan_of(area: Area) -> Redraw | None:
    """The plan for this very area."""
    found = RedrawPart.objects.filter(is_open=True, area=area).select_related("redraw").first()
    return found.redraw if found else None


def codes_ever_borne(
    codes: Sequence[str], *, but_by_area: UUID | None = None, but_by_plan: UUID | None = None
) -> set[str]:
    """Which of these codes an area bears, bore once, or will bear by a plan."""
    areas = Area.objects.filter(code__in=codes).exclude(Q(pk=but_by_area))
    versions = AreaVersion.objects.filter(code__in=codes).exclude(area=but_by_area)
    plans = RedrawPart.objects.filter(
        code__in=codes, is_open=True, role=RedrawPart.Role.COMES
    ).exclude(redraw=but_by_plan)
    found = (each.order_by().values_list("code", flat=True) for each in (areas, versions, plans))
    return {code for codes in found for code in codes}


def neighbours_of(areas: Sequence[Area], outlines: Sequence[Outline]) -> QuerySet[Area]:
    """Other areas of the same level around these outlines."""
    west, south, east, north = shapely.total_bounds(list(outlines))
    return (
        existing()
        .filter(
            level=areas[0].level,
            current__west__lte=east,
            current__east__gte=west,
            current__south__lte=north,
            current__north__gte=south,
        )
        .exclude(pk__in=[area.pk for area in areas])
        .select_related("current")
    )


def formers_of(area: Area) -> list[AreaLink]:
    """From whom an area came."""
    found = AreaLink.objects.filter(heir=area).select_related("former", "redraw")
    return list(found.order_by("-share"))


def heirs_of(area: Area) -> list[AreaLink]:
    """Who came after an area."""
    found = AreaLink.objects.filter(former=area).select_related("heir", "redraw")
    return list(found.order_by("-keeps", "-share"))


def keeper_of(area: Area) -> Area:
    """The area that stands today where this one was: its keeping heir, or that one's."""
    while area.closed_on is not None:
        link = (
            AreaLink.objects.filter(former=area, keeps=True).select_related("heir__current").first()
        )
        if link is None:
            break
        area = link.heir
    return area


def public_grid(code: str) -> Area:
    """A grid as everyone may see it; of one that ended, the grid that goes on in its place."""
    levels = (Level.GRID, Level.MICRO_GRID)
    grids = Area.objects.filter(level__in=levels, code=code).select_related("current")
    found = grids.order_by(F("closed_on").desc(nulls_first=True)).first()
    if found is not None:
        found = keeper_of(found)
    if found is None or found.closed_on is not None:
        raise Http404
    return found


def touched_by(redraw: UUID) -> list[Area]:
    """The areas that a redraw ended or changed."""
    parts = RedrawPart.objects.filter(redraw=redraw).exclude(role=RedrawPart.Role.COMES)
    return list(Area.objects.filter(pk__in=parts.order_by().values("area")).order_by("path"))


def areas_that_ended() -> list[Area]:
    """All that were ever closed."""
    return list(Area.objects.filter(closed_on__isnull=False).order_by("path"))


def mergeable_with(area: Area) -> list[Area]:
    """The areas under the same parent that touch it."""
    outline = boundary_of(area.current)
    if outline is None or area.parent_id is None:
        return []
    beside = neighbours_of([area], [outline.buffer(NEAR)]).filter(parent=area.parent_id)
    return [
        each
        for each in beside.order_by("code")
        if (other := boundary_of(each.current)) is not None and touch([outline, other])
    ]


def siblings_by_code(area: Area, codes: Sequence[str]) -> dict[str, Area]:
    """The area itself and others under its parent, by their codes."""
    found = existing().filter(Q(pk=area.pk) | Q(parent=area.parent_id, level=area.level))
    rows = found.filter(code__in=codes).select_related("current", "parent")
    return {each.code: each for each in rows}
