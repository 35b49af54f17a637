"""Reads of the door: items of a collection, page by page, in the viewer's scope."""

from gewu.doors.features.queries.areas import area_item, area_page, extent_of
from gewu.doors.features.queries.paging import Found
from gewu.doors.features.queries.tickets import ticket_item, ticket_page

__all__ = [
    "Found",
    "area_item",
    "area_page",
    "extent_of",
    "ticket_item",
    "ticket_page",
]
