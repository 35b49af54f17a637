"""What a person, or the guardian of a child, does with what is held for a purpose."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.doors.portal.forms import once_of
from gewu.doors.portal.forms.me import AgreeForm, NameForm
from gewu.doors.portal.views.me.rights import MOVED_ON, UNREADABLE, form_page, sent
from gewu.doors.portal.views.me.session import ResidentRequest, for_residents
from gewu.ground.residents.models import Person, Purpose
from gewu.ground.residents.queries import offer_of, purpose_for
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.oversight.protection import actions, queries
from gewu.ui.asking import try_to
from gewu.ui.pages import page


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
def agree(request: ResidentRequest, pk: UUID, purpose: UUID) -> HttpResponse:
    """Say yes to a purpose, for oneself or one's child. Words that changed are read anew: 409."""
    person = queries.own_person(bytes(request.resident.phone_index), pk)
    held_for = purpose_for(purpose)
    offer = offer_of(person, held_for)
    if offer is None:
        return redirect("portal:me")
    form = AgreeForm(sent(request), offer=offer)
    refusal = _refused(request, person, form) if form.is_valid() else None
    if form.is_valid() and refusal is None:
        messages.success(request, _("You consented. You can withdraw it here at any time."))
        return redirect("portal:me")
    changed = refusal is not None and refusal.code == "notice_changed"
    if changed:
        form = AgreeForm(None, offer=offer)
    elif refusal is not None:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    context = {"form": form, "offer": offer, "changed": changed, "is_child": person.is_child}
    status = MOVED_ON if changed else UNREADABLE if form.is_bound else 200
    return page(request, "portal/me/agree.html", context, status=status)


def _refused(request: ResidentRequest, person: Person, form: AgreeForm) -> Refusal | None:
    """Why the yes of a form does not count; None where it does."""
    try:
        actions.give(
            session=request.resident,
            person=person,
            purpose=form.offer.purpose,
            seen=form.cleaned_data["seen"] or 0,
            apart=form.cleaned_data.get("apart", False),
            by=RESIDENT,
        )
    except Refusal as refusal:
        return refusal
    return None


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
            own = _("Your name is corrected.")
            child = _("The child's name is corrected.")
            messages.success(request, child if person.is_child else own)
            return redirect("portal:me")
    return form_page(request, "portal/me/correct.html", form)
