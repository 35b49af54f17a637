"""The door in OpenAPI 3.0."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gewu.doors.features.rules import LIMIT, MOST, Collection
from gewu.doors.features.views.replies import FORMATS, GEOJSON, HTML, JSON, OPENAPI, SCHEMA

OBJECT = {"type": "object"}


def description(server: str, collections: Iterable[Collection]) -> dict[str, Any]:
    """Every address with its parameters and answers; collections as far as they may be seen."""
    paths = {
        "/": _path("landing", _("Where it begins"), JSON, ("f",)),
        "/conformance": _path("conformance", _("What it conforms to"), JSON, ("f",)),
        "/api": _path("api", _("This description"), OPENAPI, ("fJson",), pages=False),
        "/collections": _path("collections", _("Collections"), JSON, ("f",)),
    }
    for each in collections:
        paths |= _paths_of(each)
    return {
        "openapi": "3.0.3",
        "info": {"title": _("Gewu: areas and tickets for maps"), "version": "1"},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "parameters": _parameters(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"key": []}],
    }


def _paths_of(each: Collection) -> dict[str, Any]:
    root, title = f"/collections/{each.name}", str(each.title)
    items = ("bbox", "datetime", "limit", "after", "f")
    return {
        root: _path(f"{each.name}.collection", title, JSON, ("f",)),
        f"{root}/schema": _path(f"{each.name}.schema", title, SCHEMA, ("fJson",), pages=False),
        f"{root}/items": _path(f"{each.name}.items", title, GEOJSON, items),
        f"{root}/items/{{featureId}}": _path(
            f"{each.name}.item", title, GEOJSON, ("id", "datetime", "f")
        ),
    }


def _path(
    operation: str, summary: str, media: str, parameters: Sequence[str], pages: bool = True
) -> dict[str, Any]:
    content: dict[str, Any] = {media: {"schema": OBJECT}}
    if pages:
        content[HTML] = {"schema": {"type": "string"}}
    wrong = {"description": _("What is wrong, in words"), "content": {JSON: {"schema": OBJECT}}}
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in parameters],
            "responses": {
                "200": {"description": summary, "content": content},
                "400": wrong,
                "404": wrong,
            },
        }
    }


def _parameters() -> dict[str, Any]:
    numbers = {"type": "array", "items": {"type": "number"}}
    box = {**numbers, "oneOf": [{"minItems": n, "maxItems": n} for n in (4, 6)]}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}
    return {
        "bbox": _query("bbox", _("West, south, east, north in degrees"), box)
        | {"style": "form", "explode": False},
        "datetime": _query("datetime", _("A moment, or an interval as 2026-01-01/.."), _TEXT),
        "limit": _query("limit", _("How many items a page has"), limit),
        "after": _query("after", _("Where the next page begins: taken from its link"), _TEXT),
        "f": _query("f", _("JSON or a page"), _TEXT | {"enum": list(FORMATS)}),
        "fJson": _query("f", _("JSON"), _TEXT | {"enum": [FORMATS[0]]}),
        "id": {"name": "featureId", "in": "path", "required": True, "schema": _TEXT},
    }


_TEXT = {"type": "string"}


def _query(name: str, words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
