"""Posts and who holds them."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.ground.staffing import actions, forms, policies, queries
from gewu.ground.staffing.models import Appointment, Post, Unit
from gewu.ground.staffing.queries.records import missing_for
from gewu.ground.staffing.views.units import editable, status_of
from gewu.kernel.acting import Refusal
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page


@login_required
def add_post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more seat in a unit."""
    viewer = cast(User, request.user)
    unit = editable(viewer, queries.unit_for(viewer, pk))
    form = forms.PostForm(unit, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        added = try_to(form, lambda: actions.add_post(unit=unit, **data, by=viewer))
        if added:
            messages.success(request, _("The post is there. Appoint somebody next."))
            return redirect("staffing:appoint", pk=added.pk)
    context = {"form": form, "unit": unit}
    return page(request, "staffing/add_post.html", context, status=status_of(form))


@login_required
def set_phone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The work phone of a post."""
    viewer = cast(User, request.user)
    post = queries.post_for(viewer, pk)
    need(policies.may_set_phone(viewer, post))
    form = forms.PhoneForm(request.POST or None, initial={"phone": post.phone})
    if form.is_valid():
        data = form.cleaned_data
        done = try_to(form, lambda: actions.set_phone(post=post, **data, by=viewer))
        if done:
            messages.success(request, _("Saved."))
            return redirect("staffing:unit", pk=post.unit_id)
    context = {"form": form, "post": post}
    return page(request, "staffing/set_phone.html", context, status=status_of(form))


@login_required
def appoint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put somebody into a post."""
    viewer = cast(User, request.user)
    post = queries.post_for(viewer, pk)
    need(policies.may_appoint(viewer, post))
    form = forms.AppointForm(post, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        made = try_to(form, lambda: _appointed(post, data, viewer))
        if made:
            messages.success(request, _("Appointed. Their rights come with the first day."))
            for kind in missing_for(data["user"], [post.role]):
                text = _("The post needs this certificate: %(kind)s")
                messages.warning(request, text % {"kind": kind})
            return redirect("staffing:unit", pk=post.unit_id)
    may_waive = policies.may_waive(viewer, post.unit.area.path)
    context = {"form": form, "post": post, "people": queries.people_to_appoint()[:500]}
    context["may_waive"] = may_waive and post.unit.kind == Unit.Kind.GRID_TEAM
    return page(request, "staffing/appoint.html", context, status=status_of(form))


def _appointed(post: Post, data: dict[str, Any], viewer: User) -> Appointment:
    days = {"from_day": data["from_day"], "until": data["until"]}
    if data["user"]:
        return actions.appoint(post=post, user=data["user"], **days, by=viewer)
    names = {"name_zh": data["name_zh"], "name_en": data["name_en"]}
    return actions.appoint_somebody_new(post=post, **names, **days, by=viewer)


@login_required
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set the last day of an appointment."""
    viewer = cast(User, request.user)
    appointment = queries.appointment_for(viewer, pk)
    need(policies.may_appoint(viewer, appointment.post))
    form = forms.EndForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        done = try_to(
            form, lambda: actions.end_appointment(appointment=appointment, **data, by=viewer)
        )
        if done:
            messages.success(request, _("The last day is set. Their rights end after it."))
            return redirect("staffing:unit", pk=appointment.post.unit_id)
    context = {"form": form, "appointment": appointment}
    return page(request, "staffing/end.html", context, status=status_of(form))


@login_required
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what was appointed by mistake."""
    viewer = cast(User, request.user)
    appointment = queries.appointment_for(viewer, pk)
    unit = appointment.post.unit
    need(policies.may_appoint(viewer, appointment.post))
    try:
        actions.cancel_appointment(appointment=appointment, by=viewer)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back."))
    return redirect("staffing:unit", pk=unit.pk)
