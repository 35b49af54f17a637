"""The panel of tickets on the page of an area: how many are open there, how many overdue."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.territory.hooks import Panel
from gewu.ground.territory.models import Area
from gewu.kernel import clock
from gewu.work.tickets.queries import queue
from gewu.work.tickets.queries.queue import Filters


def tickets_here(viewer: User, area: Area) -> Panel | None:
    """What is open in an area and below it, as far as the viewer sees it."""
    if not viewer.may("tickets.see"):
        return None
    now = clock.now()
    stats = [
        _stat(viewer, _("Open"), Filters(area_path=area.path), now),
        _stat(viewer, _("Overdue"), Filters(area_path=area.path, overdue=True), now),
    ]
    return Panel(_("Tickets"), "tickets/_area_panel.html", {"stats": stats}, order=20)


def _stat(viewer: User, label: str, filters: Filters, now: datetime) -> dict[str, object]:
    value = queue.count(queue.found(viewer, filters, now))
    asked = {"area": filters.area_path} | ({"overdue": "on"} if filters.overdue else {})
    return {
        "label": label,
        "value": value,
        "href": f"{reverse('tickets:queue')}?{urlencode(asked)}",
        "tone": "bad" if filters.overdue and value else "plain",
        "icon": "alarm" if filters.overdue else "inbox",
    }
