"""The five levels of the tree and what may stand under what."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class Level(IntegerChoices):
    """Levels from the top down."""

    COUNTY = 1, _("County")
    TOWN = 2, _("Town")
    COMMUNITY = 3, _("Community")
    GRID = 4, _("Grid")
    MICRO_GRID = 5, _("Micro-grid")


LEVEL_NAMES = {level.name.lower(): level for level in Level}
KINDS = [("general", _("General grid")), ("special", _("Special grid"))]


def parent_level(level: int) -> int | None:
    """The level directly above; a grid lies in a community, never straight in a town."""
    return None if level == Level.COUNTY else level - 1


def path_of(parent_path: str, node: int) -> str:
    """The id path of a child."""
    return f"{parent_path}{node}."


def nodes_of(path: str) -> list[int]:
    """The ids of a path from the county down."""
    return [int(node) for node in path.split(".") if node]


def is_whole_tree(path: str) -> bool:
    """Whether everything lies under it: a county's path, or an empty one."""
    return len(nodes_of(path)) <= Level.COUNTY


def paths_above(path: str) -> list[str]:
    """The paths of the chain, the county's first and the area's own last."""
    parts = path.split(".")[:-1]
    return [".".join(parts[: depth + 1]) + "." for depth in range(len(parts))]
