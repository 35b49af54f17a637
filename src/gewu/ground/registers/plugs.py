"""What registers plugs into lower floors: the menu, the day, areas that end."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gewu.ground.accounts.models import User
from gewu.ground.registers.actions import follow_areas
from gewu.ground.registers.queries import due_for
from gewu.ground.registers.queries.guards import guards as guards_of_registers
from gewu.ground.territory import hooks as territory_hooks
from gewu.ground.territory.hooks import Succession
from gewu.kernel import clock
from gewu.kernel.acting import Actor
from gewu.kernel.wall import guards
from gewu.ui.hooks import NavItem, Panel, nav, panels

SHOWN = 5

for each in guards_of_registers():
    guards.plug(each)
nav.plug(
    NavItem(
        gettext_lazy("Registers"),
        "registers:registers",
        "list-details",
        permission="registers.see",
        order=60,
        group="places",
    )
)


def due_panel(request: HttpRequest) -> dict[str, Any]:
    """What of the registers somebody should look at today."""
    found = due_for(cast(User, request.user), timezone.localdate(clock.now()))
    return {"records": list(found[:SHOWN]), "count": found.count()}


panels.plug(
    Panel(
        gettext_lazy("Registers: to be looked at"),
        "registers/_due.html",
        due_panel,
        permission="registers.edit",
        order=40,
    )
)


@territory_hooks.successions.plug
def records_go_over(succession: Succession, by: Actor) -> None:
    """The records of areas that ended, at the same moment."""
    follow_areas(keepers=succession.keepers, heirs=succession.heirs, by=by)
