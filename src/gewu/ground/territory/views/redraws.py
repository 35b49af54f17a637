"""The plans: what will change and did, one of them, and taking it back."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.territory import actions, policies
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.redraws import parts_of, parts_of_all, redraw_for, redraws_for
from gewu.ground.territory.views import shown
from gewu.kernel.acting import Actor, Refusal
from gewu.ui.asking import need
from gewu.ui.pages import page

PAGE_SIZE = 50


@login_required
def plans(request: HttpRequest) -> HttpResponse:
    """Every change under the viewer's posts, the latest day first."""
    need(policies.may_edit(cast(Actor, request.user), None))
    rows = redraws_for(cast(Viewer, request.user)).order_by("-day", "-id")
    found = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    parts = parts_of_all(found.object_list)
    context = {"found": found, "rows": [(each, parts[each.pk]) for each in found]}
    return page(request, "territory/redraws.html", context)


@login_required
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, with what follows as long as it lies ahead."""
    viewer = cast(Viewer, request.user)
    redraw = redraw_for(viewer, pk)
    parts = parts_of(redraw)
    context = {
        "redraw": redraw,
        **shown.of_parts(viewer, redraw.kind, redraw.day, parts, ahead=redraw.is_planned),
    }
    return page(request, "territory/redraw_plan.html", context)


@login_required
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a plan back."""
    redraw = redraw_for(cast(Viewer, request.user), pk)
    try:
        actions.undo_redraw(redraw=redraw, by=cast(Actor, request.user))
        messages.success(request, _("Undone. Everything stays as it is."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("territory:redraw_plan", pk=pk)
