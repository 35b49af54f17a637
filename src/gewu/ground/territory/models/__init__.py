"""Models of territory: areas with their versions, their other names, and the changes that turn them."""

from gewu.ground.territory.models.alias import Alias
from gewu.ground.territory.models.area import Area, AreaVersion, Level, Revision
from gewu.ground.territory.models.building import Building
from gewu.ground.territory.models.redraw import AreaLink, Redraw, RedrawPart

__all__ = [
    "Alias",
    "Area",
    "AreaLink",
    "AreaVersion",
    "Building",
    "Level",
    "Redraw",
    "RedrawPart",
    "Revision",
]
