"""Areas as the map wants them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from gewu.ground.territory import queries
from gewu.ground.territory.models import Area


def around(area: Area, visible: QuerySet[Area]) -> dict[str, Any]:
    """An area with what lies directly below it, or a leaf among its neighbours."""
    below = visible.filter(parent=area)
    if not below.filter(current__boundary__isnull=False).exists():
        below = visible.filter(parent=area.parent_id) if area.parent_id else visible.none()
    drawn = queries.as_geojson(below | visible.filter(pk=area.pk))
    for feature in drawn["features"]:
        feature["properties"]["url"] = reverse("territory:area", args=[feature["id"]])
    selected = str(area.pk) if not visible.filter(parent=area).exists() else ""
    return {"areas": drawn} | ({"selected": selected} if selected else {})


def alone(area: Area) -> dict[str, Any]:
    """One area by itself, for everyone."""
    return {
        "areas": queries.as_geojson(Area.objects.filter(pk=area.pk)),
        "selected": str(area.pk),
    }


def is_drawn(picture: dict[str, Any]) -> bool:
    """Whether there is anything to show on a map."""
    return bool(picture["areas"]["features"])
