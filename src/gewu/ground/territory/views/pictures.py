"""Areas as the map wants them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from gewu.ground.territory import queries
from gewu.ground.territory.models import Area
from gewu.ground.territory.policies import Viewer


def whole(tops: list[Area], viewer: Viewer) -> dict[str, Any] | None:
    """All that a viewer sees: in tiles where it is too much for a page, else the first level."""
    visible = queries.visible_to(viewer)
    if tops and queries.are_many(visible):
        return {"tiles": queries.own_source(viewer)}
    return around(tops[0], viewer) if tops else None


def around(area: Area, viewer: Viewer) -> dict[str, Any]:
    """What lies directly below an area, or a leaf among its neighbours."""
    visible = queries.visible_to(viewer)
    beside = Q(parent=area) | Q(parent=area.parent_id, parent__isnull=False)
    box = area.current.box if area.current else None
    if box and queries.are_many(visible.filter(beside)):
        return {"tiles": queries.own_source(viewer), "box": box, "selected": str(area.pk)}
    drawn = queries.as_geojson(visible.filter(parent=area))
    selected: dict[str, str] = {}
    while len(drawn["features"]) == 1 and (below := _below_only(drawn, visible))["features"]:
        drawn = below  # one outline says nothing: its parts do
    if not drawn["features"]:
        drawn = queries.as_geojson(visible.filter(Q(parent=area.parent_id) | Q(pk=area.pk)))
        selected = {"selected": str(area.pk)}
    for feature in drawn["features"]:
        feature["properties"]["url"] = reverse("territory:area", args=[feature["id"]])
    return {"areas": drawn} | selected


def _below_only(drawn: dict[str, Any], visible: QuerySet[Area]) -> dict[str, Any]:
    return queries.as_geojson(visible.filter(parent=drawn["features"][0]["id"]))


def alone(area: Area) -> dict[str, Any]:
    """One area by itself, for everyone."""
    return {
        "areas": queries.as_geojson(Area.objects.filter(pk=area.pk)),
        "selected": str(area.pk),
    }


def is_drawn(picture: dict[str, Any]) -> bool:
    """Whether there is anything to show on a map."""
    return bool(picture.get("tiles") or picture["areas"]["features"])
