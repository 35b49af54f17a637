"""The tree and its map as they were on a day."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from gewu.ground.territory import queries
from gewu.ground.territory.forms import DayForm
from gewu.ground.territory.models import Area
from gewu.ground.territory.policies import Viewer

# Up to this many areas all branches are opened; with more they come when somebody looks.
FEW = 40


def day_asked(request: HttpRequest) -> tuple[DayForm, date | None]:
    """The day of the address, where one is named that is not today."""
    form = DayForm(request.GET)
    day: date | None = form.cleaned_data["day"] if form.is_valid() else None
    return form, None if day == timezone.localdate() else day


def of_day(viewer: Viewer, day: date) -> dict[str, Any]:
    """Tree and map of a day, for the page of all areas."""
    areas = queries.as_of(queries.ever_visible_to(viewer), day)
    below: dict[UUID | None, list[Area]] = {}
    for area in areas:
        below.setdefault(area.parent_id, []).append(area)
    tops = queries.tops_on(viewer, day)
    return {
        "nodes": [_node(top, below, day, opened=True, few=len(areas) <= FEW) for top in tops],
        "map": _map(tops, below),
    }


def below_on(viewer: Viewer, area: Area, day: date) -> list[dict[str, Any]]:
    """What lay below an area on a day, for opening the tree level by level."""
    inside = queries.ever_visible_to(viewer).filter(path__startswith=area.path)
    below: dict[UUID | None, list[Area]] = {}
    for each in queries.as_of(inside, day):
        below.setdefault(each.parent_id, []).append(each)
    return [_node(each, below, day, opened=False, few=False) for each in below.get(area.pk, [])]


def _node(
    area: Area, below: dict[UUID | None, list[Area]], day: date, *, opened: bool, few: bool
) -> dict[str, Any]:
    node: dict[str, Any] = {
        "label": area.name,
        "note": area.code,
        "url": reverse("territory:area", args=[area.pk]),
        "open": opened or few,
    }
    children = below.get(area.pk, [])
    if children and (opened or few):
        node["children"] = [_node(each, below, day, opened=False, few=few) for each in children]
    elif children:
        node["more"] = f"{reverse('territory:branch', args=[area.pk])}?day={day}"
    return node


def _map(tops: list[Area], below: dict[UUID | None, list[Area]]) -> dict[str, Any] | None:
    shown = [child for top in tops for child in below.get(top.pk, [])] or tops
    while len(shown) == 1 and below.get(shown[0].pk):
        shown = below[shown[0].pk]  # one outline says nothing: its parts do
    drawn = queries.collection_of(shown)
    for feature in drawn["features"]:
        feature["properties"]["url"] = reverse("territory:area", args=[feature["id"]])
    return {"areas": drawn} if drawn["features"] else None
