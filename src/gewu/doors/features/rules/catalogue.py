"""The collections: one for each level of areas, and tickets."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.queries import Level

TEXT = {"type": "string"}
DAY = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
AREA_PROPERTIES: dict[str, dict[str, Any]] = {
    "code": {**TEXT, "title": _("Code")},
    "name": {**TEXT, "title": _("Name")},
    "name_zh": {**TEXT, "title": _("Name in Chinese")},
    "name_en": {**TEXT, "title": _("Name in English")},
    "level": {**TEXT, "title": _("Level"), "enum": [level.name.lower() for level in Level]},
    "kind": {**TEXT, "title": _("Kind")},
    "parent_code": {**TEXT, "title": _("Code of the area above it")},
    "county_code": {**TEXT, "title": _("Code of the county")},
    "valid_from": {**DAY, "title": _("Valid from")},
    "valid_to": {**DAY, "title": _("Last day it is valid")},
}
TICKET_PROPERTIES: dict[str, dict[str, Any]] = {
    "number": {**TEXT, "title": _("Number")},
    "state": {**TEXT, "title": _("State as a word of the interface")},
    "state_name": {**TEXT, "title": _("State")},
    "item": {**TEXT, "title": _("Item")},
    "item_name": {**TEXT, "title": _("Name of the item")},
    "area_code": {**TEXT, "title": _("Code of the area")},
    "submitted_at": {**MOMENT, "title": _("Reported")},
    "due_at": {**MOMENT, "title": _("Due")},
}


@dataclass(frozen=True)
class Collection:
    """What a collection is called, what its items hold, and how they are drawn."""

    name: str
    title: str | Promise
    description: str | Promise
    level: int | None = None
    properties: dict[str, dict[str, Any]] = field(default_factory=lambda: AREA_PROPERTIES)
    # What a page leaves out, because it is only for programs or stands in the heading.
    for_programs: tuple[str, ...] = ("name", "level", "kind")

    @property
    def geometry(self) -> str:
        """The format of the geometry in the language of JSON Schema."""
        return "geometry-multipolygon" if self.level else "geometry-point"


_AREAS = _("Boundaries in CGCS2000, as they are valid today or at the asked time.")
COLLECTIONS = {
    collection.name: collection
    for collection in (
        Collection("county", _("County"), _AREAS, Level.COUNTY),
        Collection("towns", _("Towns"), _AREAS, Level.TOWN),
        Collection("communities", _("Communities"), _AREAS, Level.COMMUNITY),
        Collection("grids", _("Grids"), _AREAS, Level.GRID),
        Collection("micro_grids", _("Micro-grids"), _AREAS, Level.MICRO_GRID),
        Collection(
            "tickets",
            _("Tickets"),
            _("The tickets that your posts open, without a word about people."),
            None,
            TICKET_PROPERTIES,
            ("number", "state", "item"),
        ),
    )
}
