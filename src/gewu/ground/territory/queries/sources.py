"""Where a map finds its areas in tiles."""

from typing import Any

from django.urls import reverse

from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.tiles import (
    CLOSEST,
    EVERYWHERE,
    Paths,
    box_under,
    finest_zoom,
    tile_stamp,
)
from gewu.ground.territory.queries.tree import existing


def own_source(viewer: Viewer) -> dict[str, Any] | None:
    """Where a map finds the viewer's own tiles; nothing where nothing is drawn."""
    return _source("territory:tile", paths_of(viewer), "territory:area")


def public_source() -> dict[str, Any] | None:
    """Where a map of residents finds all grids."""
    return _source("territory:open_tile", EVERYWHERE, "")


def maps_ahead() -> None:
    """Have what maps need to know of all areas, before the first one is asked for."""
    public_source()
    for top in existing().filter(parent=None):
        box_under((top.path,))


def _source(name: str, paths: Paths, page: str) -> dict[str, Any] | None:
    box = box_under(paths)
    if box is None:
        return None
    address = reverse(name, args=[tile_stamp(paths), 0, 0, 0])
    nobody = "00000000-0000-0000-0000-000000000000"
    return {
        "url": address.replace("/0/0/0.pbf", "/{z}/{x}/{y}.pbf"),
        "page": reverse(page, args=[nobody]).replace(nobody, "{id}") if page else "",
        "closest": CLOSEST,
        "finest": finest_zoom(),
        "box": box,
    }


def paths_of(viewer: Viewer) -> Paths:
    """What a viewer's tiles are made of."""
    return tuple(sorted(viewer.paths_with("territory.see")))
