"""The workload of units at a glance."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import get_language

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
    }
    return page(request, "tickets/workload.html", context, part="loads")
