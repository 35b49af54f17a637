"""Professional grids of departments."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.ground.staffing import actions, forms, policies, queries
from gewu.ground.staffing.models import Overlay
from gewu.ground.staffing.views.units import PAGE_SIZE, editable, status_of
from gewu.ground.territory.queries.geojson import collection_of
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page


@login_required
def overlays(request: HttpRequest) -> HttpResponse:
    """All professional grids that touch the viewer's places."""
    viewer = cast(User, request.user)
    need(viewer.may("staffing.see"))
    form = forms.OverlayFilterForm(request.GET)
    wanted = form.wanted()
    found = Paginator(queries.overlays_for(viewer, **wanted), PAGE_SIZE)
    context = {
        "found": found.get_page(request.GET.get("page")),
        "wanted": wanted,
        "departments": queries.departments() if policies.may_edit_anything(viewer) else [],
    }
    return page(request, "staffing/overlays.html", context, part="results")


@login_required
def overlay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One: what it covers, who looks after it, and what it covered before."""
    viewer = cast(User, request.user)
    found = queries.overlay_for(viewer, pk)
    areas = queries.covered(found)
    context = {
        "overlay": found,
        "areas": areas,
        "covers": queries.covers_of(found),
        "seats": queries.seats_of(found),
        "map": {"areas": collection_of(areas)} if areas else None,
        "may_edit": found.last_day is None and policies.may_edit(viewer, found.unit.area.path),
    }
    return page(request, "staffing/overlay.html", context)


@login_required
def add_overlay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more of a department."""
    viewer = cast(User, request.user)
    unit = editable(viewer, queries.unit_for(viewer, pk))
    form = forms.OverlayForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        added = try_to(form, lambda: actions.add_overlay(unit=unit, **data, by=viewer))
        if added:
            messages.success(request, _("The professional grid is there. Add its worker next."))
            return redirect("staffing:overlay", pk=added.pk)
    context = {"form": form, "unit": unit}
    return page(request, "staffing/overlay_form.html", context, status=status_of(form))


@login_required
def change_cover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other grids from a day on."""
    viewer = cast(User, request.user)
    found = _editable(viewer, pk)
    codes = "\n".join(area.code for area in queries.covered(found))
    form = forms.CoverForm(request.POST or None, initial={"areas": codes})
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.change_cover(overlay=found, **data, by=viewer)):
            messages.success(request, _("Saved."))
            return redirect("staffing:overlay", pk=pk)
    context = {"form": form, "overlay": found, "unit": found.unit}
    return page(request, "staffing/overlay_form.html", context, status=status_of(form))


@login_required
@require_POST
def add_seat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more professional worker; whom to appoint is asked next."""
    viewer = cast(User, request.user)
    post = actions.add_seat(overlay=_editable(viewer, pk), by=viewer)
    return redirect("staffing:appoint", pk=post.pk)


@login_required
def close_overlay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its last day."""
    viewer = cast(User, request.user)
    found = _editable(viewer, pk)
    form = forms.CloseForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.close_overlay(overlay=found, **data, by=viewer)):
            messages.success(request, _("The last day is set. Their rights end after it."))
            return redirect("staffing:overlay", pk=pk)
    context = {"form": form, "overlay": found, "unit": found.unit, "closing": True}
    return page(request, "staffing/overlay_form.html", context, status=status_of(form))


def _editable(viewer: User, pk: UUID) -> Overlay:
    found = queries.overlay_for(viewer, pk)
    editable(viewer, found.unit)
    return found
