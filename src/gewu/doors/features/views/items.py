"""The items of a collection, page by page, and one of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gewu.doors.features import queries
from gewu.doors.features.rules import (
    Asked,
    Collection,
    boxes_of,
    limit_of,
    mark_of,
    period_of,
)
from gewu.doors.features.views.replies import (
    GEOJSON,
    HTML,
    JSON,
    address,
    address_of,
    answered,
    collection_for,
    crumbs,
    link,
    told,
    viewer_of,
    wants_page,
)
from gewu.ground.accounts.models import User


@answered("bbox", "datetime", "limit", "after")
def listed(request: HttpRequest, name: str) -> HttpResponse:
    """A page of items: in a box, at a time, after a mark."""
    viewer = viewer_of(request)
    collection = collection_for(viewer, name)
    asked = Asked(
        boxes=boxes_of(request.GET.get("bbox", "")),
        period=period_of(request.GET.get("datetime", ""), timezone.get_current_timezone()),
        limit=limit_of(request.GET.get("limit", "")),
        after=mark_of(request.GET.get("after", "")),
    )
    found = _page(viewer, collection, asked)
    further = address(request, after=str(found.after)) if found.after else ""
    media = HTML if wants_page(request) else GEOJSON
    up = link("collection", address_of(request, "collection", name), JSON, str(collection.title))
    answer = {
        "type": "FeatureCollection",
        "timeStamp": timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "numberReturned": len(found.features),
        "features": found.features,
        "links": [up, *([link("next", further, media, _("Next page"))] if further else [])],
    }
    steps = crumbs(_step(collection), (_("Its items"), ""))
    context = {
        "collection": collection,
        "rows": [_row(name, feature) for feature in found.features],
        "map": _map(collection, found.features),
        "further": further,
        "crumbs": steps,
    }
    return told(request, "features/items.html", answer, context, GEOJSON)


@answered("datetime")
def one(request: HttpRequest, name: str, pk: str) -> HttpResponse:
    """One item; an area as it was at a time, if one is asked for."""
    viewer = viewer_of(request)
    collection = collection_for(viewer, name)
    feature = _item(viewer, collection, pk, request.GET.get("datetime", ""))
    up = link("collection", address_of(request, "collection", name), JSON, str(collection.title))
    steps = crumbs(_step(collection), (_called(feature), ""))
    context = {
        "collection": collection,
        "title": _called(feature),
        "facts": _facts(collection, feature),
        "map": _map(collection, [feature]),
        "crumbs": steps,
    }
    return told(request, "features/item.html", {**feature, "links": [up]}, context, GEOJSON)


def _page(viewer: User | None, collection: Collection, asked: Asked) -> queries.Found:
    if collection.level is not None:
        return queries.area_page(collection.level, asked)
    assert viewer is not None  # the collection was found for somebody
    return queries.ticket_page(viewer, asked)


def _item(viewer: User | None, collection: Collection, pk: str, moment: str) -> dict[str, Any]:
    try:
        key = UUID(pk)
    except ValueError:
        raise Http404 from None
    period = period_of(moment, timezone.get_current_timezone())
    if collection.level is None:
        assert viewer is not None
        return queries.ticket_item(viewer, key)
    found = queries.area_item(collection.level, key, period)
    if found is None:
        raise Http404
    return found


def _step(collection: Collection) -> tuple[str, str]:
    return str(collection.title), reverse("features:collection", args=[collection.name])


def _called(feature: dict[str, Any]) -> str:
    told: dict[str, Any] = feature["properties"]
    return str(told.get("name") or told.get("number"))


def _row(name: str, feature: dict[str, Any]) -> dict[str, str]:
    """A line of the list: what it is called, its code, the way to it."""
    held = feature["properties"]
    url = reverse("features:item", args=[name, feature["id"]]) + "?" + urlencode({"f": "html"})
    more = held.get("code") or held.get("item_name") or ""
    return {"name": _called(feature), "more": more, "url": url}


def _facts(collection: Collection, feature: dict[str, Any]) -> list[tuple[str, str]]:
    held = feature["properties"]
    return [
        (str(what["title"]), _shown(str(held[key]), what.get("format", "")))
        for key, what in collection.properties.items()
        if held.get(key) and key not in collection.for_programs
    ]


def _shown(value: str, form: str) -> str:
    """Moments in local time."""
    if form != "date-time":
        return value
    return timezone.localtime(datetime.fromisoformat(value)).strftime("%Y-%m-%d %H:%M")


def _map(collection: Collection, features: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What the map element takes; nothing where nothing is drawn."""
    drawn = [feature for feature in features if feature["geometry"]]
    kind = "areas" if collection.level else "points"
    shown = [
        feature
        | {
            "properties": {
                "id": feature["id"],
                "name_zh": feature["properties"].get("name_zh", ""),
                "name_en": feature["properties"].get("name_en", ""),
                "title": _called(feature),
                "state": "running",
                "url": _row(collection.name, feature)["url"],
            }
        }
        for feature in drawn
    ]
    return {kind: {"type": "FeatureCollection", "features": shown}} if shown else None
