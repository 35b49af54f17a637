"""Pages on which units ask for fields of registers, keepers decide, and one record is looked up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.queries import unit_names
from gewu.ground.registers import policies
from gewu.ground.registers.actions import lending as actions
from gewu.ground.registers.actions.lending import Lent
from gewu.ground.registers.forms import lending as forms
from gewu.ground.registers.models import FieldRequest
from gewu.ground.registers.queries import lending as reads
from gewu.ground.registers.views.asking import StaffRequest, status_of
from gewu.ground.territory.queries import county
from gewu.kernel import clock
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page

MOST = 100
MOST_ANSWERS = 200


@login_required
def lending(request: StaffRequest) -> HttpResponse:
    """What one's own units asked for, and what one has to decide."""
    viewer = request.user
    need(viewer.may("registers.ask") or viewer.may("registers.lend"))
    mine = list(reads.own_requests(viewer)[:MOST])
    kept = list(reads.requests_to_decide(viewer)[:MOST]) if viewer.may("registers.lend") else []
    names = unit_names({each.unit_id for each in (*mine, *kept)})
    today = timezone.localdate(clock.now())
    context = {
        "lists": [
            (label, [(each, names.get(each.unit_id, ""), each.is_over(today)) for each in found])
            for label, found in ((_("Asked for by us"), mine), (_("Waits for our decision"), kept))
        ],
        "kinds": reads.kinds_to_ask(viewer),
    }
    return page(request, "registers/lending.html", context)


@login_required
def ask_fields(request: StaffRequest, code: str) -> HttpResponse:
    """Ask for fields of a register."""
    kind = reads.kind_to_ask(request.user, code)
    form = forms.AskFieldsForm(request.user, kind, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data | {"unit_id": UUID(form.cleaned_data["unit_id"])}
        if asked := try_to(form, lambda: actions.ask_fields(kind=kind, **data, by=request.user)):
            messages.success(request, _("Asked. The keeper of the register decides."))
            return redirect("registers:field_request", pk=asked.pk)
    context = {"form": form, "kind": kind}
    return page(request, "registers/ask_fields.html", context, status=status_of(form))


@login_required
def field_request(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A request, what became of it, and every look-up."""
    return _shown(request, reads.request_for(request.user, pk))


@login_required
@require_POST
def answer_request(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Grant field by field, or refuse."""
    asked = reads.request_for(request.user, pk)
    form = forms.DecideForm(asked, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.answer_request(request=asked, **data, by=request.user)):
            messages.success(request, _("Decided; the unit sees it."))
            return redirect("registers:field_request", pk=pk)
    return _shown(request, asked, decide=form)


@login_required
@require_POST
def revoke_request(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End it at once."""
    asked = reads.request_for(request.user, pk)
    form = forms.RevokeForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.revoke_request(request=asked, **data, by=request.user)):
            messages.success(request, _("Revoked; nothing is answered any more."))
            return redirect("registers:field_request", pk=pk)
    return _shown(request, asked, revoke=form)


@login_required
@require_POST
def look_up(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One record, of it the granted fields; the answer is shown once and kept nowhere."""
    asked = reads.request_for(request.user, pk)
    form = forms.LookUpForm(request.POST)
    lent: Lent | None = None
    if form.is_valid():
        words = form.cleaned_data["words"]
        lent = try_to(form, lambda: actions.look_up(request=asked, words=words, by=request.user))
    answer = _shown(request, asked, look=form, lent=lent)
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(
    request: StaffRequest,
    asked: FieldRequest,
    *,
    decide: forms.DecideForm | None = None,
    revoke: forms.RevokeForm | None = None,
    look: forms.LookUpForm | None = None,
    lent: Lent | None = None,
) -> HttpResponse:
    viewer, today = request.user, timezone.localdate(clock.now())
    lends = policies.may_lend(viewer, asked.kind, county().path)
    asks = policies.may_ask(viewer, asked.unit_id)
    context: dict[str, Any] = {
        "asked": asked,
        "unit": unit_names([asked.unit_id]).get(asked.unit_id, ""),
        "fields": reads.field_names(asked),
        "is_over": asked.is_over(today),
        "decide": (decide or forms.DecideForm(asked)) if lends and asked.state == "asked" else None,
        "revoke": (revoke or forms.RevokeForm()) if lends and asked.is_live(today) else None,
        "look_form": (look or forms.LookUpForm()) if asks and asked.is_live(today) else None,
        "lent": lent,
        "answers": reads.answers_of(asked, MOST_ANSWERS),
        "names_records": lends,
    }
    wrong = any(form is not None and form.errors for form in (decide, revoke, look))
    return page(request, "registers/field_request.html", context, status=400 if wrong else 200)
