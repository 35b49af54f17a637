"""What a person, or the guardian of a child, does with what is held for a purpose."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.doors.portal.forms import once_of
from gewu.doors.portal.forms.me import NameForm
from gewu.doors.portal.views.me.rights import form_page, sent
from gewu.doors.portal.views.me.session import ResidentRequest, for_residents
from gewu.ground.residents.models import Purpose
from gewu.kernel.acting import RESIDENT
from gewu.oversight.protection import actions, queries
from gewu.ui.asking import try_to


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def take_back(request: ResidentRequest, pk: UUID, purpose: UUID) -> HttpResponse:
    """Withdraw a consent; whoever reloads that address is led to the page."""
    person = queries.own_person(bytes(request.resident.phone_index), pk)
    held_for = get_object_or_404(Purpose, pk=purpose)
    if request.method == "POST":
        actions.take_back(session=request.resident, person=person, purpose=held_for, by=RESIDENT)
        messages.success(request, _("Withdrawn. What rested on it is deleted."))
    return redirect("portal:me")


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def correct_person(request: ResidentRequest, pk: UUID) -> HttpResponse:
    """One's own name, or a child's, corrected at once wherever it is held."""
    person = queries.own_person(bytes(request.resident.phone_index), pk)
    form = NameForm(sent(request))
    if form.is_valid():
        done = try_to(
            form,
            lambda: actions.correct_person(
                session=request.resident,
                person=person,
                name=form.cleaned_data["name"],
                command=once_of(form),
                by=RESIDENT,
            ),
        )
        if done:
            messages.success(request, _("Your name is corrected."))
            return redirect("portal:me")
    return form_page(request, "portal/me/correct.html", form)
