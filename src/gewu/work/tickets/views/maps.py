"""What the maps of tickets show."""

from typing import Any

from gewu.ground.accounts.models import User
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import as_geojson, visible_to
from gewu.work.tickets.models import Ticket

CLOSE_UP = 16
MOST_OUTLINES = 150
GRIDS, COMMUNITIES, TOWNS = 4, 3, 2


def map_of(found: Ticket) -> dict[str, Any] | None:
    """The place with its area, or nothing where neither is known."""
    if found.area is None and found.lon is None:
        return None
    areas = Area.objects.filter(pk__in=[found.area_id] if found.area_id else [])
    drawn: dict[str, Any] = {"areas": as_geojson(areas), "selected": str(found.area_id or "")}
    if found.lon is not None and found.lat is not None:
        place = [float(found.lon), float(found.lat)]
        drawn |= {"place": place, "centre": place, "zoom": CLOSE_UP}
    return drawn


def overview_of(user: User) -> dict[str, Any]:
    """The areas under the viewer's posts, as fine as one can read, to find one's way."""
    areas = visible_to(user)
    for level in (GRIDS, COMMUNITIES, TOWNS):
        found = areas.filter(level=level)
        if 0 < found.count() <= MOST_OUTLINES:
            break
    return {"areas": as_geojson(found)}
