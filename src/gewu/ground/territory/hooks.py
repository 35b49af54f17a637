"""What higher areas add to the pages of an area, and what they do when it becomes another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gewu.kernel.hooks import Hook


@dataclass(frozen=True)
class Panel:
    """A part of an area's page: a heading and a template of the area that plugs it in."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50


@dataclass(frozen=True)
class GridContact:
    """What the law wants published about a grid's people."""

    worker: str = ""
    worker_phone: str = ""
    unit: str = ""
    supervision_phone: str = ""
    # The last day of somebody who is named because they stand in.
    stands_in_until: date | None = None


@dataclass(frozen=True)
class Consequence:
    """So many things that a redraw takes along, in words, perhaps with a list of them."""

    label: str
    count: int
    words: str = ""
    url: str = ""
    # Whether somebody has to look after it by hand.
    by_hand: bool = False


@dataclass(frozen=True)
class Ahead:
    """What a redraw would do: its kind, its day, the areas that end or change, who keeps."""

    kind: str
    day: date
    ends: tuple[Any, ...] = ()
    changes: tuple[Any, ...] = ()
    # The names of the areas that come, and of the one where whatever has no place goes.
    comes: tuple[str, ...] = ()
    keeps: str = ""
    # Outlines by the name of the area that will have that ground.
    grounds: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Succession:
    """Areas that ended today and those that came: `keepers` says who has the rest of whom."""

    day: date
    ended: tuple[Any, ...]
    heirs: tuple[Any, ...]
    keepers: Mapping[Any, Any]
    words: str


# Who looks (with may and paths_with) and the Area; both classes lie above this file.
area_panels: Hook[Callable[[Any, Any], Panel | None]] = Hook(
    "territory.area_panels", "What else belongs on the page of this area, for this viewer?"
)
# Grids, and an answer for each that has one, by its id: posters of a county ask for all at once.
grid_contacts: Hook[Callable[[Sequence[Any]], Mapping[Any, GridContact]]] = Hook(
    "territory.grid_contacts", "Who looks after each of these grids, and who supervises?"
)
# A Panel for everyone, on the grid's public page.
grid_panels: Hook[Callable[[Any], Panel | None]] = Hook(
    "territory.grid_panels", "What else may everyone know about this grid?"
)
# The viewer and an Ahead; what is not under the viewer's posts is counted but never named.
consequences: Hook[Callable[[Any, Ahead], list[Consequence]]] = Hook(
    "territory.consequences", "What will follow when these areas end, come or change?"
)
# A Succession and who acts, in the transaction in which the areas change.
successions: Hook[Callable[[Succession, Any], object]] = Hook(
    "territory.successions", "Areas ended and others came: what goes over at the same moment?"
)
