"""What higher areas add to the pages of an area."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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


# Who looks (with may and paths_with) and the Area; both classes lie above this file.
area_panels: Hook[Callable[[Any, Any], Panel | None]] = Hook(
    "territory.area_panels", "What else belongs on the page of this area, for this viewer?"
)
grid_contacts: Hook[Callable[[Any], GridContact | None]] = Hook(
    "territory.grid_contacts", "Who looks after this grid, and who supervises?"
)
