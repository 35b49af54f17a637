"""Leave: asked for, decided, ended; with who stands in and what is open meanwhile."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.ground.staffing import actions, forms, policies, queries
from gewu.ground.staffing.models import Leave
from gewu.ground.staffing.views.units import PAGE_SIZE, status_of
from gewu.kernel.acting import Refusal
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page


@login_required
def leaves(request: HttpRequest) -> HttpResponse:
    """One's own leave and that of the people one decides about."""
    viewer = cast(User, request.user)
    need(viewer.may("staffing.see"))
    past = request.GET.get("past") == "1"
    found = Paginator(queries.leaves_for(viewer, past), PAGE_SIZE)
    asked, handovers = queries.waiting_for(viewer)
    context = {
        "found": found.get_page(request.GET.get("page")),
        "past": past,
        "asked": asked,
        "handovers": handovers,
    }
    return page(request, "staffing/leaves.html", context)


@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for leave, or enter it for somebody."""
    viewer = cast(User, request.user)
    need(viewer.may("staffing.see"))
    form = forms.LeaveForm(viewer, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        asked = try_to(form, lambda: actions.ask_leave(**data, by=viewer))
        if asked:
            return redirect("staffing:leave", pk=asked.pk)
    people = queries.people_to_appoint()[:500] if viewer.may("staffing.leave") else []
    context = {"form": form, "people": people}
    return page(request, "staffing/leave_form.html", context, status=status_of(form))


@login_required
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One leave with what is open, who stands in, and the steps."""
    viewer = cast(User, request.user)
    return _shown(request, queries.leave_for(viewer, pk))


@login_required
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Yes, perhaps with somebody who stands in."""
    viewer = cast(User, request.user)
    found = _decidable(viewer, pk)
    form = forms.ApproveForm(_people_for(found), request.POST)
    data = form.cleaned_data if form.is_valid() else None
    if data is not None and try_to(
        form, lambda: bool(actions.approve_leave(leave=found, **data, by=viewer))
    ):
        messages.success(request, _("Approved."))
        return redirect("staffing:leave", pk=pk)
    return _shown(request, found, approving=form)


@login_required
@require_POST
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No, and why."""
    viewer = cast(User, request.user)
    found = _decidable(viewer, pk)
    form = forms.DeclineForm(request.POST)
    data = form.cleaned_data if form.is_valid() else None
    if data is not None and try_to(
        form, lambda: bool(actions.decline_leave(leave=found, **data, by=viewer))
    ):
        messages.success(request, _("Declined."))
        return redirect("staffing:leave", pk=pk)
    return _shown(request, found, declining=form)


@login_required
@require_POST
def end_leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Taken back before it begins, or back earlier."""
    viewer = cast(User, request.user)
    found = queries.leave_for(viewer, pk)
    try:
        ended = actions.end_leave(leave=found, by=viewer)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        back = _("Today is the first day back.")
        cancelled = ended.state == Leave.State.CANCELLED
        messages.success(request, _("Taken back.") if cancelled else back)
    return redirect("staffing:leave", pk=pk)


def _decidable(viewer: User, pk: UUID) -> Leave:
    found = queries.leave_for(viewer, pk)
    need(policies.may_decide_leave(viewer, found.user))
    return found


def _people_for(found: Leave) -> list[User]:
    """Whoever works in the same community or town, or department."""
    posts = queries.posts_on(found.user, found.valid)
    if not posts:
        return []
    area = posts[0].post.unit.area
    path = area.path if area.level <= 2 else f"{area.path.rsplit('.', 2)[0]}."
    signing_in = any(each.post.role for each in posts)
    return queries.could_stand_in(path, but=[found.user_id], signing_in=signing_in)


def _shown(
    request: HttpRequest,
    found: Leave,
    *,
    approving: forms.ApproveForm | None = None,
    declining: forms.DeclineForm | None = None,
) -> HttpResponse:
    viewer = cast(User, request.user)
    today = timezone.localdate()
    decides = policies.may_decide_leave(viewer, found.user)
    is_open = found.state == Leave.State.ASKED
    units = queries.units_of(found.user, found.valid)
    context: dict[str, Any] = {
        "leave": found,
        "knows_kind": decides or viewer.pk == found.user_id,
        "posts": queries.posts_on(found.user, found.valid),
        "stand_ins": queries.stand_ins_of(found),
        "burdens": [(unit, queries.burdens_of(unit)) for unit in units],
        "may_decide": decides and is_open,
        "may_end": (decides or viewer.pk == found.user_id)
        and found.state in (Leave.State.ASKED, Leave.State.APPROVED)
        and found.last_day >= today,
        "began": found.from_day < today,
        "approving": approving or forms.ApproveForm(_people_for(found)),
        "declining": declining or forms.DeclineForm(),
    }
    wrong = bool((approving and approving.errors) or (declining and declining.errors))
    return page(request, "staffing/leave.html", context, status=422 if wrong else 200)
