"""Who may see and change the tree. A grid's public page is everyone's."""

from typing import Protocol, runtime_checkable

from gewu.ground.territory.models import Area
from gewu.kernel.acting import Actor


@runtime_checkable
class Viewer(Protocol):
    """Somebody signed in, as far as territory has to know them: their rights, by path."""

    def may(self, permission: str, path: str | None = None) -> bool:
        """Is this allowed in this place, or anywhere?"""

    def paths_with(self, permission: str) -> tuple[str, ...]:
        """Under which paths is this allowed?"""


def may_see(viewer: Viewer, area: Area) -> bool:
    """Areas under the viewer's own posts."""
    return viewer.may("territory.see", area.path)


def may_edit(by: Actor, path: str | None) -> bool:
    """Administrators change what lies under their posts; so does the system itself.

    The empty path is what stands above the county; no path at all asks whether anywhere.
    """
    if isinstance(by, Viewer):
        return by.may("territory.edit", path)
    return by.actor_kind == "system"
