"""Areas as the map wants them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from gewu.ground.territory import queries
from gewu.ground.territory.models import Area


def around(area: Area, visible: QuerySet[Area]) -> dict[str, Any]:
    """What lies directly below an area, or a leaf among its neighbours."""
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
    return bool(picture["areas"]["features"])
