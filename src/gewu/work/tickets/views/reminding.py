"""What the clocks have said, and what they will say next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import Truncator

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.kernel import clock
from gewu.ui.pages import page
from gewu.work.tickets.forms.reminding import FilterForm
from gewu.work.tickets.models import Ticket, Whistle
from gewu.work.tickets.queries import reminders as reads
from gewu.work.tickets.queries.whistle_reminders import coming_calls
from gewu.work.tickets.rules.reminding import Planned
from gewu.work.tickets.rules.whistle_reminding import WhistlePlan
from gewu.work.tickets.views.asking import StaffRequest, need

TITLE = 60


@dataclass(frozen=True)
class Line:
    """One reminder as it is shown: of a ticket or of a whistle, fired or coming."""

    at: datetime
    about: Ticket | Whistle
    why: Any
    limit_at: datetime
    whom: Any
    unit: Unit | None
    level: str

    @property
    def is_whistle(self) -> bool:
        """Whether it is about a whistle."""
        return isinstance(self.about, Whistle)

    @property
    def url(self) -> str:
        """The page of what it is about."""
        name = "tickets:whistle_page" if self.is_whistle else "tickets:ticket"
        return reverse(name, args=[self.about.pk])

    @property
    def title(self) -> str:
        """What it is about, in a line."""
        about = self.about
        return (
            about.text.headline
            if isinstance(about, Ticket)
            else Truncator(about.words).chars(TITLE)
        )


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
        "fired": [_fired(each) for each in fired.reminders],
        "coming": [] if filters.after else _coming(request.user),
        "filtered": bool(filters.reason or filters.level),
        "is_first": not filters.after,
        "older": f"?{urlencode(asked | {'after': fired.after})}" if fired.after else "",
        "newer": f"?{urlencode(asked)}" if filters.after else "",
    }
    return page(request, "tickets/reminders.html", context, part="fired")


def _fired(each: Any) -> Line:
    """A reminder that was sent."""
    return Line(
        each.fired_at,
        each.whistle if hasattr(each, "whistle") else each.ticket,
        each.get_reason_display(),
        each.limit_at,
        each.get_audience_display(),
        each.to_unit,
        each.level,
    )


def _coming(user: User) -> list[Line]:
    """What is sent within a day, the earliest first."""
    now = clock.now()
    whistles = coming_calls(user, now, now + reads.AHEAD)
    lines = [
        *(_next(each.ticket, each.planned, each.ticket.unit) for each in reads.coming(user, now)),
        *(_next(each.whistle, each.planned, each.unit) for each in whistles),
    ]
    return sorted(lines, key=lambda line: line.at)


def _next(about: Ticket | Whistle, plan: Planned | WhistlePlan, unit: Unit | None) -> Line:
    return Line(plan.at, about, plan.why, plan.limit_at, plan.whom, unit, plan.level)
