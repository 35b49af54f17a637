"""What residents' pages read, one subject per file."""

from gewu.doors.portal.queries.catalogue import (
    Choice,
    choices_of,
    item_among,
    listed_items,
    offered_item,
)
from gewu.doors.portal.queries.done import DoneFigures, DoneLine, done_figures, done_page
from gewu.doors.portal.queries.photos import (
    PHOTO_WAITS,
    photo_token,
    unsent_photos,
    waiting_photo,
    waiting_photos,
)
from gewu.doors.portal.queries.places import (
    GRID_PAGE,
    communities,
    contact_of,
    map_of,
    named,
    open_area,
    units_to_name,
)
from gewu.doors.portal.queries.reading import (
    Promise,
    Reading,
    Slip,
    address_of,
    facts_of,
    placed,
    promise_of,
    reading_of,
    slip_of,
    terms_shown,
)

__all__ = [
    "GRID_PAGE",
    "PHOTO_WAITS",
    "unsent_photos",
    "Choice",
    "DoneFigures",
    "DoneLine",
    "Promise",
    "Reading",
    "Slip",
    "address_of",
    "choices_of",
    "communities",
    "done_figures",
    "done_page",
    "facts_of",
    "item_among",
    "listed_items",
    "contact_of",
    "map_of",
    "named",
    "open_area",
    "offered_item",
    "photo_token",
    "placed",
    "promise_of",
    "reading_of",
    "slip_of",
    "terms_shown",
    "units_to_name",
    "waiting_photo",
    "waiting_photos",
]
