"""The workload of units at a glance."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.ui.pages import page
from gewu.work.tickets.queries.queue import topics_of
from gewu.work.tickets.queries.workload import workload_of
from gewu.work.tickets.views.asking import StaffRequest, need


@login_required
def workload(request: StaffRequest) -> HttpResponse:
    """Open, overdue and near their limit, for each unit of the viewer's scope."""
    need(request.user.may("tickets.see"))
    context = {
        "loads": workload_of(request.user, clock.now(), get_language() or "zh-hans"),
        "live_topics": topics_of(request.user),
        "tabs": workload_tabs("tickets:workload"),
    }
    return page(request, "tickets/workload.html", context, part="loads")


def workload_tabs(current: str) -> list[dict[str, Any]]:
    """By unit, and by area."""
    pages = {"tickets:workload": _("By unit"), "tickets:relief": _("By area")}
    return [
        {"label": label, "url": reverse(name), "current": name == current, "count": None}
        for name, label in pages.items()
    ]
