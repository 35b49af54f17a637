"""What staffing tells the areas below it, and its place in the menu."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.ground.accounts import hooks as accounts_hooks
from gewu.ground.accounts.models import User
from gewu.ground.staffing import queries
from gewu.ground.staffing.actions import cover_heirs, follow_succession
from gewu.ground.staffing.models import Certificate
from gewu.ground.staffing.queries.audited import audit_words
from gewu.ground.staffing.queries.contacts import contacts_of
from gewu.ground.staffing.queries.on_duty import my_panel, on_duty_around
from gewu.ground.territory import hooks as territory_hooks
from gewu.ground.territory.hooks import Ahead, Consequence, Panel, Succession
from gewu.ground.territory.models import Area
from gewu.kernel.acting import Actor
from gewu.kernel.sealing import column, places
from gewu.ui.hooks import NavItem, nav, panels, user_menu
from gewu.ui.hooks import Panel as DayPanel

accounts_hooks.grants_of.plug(queries.grants_of)
accounts_hooks.held_outside.plug(queries.held_outside)
accounts_hooks.holders_of.plug(queries.holders_of)
accounts_hooks.audit_words.plug(audit_words)
accounts_hooks.unit_names.plug(queries.unit_names)
places.plug(column(Certificate, "sealed_number", lambda row: str(row.bound_to)))
nav.plug(
    NavItem(
        gettext_lazy("Units"),
        "staffing:units",
        "users-group",
        permission="staffing.see",
        order=70,
        group="people",
    )
)
nav.plug(
    NavItem(
        gettext_lazy("Duty"),
        "staffing:my_duty",
        "calendar-event",
        permission="staffing.see",
        order=65,
    )
)
nav.plug(
    NavItem(
        gettext_lazy("Files of staff"),
        "staffing:records",
        "folder",
        permission="staffing.records",
        order=71,
        group="people",
    )
)
nav.plug(
    NavItem(
        gettext_lazy("Certificates and grades"),
        "staffing:record_kinds",
        "rubber-stamp",
        permission="staffing.edit",
        order=78,
        group="people",
    )
)
user_menu.plug(
    NavItem(gettext_lazy("My file"), "staffing:my_file", "folder", "staffing.see", order=20)
)
panels.plug(
    DayPanel(
        gettext_lazy("My duty"),
        "staffing/duty/_panel.html",
        my_panel,
        permission="staffing.see",
        order=20,
    )
)


@territory_hooks.area_panels.plug
def who_is_on_duty(viewer: User, area: Area) -> Panel | None:
    """Who has a shift at this moment in the offices that serve an area."""
    if not viewer.may("staffing.see", area.path):
        return None
    units = on_duty_around(area)
    if not units:
        return None
    return Panel(_("On duty now"), "staffing/duty/_now.html", {"units": units}, order=12)


nav.plug(
    NavItem(
        gettext_lazy("Who answers"),
        "staffing:answers",
        "map-search",
        permission="staffing.see",
        order=68,
    )
)
nav.plug(
    NavItem(
        gettext_lazy("Leave and stand-ins"),
        "staffing:leaves",
        "calendar",
        permission="staffing.see",
        order=69,
        group="people",
    )
)


def waiting_panel(request: HttpRequest) -> dict[str, Any]:
    """Leaves to decide and handovers to confirm, on the first page of the desk."""
    asked, handovers = queries.waiting_for(cast(User, request.user))
    return {"asked": asked, "handovers": handovers}


panels.plug(
    DayPanel(
        gettext_lazy("Waiting for you"),
        "staffing/_waiting.html",
        waiting_panel,
        permission="staffing.see",
        order=8,
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


territory_hooks.grid_contacts.plug(contacts_of)


@territory_hooks.grid_panels.plug
def team_of_grid(grid: Area) -> Panel | None:
    """The people of a grid whom residents may know by name."""
    unit = queries.unit_of_its_own(grid)
    parts = queries.public_team(unit) if unit else []
    if not parts:
        return None
    return Panel(_("The team of this grid"), "staffing/_public_team.html", {"parts": parts})


@territory_hooks.grid_panels.plug
def departments_here(grid: Area) -> Panel | None:
    """The professional workers of departments for a grid, where their kind is shown."""
    held = [each for each in queries.professionals_at(grid.path) if each.held]
    kinds = {kind.pk for kind in queries.kinds_of(grid.county_id) if kind.is_public}
    shown = [each for each in held if each.held and each.held.post.kind_id in kinds]
    if not shown:
        return None
    context = {"professionals": shown}
    return Panel(_("From the departments"), "staffing/_public_professionals.html", context, 60)


@territory_hooks.consequences.plug
def whose_place_changes(viewer: User, ahead: Ahead) -> list[Consequence]:
    """Units, people and posts of the grids that end, and units whose area is called otherwise."""
    said = []
    if ahead.kind == "rename":
        unit = queries.unit_of_its_own(ahead.changes[0])
        if unit is not None:
            text = _("It keeps its own name; change it too if it should be called the same.")
            url = reverse("staffing:unit", args=[unit.pk])
            said.append(Consequence(_("Unit of this area"), 1, text, url, by_hand=True))
    units = [unit for area in ahead.ends if (unit := queries.unit_of_its_own(area))]
    if not units:
        return said
    posts = [post for unit in units for post in queries.to_carry(unit, ahead.day)]
    people = queries.people_in(posts, ahead.day)
    said.append(Consequence(_("Teams that end"), len(units), _(", ").join(map(str, units))))
    text = _("They go to %(keeps)s.") % {"keeps": ahead.keeps}
    said.append(Consequence(_("Posts that go over"), len(posts), text))
    names = _(", ").join(user.shown_name for user in people)
    said.append(Consequence(_("People who work on there"), len(people), names))
    second = len([post for post in posts if post.full_time]) - 1
    if second > 0:
        text = _("A grid has one full-time worker; the others stay in its team beside them.")
        said.append(Consequence(_("Full-time posts that become part-time"), second, text))
    vacant = len(ahead.comes) - bool([post for post in posts if post.full_time])
    text = _("Nobody works there at first. Appoint somebody once it is in force.")
    said.append(Consequence(_("Vacancies in new grids"), vacant, text, by_hand=True))
    return said


@territory_hooks.successions.plug
def teams_go_over(succession: Succession, by: Actor) -> None:
    """The teams of grids that ended, at the same moment."""
    follow_succession(succession=succession, by=by)
    cover_heirs(succession=succession, by=by)
