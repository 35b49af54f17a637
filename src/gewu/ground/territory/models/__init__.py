"""Models of territory: areas with their versions, and the dated changes that turn them into others."""

from gewu.ground.territory.models.area import Area, AreaVersion, Level, Revision
from gewu.ground.territory.models.building import Building
from gewu.ground.territory.models.redraw import AreaLink, Redraw, RedrawPart

__all__ = [
    "Area",
    "AreaLink",
    "AreaVersion",
    "Building",
    "Level",
    "Redraw",
    "RedrawPart",
    "Revision",
]
