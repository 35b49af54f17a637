"""Who stands in at a vacant post, and what is handed over at a post."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.ground.staffing import actions, forms, policies, queries
from gewu.ground.staffing.views.units import status_of
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page


@login_required
def stand_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody looks after a post for some days."""
    viewer = cast(User, request.user)
    post = queries.post_for(viewer, pk)
    need(policies.may_set_stand_in(viewer, post))
    area = post.unit.area
    path = area.path if area.level <= 2 else f"{area.path.rsplit('.', 2)[0]}."
    people = queries.could_stand_in(path, signing_in=bool(post.role))
    form = forms.StandInForm(people, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.set_stand_in(post=post, **data, by=viewer)):
            messages.success(request, _("They stand in. Their rights come with the first day."))
            return redirect("staffing:vacancies")
    context = {"form": form, "post": post}
    return page(request, "staffing/stand_in.html", context, status=status_of(form))


@login_required
@require_POST
def end_stand_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From today on nobody stands in there."""
    viewer = cast(User, request.user)
    found = queries.stand_in_for(viewer, pk)
    need(policies.may_set_stand_in(viewer, found.post))
    actions.end_stand_in(stand_in=found, by=viewer)
    messages.success(request, _("Nobody stands in there from today on."))
    return redirect("staffing:vacancies")


@login_required
def handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is open at a post, what was told, and words for whoever goes on."""
    viewer = cast(User, request.user)
    post = queries.post_for(viewer, pk)
    need(policies.may_hand_over(viewer, post))
    takers = queries.takers_of(post, viewer)
    form = forms.HandoverForm(takers, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.write_handover(post=post, giver=viewer, **data, by=viewer)):
            messages.success(request, _("Written. Whoever goes on confirms it."))
            return redirect("staffing:handover", pk=pk)
    context = {
        "form": form if takers else None,
        "post": post,
        "burdens": queries.burdens_of(post.unit),
        "notes": [
            (note, not note.confirmed_at and policies.may_confirm_handover(viewer, note))
            for note in queries.handovers_of(post)[:20]
        ],
    }
    return page(request, "staffing/handover.html", context, status=status_of(form))


@login_required
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read by whoever goes on."""
    viewer = cast(User, request.user)
    found = queries.handover_for(viewer, pk)
    need(policies.may_confirm_handover(viewer, found))
    actions.confirm_handover(handover=found, by=viewer)
    messages.success(request, _("Confirmed."))
    return redirect("staffing:leaves")
