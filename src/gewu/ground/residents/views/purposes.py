"""Purposes: what data is held for, what people are told, and the impact assessments."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.residents import actions, policies, queries
from gewu.ground.residents.forms.people import DecideForm
from gewu.ground.residents.forms.purposes import (
    AssessmentForm,
    ChangePurposeForm,
    NewPurposeForm,
    NoticeForm,
    initial_of,
)
from gewu.ground.residents.models import Purpose
from gewu.ground.residents.rules.consents import Answer
from gewu.ground.residents.rules.fields import labels_of, sensitive_among
from gewu.ground.residents.views.households import StaffRequest
from gewu.kernel.acting import Refusal
from gewu.methods.small_counts import told
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page, posted_from


@login_required
def purposes(request: StaffRequest) -> HttpResponse:
    """All of them, with how often people said yes and no."""
    _need_sight(request)
    counted, none = queries.answers_by_purpose(), dict.fromkeys(Answer.values, 0)
    # Answers of the whole county, read by people who see a part of it: small counts are not told.
    rows = [
        (
            each,
            labels_of(each.fields),
            {answer: told(count) for answer, count in counted.get(each.pk, none).items()},
        )
        for each in queries.purposes()
    ]
    context = {"rows": rows, "may_edit": policies.may_protect(request.user)}
    return page(request, "residents/purposes.html", context)


@login_required
@require_POST
def start(request: StaffRequest) -> HttpResponse:
    """Begin with the usual ones; none of them is in force."""
    need(policies.may_protect(request.user))
    actions.add_standard_purposes(by=request.user)
    messages.success(
        request, _("The usual purposes are there. Read them before you switch them on.")
    )
    return redirect("residents:purposes")


@login_required
def add(request: StaffRequest) -> HttpResponse:
    """One more."""
    need(policies.may_protect(request.user))
    form = NewPurposeForm(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        made = try_to(
            form, lambda: actions.add_purpose(code=code, given=form.given(), by=request.user)
        )
        if made is not None:
            messages.success(request, _("The purpose was added. It is not in force yet."))
            return redirect("residents:purpose", pk=made.pk)
    status = 422 if form.is_bound else 200
    return page(request, "residents/purpose_add.html", {"form": form}, status=status)


@login_required
def purpose(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One purpose and everything about it."""
    _need_sight(request)
    return _shown(request, queries.purpose_for(pk), {})


@login_required
@posted_from("residents:purpose")
def change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say it otherwise."""
    need(policies.may_protect(request.user))
    found, form = queries.purpose_for(pk), ChangePurposeForm(request.POST)
    if form.is_valid():
        act = lambda: actions.change_purpose(  # noqa: E731
            purpose=found, given=form.given(), by=request.user
        )
        if try_to(form, act):
            messages.success(request, _("The purpose was changed."))
            return redirect("residents:purpose", pk=pk)
    return _shown(request, found, {"form": form})


@login_required
@posted_from("residents:purpose")
def switch(request: StaffRequest, pk: UUID) -> HttpResponse:
    """On or off."""
    need(policies.may_protect(request.user))
    found = queries.purpose_for(pk)
    try:
        actions.switch_purpose(purpose=found, on="on" in request.POST, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("residents:purpose", pk=pk)


@login_required
@posted_from("residents:purpose")
def notice(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Tell people something new."""
    need(policies.may_protect(request.user))
    found, form = queries.purpose_for(pk), NoticeForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.publish_notice(purpose=found, **data, by=request.user)):
            messages.success(request, _("The notice is published."))
            return redirect("residents:purpose", pk=pk)
    return _shown(request, found, {"notice_form": form})


@login_required
@posted_from("residents:purpose")
def assess(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write an impact assessment."""
    need(policies.may_protect(request.user))
    found, form = queries.purpose_for(pk), AssessmentForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.make_assessment(purpose=found, **data, by=request.user)):
            messages.success(request, _("Somebody else must decide about it now."))
            return redirect("residents:purpose", pk=pk)
    return _shown(request, found, {"assessment_form": form})


@login_required
@require_POST
def decide(request: StaffRequest, pk: UUID, **named: UUID) -> HttpResponse:
    """Approve an assessment, or not."""
    need(policies.may_decide_assessment(request.user))
    found = queries.purpose_for(pk)
    made = get_object_or_404(queries.assessments_of(found), pk=named["assessment"])
    form = DecideForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        given = {"is_approved": data["verdict"] == "yes", "words": data["words"]}
        if try_to(
            form, lambda: actions.decide_assessment(assessment=made, **given, by=request.user)
        ):
            messages.success(request, _("The decision is on record."))
            return redirect("residents:purpose", pk=pk)
    return _shown(request, found, {"decide_form": form})


def _shown(request: StaffRequest, found: Purpose, wrong: dict[str, Any]) -> HttpResponse:
    last = queries.notice_of(found)
    words = {"text_zh": last.text_zh, "text_en": last.text_en} if last else {}
    assessments = list(queries.assessments_of(found))
    context = {
        "purpose": found,
        "labels": labels_of(found.fields),
        "sensitive": labels_of(sensitive_among(found.fields)),
        "fault": "" if found.is_active else queries.switching_fault(found),
        "notices": queries.notices_of(found),
        "assessments": assessments,
        "form": ChangePurposeForm(initial=initial_of(found)),
        "notice_form": NoticeForm(initial=words),
        "assessment_form": AssessmentForm(auto_id="id_assessment_%s"),
        "decide_form": DecideForm(auto_id="id_decide_%s"),
        "may_edit": policies.may_protect(request.user),
        "may_decide": policies.may_decide_assessment(request.user),
        "me": request.user.pk,
    } | wrong
    return page(request, "residents/purpose.html", context, status=422 if wrong else 200)


def _need_sight(request: StaffRequest) -> None:
    need(policies.may_protect(request.user) or policies.may_decide_assessment(request.user))
