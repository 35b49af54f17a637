"""What staffing tells the areas below it, and its place in the menu."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.ground.accounts import hooks as accounts_hooks
from gewu.ground.accounts.models import User
from gewu.ground.staffing import queries
from gewu.ground.territory import hooks as territory_hooks
from gewu.ground.territory.hooks import GridContact, Panel
from gewu.ground.territory.models import Area
from gewu.ui.hooks import NavItem, nav

accounts_hooks.grants_of.plug(queries.grants_of)
nav.plug(
    NavItem(
        gettext_lazy("Units"), "staffing:units", "users-group", permission="staffing.see", order=70
    )
)


@territory_hooks.area_panels.plug
def who_works_here(viewer: User, area: Area) -> Panel | None:
    """The unit of an area and who is in it today."""
    unit = queries.unit_on(area)
    if unit is None or not viewer.may("staffing.see", unit.area.path):
        return None
    context = {"unit": unit, "team": queries.team_of(unit)}
    return Panel(_("Who works here"), "staffing/_area_panel.html", context, order=10)


@territory_hooks.grid_contacts.plug
def contact_of(grid: Area) -> GridContact | None:
    """The published names and numbers of a grid."""
    units = queries.units_of_path(grid.path)
    if not units:
        return None
    worker = queries.worker_of(grid)
    return GridContact(
        worker=worker.user.shown_name if worker else "",
        worker_phone=(worker.post.phone or worker.post.unit.phone) if worker else "",
        unit=worker.post.unit.name if worker else "",
        supervision_phone=queries.supervision_phone(units),
    )
