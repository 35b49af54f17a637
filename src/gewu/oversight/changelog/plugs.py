"""What the change log plugs into lower floors."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.ground.accounts.models import User
from gewu.ground.territory.hooks import Panel, area_panels, grid_panels
from gewu.ground.territory.models import Area
from gewu.oversight.changelog.queries import Asked, entries_for, since_of, told
from gewu.ui.hooks import NavItem, nav

LATEST = 5

nav.plug(
    NavItem(
        gettext_lazy("Change log"),
        "changelog:changes",
        "history",
        "territory.see",
        order=62,
        group="places",
    )
)


@area_panels.plug
def latest_changes(viewer: User, area: Area) -> Panel | None:
    """What became of an area last, with the way to all of it."""
    entries = told(viewer, entries_for(viewer, Asked(), within=area)[:LATEST])
    if not entries:
        return None
    context = {"entries": entries, "area": area}
    return Panel(_("Change log"), "changelog/_area_panel.html", context, order=80)


@grid_panels.plug
def past_of_grid(grid: Area) -> Panel | None:
    """What a grid was called and when its outline changed; people and reasons stay inside."""
    said = since_of(grid)
    if not said:
        return None
    return Panel(_("Change log"), "changelog/_public.html", {"said": said}, order=90)
