"""Areas as GeoJSON, for the map and for export."""

from typing import Any, cast

import shapely
from django.db.models import QuerySet

from gewu.ground.territory.models import Area, Revision
from gewu.ground.territory.queries.tree import boundary_of
from gewu.ground.territory.rules.rows import Outline

DECIMALS = 7


def as_geojson(areas: QuerySet[Area]) -> dict[str, Any]:
    """A FeatureCollection of drawn areas, with what an import of it needs."""
    drawn = areas.filter(current__boundary__isnull=False).select_related("current", "parent")
    return {
        "type": "FeatureCollection",
        "features": [_feature(area) for area in drawn.order_by("level", "code")],
    }


def stamp() -> str:
    """Changes whenever the tree changes: the ETag of its maps."""
    return "-".join(
        str(each) for each in Revision.objects.order_by("pk").values_list("stamp", flat=True)
    )


def _feature(area: Area) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": str(area.pk),
        "properties": {
            "id": str(area.pk),
            "code": area.code,
            "parent_code": area.parent.code if area.parent else "",
            "level": area.level_name,
            "kind": area.kind,
            "name": area.name,
            "name_zh": area.name_zh,
            "name_en": area.name_en,
        },
        "geometry": shapely.geometry.mapping(cast(Outline, boundary_of(area.current))),
    }
