"""Approvals for children's data, openings in an emergency, and the look back at them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gewu.ground.accounts.queries import names_of
from gewu.ground.residents import actions, policies, queries
from gewu.ground.residents.actions import OpenedPerson
from gewu.ground.residents.forms.people import DecideForm, UrgentForm
from gewu.ground.residents.rules.fields import labels_of
from gewu.ground.residents.views.households import StaffRequest
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page

PAGE = 30


@login_required
def requests(request: StaffRequest) -> HttpResponse:
    """Who wants to open a child's data: to decide, and what one asked for oneself."""
    return _requests(request)


@login_required
def decide(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Yes for some hours, or no."""
    found = queries.request_for(request.user, pk)
    need(policies.may_approve_child(request.user, found.child.household.area))
    if request.method != "POST":
        return redirect("residents:requests")
    form = DecideForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        given = {"is_approved": data["verdict"] == "yes", "words": data["words"]}
        hours = 24 if data["hours"] is None else data["hours"]
        act = lambda: actions.decide_child_request(  # noqa: E731
            request=found, **given, hours=hours, by=request.user
        )
        if try_to(form, act):
            messages.success(request, _("The decision is on record."))
            return redirect("residents:requests")
    return _requests(request, pk, form)


def _requests(
    request: StaffRequest, pk: UUID | None = None, wrong: DecideForm | None = None
) -> HttpResponse:
    need(policies.may_keep(request.user) or policies.may_approve_child(request.user))
    shown = Paginator(queries.requests_for(request.user), PAGE).get_page(request.GET.get("page"))
    rows = []
    for each in queries.with_children(list(shown)):
        area = each.child.household.area
        may = policies.may_approve_child(request.user, area) and each.asked_by_id != request.user.pk
        form = wrong if each.pk == pk and wrong else DecideForm(auto_id=f"id_{each.pk}_%s")
        rows.append((each, form if may and each.decided_at is None else None))
    status = 422 if wrong is not None else 200
    context = {"rows": rows, "page": shown}
    return page(request, "residents/requests.html", context, status=status)


@login_required
def renewals(request: StaffRequest) -> HttpResponse:
    """Who is 14 by now and still to be asked themselves; for the officer only how many and where."""
    may_protect = policies.may_protect(request.user)
    need(may_protect or policies.may_keep(request.user))
    found = queries.kept_among(queries.to_renew(), request.user)
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    people = list(shown)
    names = actions.name_masked(people=people, by=request.user)
    context = {
        "rows": [(each, names.get(each.pk, "")) for each in people],
        "page": shown,
        "areas": queries.renewals_by_area() if may_protect else [],
    }
    return page(request, "residents/renewals.html", context)


@login_required
def urgent(request: StaffRequest) -> HttpResponse:
    """Open somebody in an emergency: in the whole county, without being responsible."""
    need(policies.may_open_urgently(request.user))
    form = UrgentForm(request.POST or None)
    opened: list[OpenedPerson] | None = None
    if form.is_valid():
        data = form.cleaned_data
        people = queries.people_anywhere(data["field"], data["q"])
        opened = try_to(
            form,
            lambda: [
                actions.open_urgently(person=each, reason=data["reason"], by=request.user)
                for each in people
            ],
        )
        if opened == []:
            form.add_error("q", _("Nobody on record is found by exactly this."))
    context: dict[str, Any] = {"form": form, "opened": [_clear(each) for each in opened or []]}
    status = 422 if form.is_bound and form.errors else 200
    answer = page(request, "residents/urgent.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _clear(opened: OpenedPerson) -> dict[str, Any]:
    values: dict[str, str] = {}
    for part in opened.parts:
        values |= part.values
    facts = [(labels_of([code])[0], value) for code, value in values.items()]
    home = opened.person.household
    return {"facts": facts, "household": home, "room": opened.room}


@login_required
def emergencies(request: StaffRequest) -> HttpResponse:
    """Every opening in an emergency, for the data-protection officer; no data, only that it was."""
    return _emergencies(request)


@login_required
def review(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It was justified, or it was not and why."""
    need(policies.may_protect(request.user))
    access = queries.urgent_access_for(pk)
    if request.method != "POST":
        return redirect("residents:emergencies")
    form = DecideForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        given = {"is_justified": data["verdict"] == "yes", "words": data["words"]}
        if try_to(form, lambda: actions.review_access(access=access, **given, by=request.user)):
            messages.success(request, _("What you said to it is on record."))
            return redirect("residents:emergencies")
    return _emergencies(request, pk, form)


def _emergencies(
    request: StaffRequest, pk: UUID | None = None, wrong: DecideForm | None = None
) -> HttpResponse:
    need(policies.may_protect(request.user))
    shown = Paginator(queries.urgent_accesses(), PAGE).get_page(request.GET.get("page"))
    accesses = queries.placed(list(shown))
    people = names_of({each.reader_id for each in accesses if each.reader_id})
    reviews = queries.reviews_of(accesses)
    rows = [
        {
            "access": each,
            "by": people.get(each.reader_id) if each.reader_id else None,
            "labels": labels_of(each.fields),
            "review": reviews.get(each.pk),
            "form": wrong if each.pk == pk and wrong else DecideForm(auto_id=f"id_{each.pk}_%s"),
        }
        for each in accesses
    ]
    status = 422 if wrong is not None else 200
    context = {"rows": rows, "page": shown}
    return page(request, "residents/emergencies.html", context, status=status)
