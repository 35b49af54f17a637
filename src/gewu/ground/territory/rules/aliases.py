"""When a name that people use is proposed as another name of an area. Pure."""

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")

# One report may be a slip of the pen and two may be one neighbour who asks again; three different
# reports, each put there by itself, are how people speak.
ENOUGH = 3
# Whoever mentions a large market across town names no part of this area.
SHARE = 0.8


def home_of(places: Mapping[Key, int], reports: int) -> Key | None:
    """The place in which nearly all reports with a name lie, where there are enough of them."""
    enough = max(ENOUGH, SHARE * reports)
    return next((key for key, count in places.items() if count >= enough), None)
