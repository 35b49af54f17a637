"""My day, and the page of failed deliveries."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.kernel import actions as kernel_actions
from gewu.kernel import queries as kernel_queries
from gewu.ui.context import Look
from gewu.ui.hooks import Panel
from gewu.ui.pages import page
from gewu.work.tickets.queries.queue import topics_of


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@login_required
def my_day(request: StaffRequest) -> HttpResponse:
    """What every area has for this person today, in one column."""
    context = {
        "now": timezone.now(),
        "panels": [_drawn(panel, request) for panel in Look(request).panels],
        "live_topics": topics_of(request.user),
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
    if not user.may("kernel.failures"):
        raise PermissionDenied


def _drawn(panel: Panel, request: StaffRequest) -> str:
    return render_to_string(panel.template, dict(panel.context(request)), request)
