"""The collections, one of them, and what its items hold."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gewu.doors.features.queries import extent_of
from gewu.doors.features.rules import Collection
from gewu.doors.features.views.replies import (
    CRS84,
    GEOJSON,
    HTML,
    JSON,
    SCHEMA,
    Link,
    address_of,
    answered,
    as_json,
    collection_for,
    collections_for,
    crumbs,
    link,
    told,
    viewer_of,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@answered()
def listed(request: HttpRequest) -> HttpResponse:
    """All that the viewer may see."""
    found = collections_for(viewer_of(request))
    answer = {"collections": [_described(request, each) for each in found]}
    context = {"collections": found, "crumbs": crumbs((_("Collections"), ""))}
    return told(request, "features/collections.html", answer, context)


@answered()
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One collection with its extent."""
    found = collection_for(viewer_of(request), name)
    answer = _described(request, found)
    context = {
        "collection": found,
        "extent": answer.get("extent", {}),
        "crumbs": crumbs((str(found.title), "")),
    }
    return told(request, "features/collection.html", answer, context)


@answered(pages=False)
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """What its items hold, in JSON Schema."""
    found = collection_for(viewer_of(request), name)
    properties: dict[str, Any] = {
        key: {part: _plain(value) for part, value in each.items()}
        for key, each in found.properties.items()
    }
    properties["geometry"] = {"format": found.geometry, "x-ogc-role": "primary-geometry"}
    answer = {
        "$schema": DIALECT,
        "$id": request.build_absolute_uri(request.path),
        "title": str(found.title),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    return as_json(answer, SCHEMA)


def _described(request: HttpRequest, found: Collection) -> dict[str, Any]:
    extent = extent_of(found.level)
    if found.level is None:
        extent.pop("temporal", None)
    return {
        "id": found.name,
        "title": str(found.title),
        "description": str(found.description),
        "itemType": "feature",
        "crs": [CRS84],
        **({"extent": extent} if extent else {}),
        "links": _links(request, found),
    }


def _links(request: HttpRequest, found: Collection) -> list[Link]:
    items, described = (address_of(request, name, found.name) for name in ("items", "schema"))
    at = address_of(request, "collection", found.name)
    links = [
        link("items", f"{items}?f=json", GEOJSON, _("Its items")),
        link("items", f"{items}?f=html", HTML, _("Items as a page")),
        link("describedby", described, SCHEMA, _("What its items hold")),
    ]
    # the page of one collection has these already
    return (
        links
        if request.build_absolute_uri(request.path) == at
        else [link("self", at, JSON, str(found.title)), *links]
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, list) else str(value)
