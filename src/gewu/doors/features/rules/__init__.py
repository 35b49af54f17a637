"""Pure decisions of the door: what parameters mean, what each collection is."""

from gewu.doors.features.rules.catalogue import COLLECTIONS, Collection
from gewu.doors.features.rules.parameters import (
    LIMIT,
    MOST,
    Asked,
    Period,
    WrongParameter,
    boxes_of,
    limit_of,
    mark_of,
    period_of,
    refuse_unknown,
)

__all__ = [
    "COLLECTIONS",
    "LIMIT",
    "MOST",
    "Asked",
    "Collection",
    "Period",
    "WrongParameter",
    "boxes_of",
    "limit_of",
    "mark_of",
    "period_of",
    "refuse_unknown",
]
