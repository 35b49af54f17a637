"""A person: masked until somebody opens with a reason; written, consented, moved on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.ground.residents import actions, queries
from gewu.ground.residents.actions import OpenedPart, OpenedPerson
from gewu.ground.residents.forms.people import (
    ConsentForm,
    GuardianForm,
    PersonForm,
    ReasonForm,
    ValuesForm,
)
from gewu.ground.residents.models import Guardian, Person, Purpose
from gewu.ground.residents.rules.fields import labels_of
from gewu.ground.residents.views.households import StaffRequest
from gewu.kernel.acting import Refusal
from gewu.ui.asking import try_to
from gewu.ui.pages import page, posted_from

MEANWHILE = ("withdrawn_meanwhile", "changed_meanwhile")
SHOWN_SECONDS = 300


@login_required
def add(request: StaffRequest, pk: UUID, code: str) -> HttpResponse:
    """Somebody of a household, held for one purpose."""
    home = queries.household_for(request.user, pk)
    purpose = get_object_or_404(queries.active_purposes(), code=code)
    adults = _adults(home, request.user)
    form = PersonForm(request.user, adults, purpose, request.POST or None)
    if form.is_valid():
        given: dict[str, Any] = {"values": form.values(), "told": form.told(), "pk": form.pk()}
        relation = form.cleaned_data["relation"]
        made = try_to(
            form,
            lambda: actions.add_person(
                household=home, purpose=purpose, **given, relation=relation, by=request.user
            ),
        )
        if made is not None:
            messages.success(request, _("They are on record now."))
            return redirect("residents:person", pk=made.pk)
    context = {
        "form": form,
        "household": home,
        "purpose": purpose,
        "notice": queries.notice_of(purpose),
    }
    status = 422 if form.is_bound else 200
    return page(request, "residents/person_add.html", context, status=status)


@login_required
def person(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One person under a mask."""
    found = queries.person_for(request.user, pk)
    return _shown(request, found, {"reason_form": ReasonForm()})


