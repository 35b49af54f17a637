"""What the clocks have said, and what they will say next."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from gewu.kernel import clock
from gewu.ui.pages import page
from gewu.work.tickets.forms.reminding import FilterForm
from gewu.work.tickets.queries import reminders as reads
from gewu.work.tickets.views.asking import StaffRequest, need


@login_required
def reminders(request: StaffRequest) -> HttpResponse:
    """What fired, and why; what fires within a day."""
    need(request.user.may("tickets.see"))
    form = FilterForm(request.GET)
    filters = form.filters()
    fired = reads.fired_page(request.user, filters)
    asked = {"reason": filters.reason, "level": filters.level}
    context = {
        "form": form,
        "fired": fired.reminders,
        "coming": [] if filters.after else reads.coming(request.user, clock.now()),
        "filtered": bool(filters.reason or filters.level),
        "is_first": not filters.after,
        "older": f"?{urlencode(asked | {'after': fired.after})}" if fired.after else "",
        "newer": f"?{urlencode(asked)}" if filters.after else "",
    }
    return page(request, "tickets/reminders.html", context, part="fired")
