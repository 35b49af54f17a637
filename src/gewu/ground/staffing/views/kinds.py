"""Kinds of posts with their rules, and the exceptions from them."""

from typing import Any, cast
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
from gewu.ground.staffing.views.units import PAGE_SIZE, status_of
from gewu.ground.territory.queries import county
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page


@login_required
def kinds(request: HttpRequest) -> HttpResponse:
    """All kinds of posts of the county, with their rules and how many there are."""
    viewer = cast(User, request.user)
    need(viewer.may("staffing.see"))
    context = {
        "kinds": queries.kinds_with_numbers(),
        "may_edit": policies.may_edit(viewer, county().path),
    }
    return page(request, "staffing/kinds.html", context)


@login_required
def add_kind(request: HttpRequest) -> HttpResponse:
    """A kind of one's own."""
    viewer, top = cast(User, request.user), county()
    need(policies.may_edit(viewer, top.path))
    form = forms.NewKindForm(request.POST or None)
    if form.is_valid():
        full_time = form.cleaned_data["full_time"]
        added = try_to(
            form,
            lambda: actions.add_kind(county=top, given=form.given, full_time=full_time, by=viewer),
        )
        if added:
            messages.success(request, _("The kind is there. Units can have posts of it now."))
            return redirect("staffing:kinds")
    return page(request, "staffing/change_kind.html", {"form": form}, status=status_of(form))


@login_required
def change_kind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other rules for a kind."""
    viewer = cast(User, request.user)
    need(policies.may_edit(viewer, county().path))
    kind = queries.kind_for(pk)
    form = forms.KindForm(request.POST or None, initial=vars(kind))
    if form.is_valid():
        done = try_to(form, lambda: actions.change_kind(kind=kind, given=form.given, by=viewer))
        if done:
            messages.success(request, _("Saved. It counts from the next appointment on."))
            return redirect("staffing:kinds")
    context = {"form": form, "kind": kind}
    return page(request, "staffing/change_kind.html", context, status=status_of(form))


@login_required
def waivers(request: HttpRequest) -> HttpResponse:
    """Exceptions that hold or will hold; those that are over on another tab."""
    viewer = cast(User, request.user)
    need(viewer.may("staffing.see"))
    past = request.GET.get("past") == "1"
    found = Paginator(queries.waivers_for(viewer, past), PAGE_SIZE)
    rows = found.get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "found": rows,
        "past": past,
        "rows": [
            (each, not past and policies.may_waive(viewer, each.unit.area.path)) for each in rows
        ],
    }
    return page(request, "staffing/waivers.html", context)


@login_required
def waive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let somebody off a rule in one grid."""
    viewer = cast(User, request.user)
    unit = queries.unit_for(viewer, pk)
    need(policies.may_waive(viewer, unit.area.path))
    form = forms.WaiverForm(unit, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.grant_waiver(unit=unit, **data, by=viewer)):
            messages.success(request, _("The exception is granted. It ends by itself."))
            return redirect("staffing:waivers")
    context = {"form": form, "unit": unit, "people": queries.people_to_appoint()[:500]}
    return page(request, "staffing/waive.html", context, status=status_of(form))


@login_required
@require_POST
def end_waiver(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End an exception today."""
    viewer = cast(User, request.user)
    waiver = queries.waiver_for(viewer, pk)
    need(policies.may_waive(viewer, waiver.unit.area.path))
    actions.end_waiver(waiver=waiver, by=viewer)
    messages.success(request, _("The exception is ended, and what was appointed by it."))
    return redirect("staffing:waivers")