@login_required
@posted_from("residents:person")
def open_person(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open everything that is held, with a reason, for some minutes."""
    found = queries.person_for(request.user, pk)
    form = ReasonForm(request.POST)
    opened: OpenedPerson | None = None
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        opened = try_to(
            form, lambda: actions.open_person(person=found, reason=reason, by=request.user)
        )
    answer = _shown(request, found, {"reason_form": form}, opened, 422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@posted_from("residents:person")
def ask(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask a responsible person for leave to open a child's data."""
    found = queries.person_for(request.user, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if try_to(form, lambda: actions.ask_for_child(child=found, reason=reason, by=request.user)):
            messages.success(request, _("You are told when it is decided."))
            return redirect("residents:person", pk=pk)
    return _shown(request, found, {"reason_form": form}, status=422)


@login_required
def write(request: StaffRequest, pk: UUID, purpose_pk: UUID) -> HttpResponse:
    """What is held for one purpose: new, or as it was opened. What changed meanwhile stays: 409."""
    found, purpose = queries.person_for(request.user, pk), queries.purpose_for(purpose_pk)
    part = queries.part_of(found, purpose.pk)
    if request.method != "POST" and part is not None:
        return redirect("residents:person", pk=pk)
    form = ValuesForm(purpose.fields, request.POST or None, initial={"seen": 0})
    status = 200
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.write_part(
                person=found,
                purpose=purpose,
                values=form.values(),
                seen=0 if seen is None else seen,
                by=request.user,
            )
            messages.success(request, _("It was written down."))
            return redirect("residents:person", pk=pk)
        except Refusal as refusal:
            if refusal.code in MEANWHILE:
                context = {"person": found, "refusal": refusal}
                return page(request, "residents/meanwhile.html", context, status=409)
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    if form.is_bound:
        status = 422
    context = {"form": form, "person": found, "purpose": purpose}
    return page(request, "residents/part.html", context, status=status)


@login_required
def consent(request: StaffRequest, pk: UUID, purpose_pk: UUID) -> HttpResponse:
    """Yes or no to a purpose, on its notice."""
    found, purpose = queries.person_for(request.user, pk), queries.purpose_for(purpose_pk)
    form = ConsentForm(request.user, _guardians(found, request.user), request.POST or None)
    if form.is_valid():
        given: dict[str, Any] = {"person": found, "purpose": purpose, "told": form.told()}
        yes = form.cleaned_data["answer"] == "given"
        act = actions.record_consent if yes else actions.record_refusal
        if try_to(form, lambda: act(**given, by=request.user)):
            messages.success(request, _("The answer is on record."))
            return redirect("residents:person", pk=pk)
    context = {
        "form": form,
        "person": found,
        "purpose": purpose,
        "notice": queries.notice_of(purpose),
        "labels": labels_of(purpose.fields),
    }
    status = 422 if form.is_bound else 200
    return page(request, "residents/consent.html", context, status=status)


@login_required
@require_POST
def withdraw(request: StaffRequest, pk: UUID, **named: UUID) -> HttpResponse:
    """They take a yes back: what rests on it is erased at once."""
    found = queries.person_for(request.user, pk)
    purpose = queries.purpose_for(named["purpose_pk"])
    guardian = next(iter(_guardians(found, request.user)), None)
    try:
        told = actions.Told(guardian=guardian if found.is_child else None)
        actions.withdraw_consent(person=found, purpose=purpose, told=told, by=request.user)
        messages.success(request, _("The consent was withdrawn; what rested on it is gone."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("residents:person", pk=pk)


@login_required
@require_POST
def leave(request: StaffRequest, pk: UUID) -> HttpResponse:
    """They live here no more."""
    found = queries.person_for(request.user, pk)
    actions.leave(person=found, by=request.user)
    messages.success(request, _("They have left. What is held goes in 30 days."))
    return redirect("residents:household", pk=found.household_id)


@login_required
@posted_from("residents:person")
def guardian(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Name somebody of the household who decides for a child."""
    found = queries.person_for(request.user, pk)
    form = GuardianForm(_adults(found.household, request.user), request.POST)
    if form.is_valid():
        given = {"child": found, "guardian": form.who(), "relation": form.cleaned_data["relation"]}
        if try_to(form, lambda: actions.name_guardian(**given, by=request.user)):
            messages.success(request, _("The guardian was named."))
            return redirect("residents:person", pk=pk)
    return _shown(request, found, {"guardian_form": form, "reason_form": ReasonForm()}, status=422)


@login_required
@require_POST
def end_guardian(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Somebody no longer decides for a child."""
    link = get_object_or_404(Guardian.objects.select_related("child"), pk=pk)
    child = queries.person_for(request.user, link.child_id)
    actions.end_guardian(link=link, by=request.user)
    messages.success(request, _("They no longer decide for the child."))
    return redirect("residents:person", pk=child.pk)


def _shown(
    request: StaffRequest,
    found: Person,
    context: dict[str, Any],
    opened: OpenedPerson | None = None,
    status: int = 200,
) -> HttpResponse:
    names = actions.name_masked(people=[found], by=request.user)
    adults = _adults(found.household, request.user)
    asked = queries.requests_about(found).filter(asked_by=request.user) if found.is_child else []
    context = {
        "guardian_form": GuardianForm(adults),
        "person": found,
        "name": names.get(found.pk, ""),
        "opened": opened,
        "seconds": SHOWN_SECONDS,
        "rows": _rows(found, opened),
        "guardians": [
            (link, name)
            for link in queries.guardians_of(found)
            for who, name in _guardians(found, request.user).items()
            if link.guardian_id == who.pk
        ],
        "requests": asked,
    } | context
    return page(request, "residents/person.html", context, status=status)


def _rows(found: Person, opened: OpenedPerson | None) -> list[dict[str, Any]]:
    """Each purpose with its answer, what is held, and what was opened of it."""
    answers = queries.standing_answers(found)
    parts = {part.purpose_id: part for part in queries.parts_of(found)}
    clear = {part.purpose.pk: part for part in opened.parts} if opened else {}
    outgrown = queries.outgrown(found)
    rows = []
    for purpose in queries.purposes():
        part, answer = parts.get(purpose.pk), answers.get(purpose.pk)
        if not (purpose.is_active or part or answer):
            continue
        shown = clear.get(purpose.pk)
        rows.append(
            {
                "purpose": purpose,
                "answer": answer,
                "part": part,
                "labels": labels_of(part.held) if part else [],
                "renew": purpose.pk in outgrown,
                # What is opened in part only is read, not written: the rest would be lost.
                "form": _form_of(purpose, shown) if shown and not shown.withheld else None,
                "facts": _facts(shown) if shown and shown.withheld else [],
            }
        )
    return rows


def _form_of(purpose: Purpose, shown: Any) -> ValuesForm:
    initial = {**shown.values, "seen": shown.version}
    return ValuesForm(purpose.fields, initial=initial, auto_id=f"id_{purpose.code}_%s")


def _facts(shown: OpenedPart) -> list[tuple[str, str]]:
    return [(labels_of([code])[0], value) for code, value in shown.values.items()]


def _adults(home: Any, by: User) -> Mapping[Person, str]:
    adults = [who for who in queries.people_in([home]) if not who.is_child]
    names = actions.name_masked(people=adults, by=by)
    return {who: names.get(who.pk, "") for who in adults}


def _guardians(found: Person, by: User) -> Mapping[Person, str]:
    """Those who are in reach; their names under masks."""
    mine = {link.guardian_id for link in queries.guardians_of(found)}
    people = list(queries.people_for(by).filter(pk__in=mine).order_by("pk"))
    names = actions.name_masked(people=people, by=by)
    return {who: names.get(who.pk, "") for who in people}
