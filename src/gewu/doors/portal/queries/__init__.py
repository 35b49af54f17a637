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
    "Choice",
    "DoneFigures",
    "DoneLine",
    "Promise",
    "Reading",
    "Slip",
    "address_of",
    "choices_of",
    "communities",
    "contact_of",
    "done_figures",
    "done_page",
    "facts_of",
    "item_among",
    "listed_items",
    "map_of",
    "named",
    "offered_item",
    "open_area",
    "photo_token",
    "placed",
    "promise_of",
    "reading_of",
    "slip_of",
    "terms_shown",
    "units_to_name",
    "unsent_photos",
    "waiting_photo",
    "waiting_photos",
]
