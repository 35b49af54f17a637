"""Households of one's own areas: list and search, one of them, its door, who moves in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.ground.residents import actions, policies, queries
from gewu.ground.residents.forms.people import DoorForm, FindForm
from gewu.ground.residents.models import Household, Person
from gewu.ground.territory.queries import area_for
from gewu.kernel.acting import Refusal
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page, posted_from

PAGE = 40


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@login_required
def households(request: StaffRequest) -> HttpResponse:
    """The households of the viewer's areas; a whole name, phone or ID finds a person."""
    need(policies.may_keep(request.user))
    form = FindForm(request.GET)
    data = form.cleaned_data if form.is_valid() else {}
    words, field = data.get("q") or "", data.get("field") or "name"
    area = area_for(request.user, data["area"]) if data.get("area") else None
    context: dict[str, Any] = {"form": form, "q": words, "area": area}
    context["areas"] = queries.areas_to_choose(request.user)[:200]
    if words:
        context |= _found(request.user, field, words)
    else:
        context |= _listed(request, area)
    return page(request, "residents/households.html", context, part="results")


def _found(viewer: User, field: str, words: str) -> dict[str, Any]:
    people = queries.people_found(viewer, field, words)
    names = actions.name_masked(people=people, by=viewer)
    return {"people": [(person, names.get(person.pk, "")) for person in people]}


def _listed(request: StaffRequest, area: Any) -> dict[str, Any]:
    rows = queries.households_for(request.user, area).order_by(
        "area__code", "building__name_zh", "entrance", "pk"
    )
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    homes = list(shown)
    masked = actions.list_masked(households=homes, by=request.user)
    members: dict[UUID, list[str]] = {}
    for person in queries.people_in(homes):
        members.setdefault(person.household_id, []).append(masked.names.get(person.pk, "–"))
    held: dict[str, str] = {"area": str(area.pk)} if area else {}

    def address(number: int) -> str:
        return f"?{urlencode({**held, 'page': str(number)})}"

    return {
        "households": [(home, masked.rooms[home.pk], members.get(home.pk, [])) for home in homes],
        "count": shown.paginator.count,
        "newer": address(shown.previous_page_number()) if shown.has_previous() else "",
        "older": address(shown.next_page_number()) if shown.has_next() else "",
    }


@login_required
def add(request: StaffRequest) -> HttpResponse:
    """A new household."""
    need(policies.may_keep(request.user))
    form = DoorForm(request.user, request.POST or None)
    if form.is_valid():
        pk = form.cleaned_data["once"]
        made = try_to(form, lambda: actions.add_household(pk=pk, door=form.door(), by=request.user))
        if made is not None:
            messages.success(request, _("The household was added. Now enter who lives there."))
            return redirect("residents:household", pk=made.pk)
    status = 422 if form.is_bound else 200
    return page(request, "residents/household_add.html", {"form": form}, status=status)


@login_required
def household(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One household: its door, who lives there under masks, who moves in."""
    home = queries.household_for(request.user, pk)
    form = FindForm(request.GET)
    data = form.cleaned_data if form.is_valid() else {}
    context = _of(request.user, home)
    if data.get("q"):
        context |= _found(request.user, data.get("field") or "name", data["q"])
        context["q"] = data["q"]
    return page(request, "residents/household.html", context | {"find_form": form})


def _of(viewer: User, home: Household) -> dict[str, Any]:
    masked = actions.list_masked(households=[home], by=viewer)
    members = [(who, masked.names.get(who.pk, "")) for who in queries.people_in([home])]
    return {
        "household": home,
        "room": masked.rooms[home.pk],
        "members": members,
        "purposes": queries.active_purposes(),
    }


@login_required
def change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Another door."""
    home = queries.household_for(request.user, pk)
    building = home.building.name_zh if home.building else ""
    initial = {"area": home.area_id, "building": building, "entrance": home.entrance}
    form = DoorForm(request.user, request.POST or None, is_new=False, initial=initial)
    if form.is_valid():
        made = try_to(
            form,
            lambda: actions.change_household(household=home, door=form.door(), by=request.user),
        )
        if made is not None:
            messages.success(request, _("The door was changed."))
            return redirect("residents:household", pk=pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "household": home}
    return page(request, "residents/household_add.html", context, status=status)


@login_required
@require_POST
def end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Nobody lives there any more."""
    home = queries.household_for(request.user, pk)
    try:
        actions.end_household(household=home, by=request.user)
        messages.success(request, _("The household has ended."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("residents:household", pk=pk)


@login_required
@posted_from("residents:household")
def move_in(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Somebody of the viewer's areas lives here from now on."""
    home = queries.household_for(request.user, pk)
    person = _person(request)
    try:
        actions.move_person(person=person, household=home, by=request.user)
        messages.success(request, _("They live here now."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("residents:household", pk=pk)


def _person(request: StaffRequest) -> Person:
    try:
        pk = UUID(request.POST.get("person", ""))
    except ValueError:
        pk = UUID(int=0)
    return queries.person_for(request.user, pk)
