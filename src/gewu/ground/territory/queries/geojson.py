"""Areas as GeoJSON, for the map and for export."""

from collections.abc import Iterable
from typing import Any, cast

import shapely
from django.db.models import QuerySet

from gewu.ground.territory.models import Area, Revision
from gewu.ground.territory.queries.tree import boundary_of
from gewu.ground.territory.rules.outlines import Outline

DECIMALS = 7


def as_geojson(areas: QuerySet[Area]) -> dict[str, Any]:
    """A FeatureCollection of drawn areas, with what an import of it needs."""
    drawn = areas.filter(current__boundary__isnull=False).select_related("current", "parent")
    return collection_of(drawn.order_by("level", "code"))


def collection_of(areas: Iterable[Area]) -> dict[str, Any]:
    """The same for areas that were read already, perhaps as they were on a day."""
    drawn = (area for area in areas if area.current and area.current.boundary is not None)
    return {"type": "FeatureCollection", "features": [_feature(area) for area in drawn]}


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
