"""My day, and the page of failed deliveries."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.ground.territory.queries import county
from gewu.kernel import actions as kernel_actions
from gewu.kernel import queries as kernel_queries
from gewu.ui.pages import page
from gewu.work.tickets import policies
from gewu.work.tickets.queries import day, queue

# Which queue belongs to whom, and how urgent it looks; leaders and auditors see all of them.
ASKED_OF = {
    "unplaced": "tickets.place",
    "filing": "tickets.file",
    "dispatching": "tickets.dispatch",
    "ours": "tickets.handle",
    "checking": "tickets.check",
    "waiting": "tickets.close",
}
OVERVIEW = (
    "open",
    "unplaced",
    "filing",
    "dispatching",
    "signing",
    "handling",
    "checking",
    "waiting",
)
SHOWN = 12


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@login_required
def my_day(request: StaffRequest) -> HttpResponse:
    """What to do first, what else waits, and the queues one can act on."""
    now = timezone.now()
    found = day.my_day(request.user, now)
    counts = queue.counts(request.user, now) if request.user.may("tickets.see") else {}
    context = {
        "now": now,
        "day": found,
        "first": found.first,
        "verbs": policies.verbs_for(request.user, found.first) if found.first else [],
        "groups": _groups(found),
        "acts": day.has_own_work(request.user),
        "stats": _stats(request.user, counts),
        "live_topics": _topics(request.user),
    }
    return page(request, "desk/my_day.html", context, part="day")


@login_required
def failures(request: StaffRequest) -> HttpResponse:
    """What could not be delivered and waits for a person."""
    _need_failures(request.user)
    context = {"failures": kernel_queries.open_failures()[:200], "now": timezone.now()}
    return page(request, "desk/failures.html", context)


@login_required
@require_POST
def try_again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Deliver once more."""
    _need_failures(request.user)
    failure = kernel_actions.try_again(failure=kernel_queries.failure_for(pk), by=request.user)
    if failure.resolved_at:
        messages.success(request, _("Delivered."))
    else:
        messages.warning(request, _("It failed again. The reason stands beside it."))
    return redirect("desk:failures")


def _need_failures(user: User) -> None:
    if not user.may("kernel.failures", county().path):
        raise PermissionDenied


def _groups(found: day.Day) -> list[dict[str, Any]]:
    groups = (
        (_("Overdue"), "alarm", "bad", found.overdue),
        (_("Due within two hours"), "clock-exclamation", "near", found.soon),
        (_("New for you"), "inbox", "action", found.new),
        (_("Going"), "tools", "plain", found.going),
    )
    return [
        {
            "title": title,
            "icon": icon,
            "tone": tone,
            "tickets": tickets[:SHOWN],
            "count": len(tickets),
            "rest": len(tickets) - SHOWN,
        }
        for title, icon, tone, tickets in groups
        if tickets
    ]


def _stats(user: User, counts: dict[str, int]) -> list[dict[str, Any]]:
    """A figure for each queue the viewer can act on; for those who only look, for every queue."""
    own = [key for key, permission in ASKED_OF.items() if user.may(permission)]
    stats = [_stat(key, counts.get(key, 0)) for key in own or OVERVIEW if counts]
    if counts:
        url = f"{reverse('tickets:queue')}?queue=open&overdue=1"
        late = counts["overdue"]
        tone = "bad" if late else "good"
        stats.insert(
            0, {"label": _("Overdue"), "value": late, "href": url, "icon": "alarm", "tone": tone}
        )
    return stats


def _stat(key: str, value: int) -> dict[str, Any]:
    shown = queue.QUEUES[key]
    url = f"{reverse('tickets:queue')}?queue={key}"
    return {"label": shown.label, "value": value, "href": url, "icon": shown.icon, "tone": "plain"}


def _topics(user: User) -> list[str]:
    if user.paths_with("tickets.see"):
        return ["tickets"]
    return [f"unit:{unit}" for unit in user.units_with("tickets.see")]
