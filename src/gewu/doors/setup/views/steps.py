"""The steps, the county as the first of them, and the check of the whole."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gewu.doors.setup import actions, policies
from gewu.doors.setup.forms import CountyForm
from gewu.doors.setup.queries.lacking import lacks_of
from gewu.doors.setup.queries.steps import DONE, steps_of
from gewu.doors.setup.views.asking import StaffRequest
from gewu.ground.territory.queries import has_county
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page


@login_required
def steps(request: StaffRequest) -> HttpResponse:
    """Every step with its state; whoever administers a part sees what it lacks."""
    need(policies.may_see_set_up(request.user))
    if not policies.may_set_up(request.user):
        return redirect("setup:check")
    found = steps_of(lacks_of(request.user, with_overlaps=False))
    done = sum(step.state == DONE for step in found)
    context = {"steps": found, "done": done, "has_county": has_county()}
    return page(request, "setup/steps.html", context)


@login_required
def county(request: StaffRequest) -> HttpResponse:
    """The first step."""
    need(policies.may_set_up(request.user))
    if has_county():
        return redirect("setup:steps")
    form = CountyForm(request.POST or None)
    if form.is_valid():
        opened = try_to(form, lambda: actions.open_county(**form.cleaned_data, by=request.user))
        if opened:
            messages.success(request, _("The county is there. Now its areas."))
            return redirect("setup:steps")
    return page(request, "setup/county.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def check(request: StaffRequest) -> HttpResponse:
    """What is missing under the viewer's posts, and where it is mended."""
    need(policies.may_see_set_up(request.user))
    context = {"lacks": lacks_of(request.user), "may_set_up": policies.may_set_up(request.user)}
    return page(request, "setup/check.html", context)
