"""The catalogue: read by all staff, kept by those who keep the county's set-up."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from gewu.ground.staffing.queries import departments
from gewu.ground.territory.queries import county
from gewu.ui.pages import page
from gewu.work.tickets import actions
from gewu.work.tickets.forms.catalogue import ConditionForm, ItemForm, LeadUnitForm, NewItemForm
from gewu.work.tickets.queries import catalogue as reads
from gewu.work.tickets.queries import routing
from gewu.work.tickets.views.asking import StaffRequest, need, need_in_county, try_to

KEEP = "tickets.catalogue"


@login_required
def catalogue(request: StaffRequest) -> HttpResponse:
    """All items under their categories."""
    need(request.user.may("tickets.see"))
    top = county()
    words = request.GET.get("q", "").strip()
    context = {
        "q": words,
        "groups": reads.grouped_items(top.pk, search=words),
        "missing": routing.kinds_without_unit(top.pk),
        "may_keep": request.user.may(KEEP, top.path),
    }
    return page(request, "tickets/catalogue.html", context, part="items")


@login_required
def item(request: StaffRequest, code: str) -> HttpResponse:
    """One item with its conditions in force."""
    need(request.user.may("tickets.see"))
    top = county()
    found: Any = reads.item_of(top.pk, code)
    context = {
        "item": found,
        "previews": routing.previews(found.current, None),
        "may_keep": request.user.may(KEEP, top.path),
    }
    return page(request, "tickets/item.html", context)


@login_required
def versions(request: StaffRequest, code: str) -> HttpResponse:
    """All versions of an item's conditions."""
    need(request.user.may("tickets.see"))
    found = reads.item_of(county().pk, code)
    return page(
        request, "tickets/versions.html", {"item": found, "versions": reads.versions_of(found)}
    )


@login_required
def add_item(request: StaffRequest) -> HttpResponse:
    """A site's own item with its first condition."""
    county_id = need_in_county(request.user, KEEP)
    form = NewItemForm(request.POST or None, county_id=county_id)
    if request.method == "POST" and form.is_valid():
        added = try_to(form, lambda: actions.add_item(**form.arguments(), by=request.user))
        if added:
            return _kept(request, added.code)
    return page(request, "tickets/add_item.html", {"form": form})


@login_required
def change_item(request: StaffRequest, code: str) -> HttpResponse:
    """Words of an item, and whether residents may choose it."""
    found = reads.item_of(need_in_county(request.user, KEEP), code)
    form = ItemForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        given = form.arguments()
        if try_to(form, lambda: actions.change_item(item=found, **given, by=request.user)):
            return _kept(request, code)
    return page(request, "tickets/change_item.html", {"form": form, "item": found})


@login_required
def add_condition(request: StaffRequest, code: str) -> HttpResponse:
    """One more condition of an item."""
    found = reads.item_of(need_in_county(request.user, KEEP), code)
    form = ConditionForm(request.POST or None, county_id=found.county_id)
    if request.method == "POST" and form.is_valid():
        given = {"wording": form.wording(), "is_default": form.cleaned_data["is_default"]}
        if try_to(form, lambda: actions.add_condition(item=found, **given, by=request.user)):
            return _kept(request, code)
    return page(request, "tickets/condition.html", {"form": form, "item": found})


@login_required
def change_condition(request: StaffRequest, code: str, seq: int) -> HttpResponse:
    """The next version of a condition; tickets filed before keep the old one."""
    found = reads.item_of(need_in_county(request.user, KEEP), code)
    old = get_object_or_404(reads.current_conditions(), item=found, seq=seq)
    form = ConditionForm(request.POST or None, instance=old, county_id=found.county_id)
    if request.method == "POST" and form.is_valid():
        given = {"wording": form.wording(), "is_default": form.cleaned_data["is_default"]}
        if try_to(form, lambda: actions.change_condition(condition=old, **given, by=request.user)):
            return _kept(request, code)
    return page(request, "tickets/condition.html", {"form": form, "item": found, "old": old})


@login_required
def lead_units(request: StaffRequest) -> HttpResponse:
    """Which unit does the work of a kind; kinds without one on top."""
    top = county()
    need(request.user.may("tickets.see"))
    form = LeadUnitForm(request.POST or None, county_id=top.pk)
    if request.method == "POST":
        need(request.user.may(KEEP, top.path))
        if form.is_valid():
            return _mapped(request, form.cleaned_data)
        messages.error(request, _("Choose a unit for this kind of work."))
    context = {
        "rows": routing.lead_units(top.pk),
        "missing": len(routing.kinds_without_unit(top.pk)),
        "departments": departments(),
        "may_keep": request.user.may(KEEP, top.path),
    }
    return page(request, "tickets/lead_units.html", context)


def _mapped(request: StaffRequest, given: dict[str, Any]) -> HttpResponse:
    actions.map_lead_kind(**given, by=request.user)
    said = _("%(kind)s goes to %(unit)s from now on.")
    messages.success(request, said % {"kind": given["lead_kind"].name, "unit": given["unit"].name})
    return redirect("tickets:lead_units")


def _kept(request: StaffRequest, code: str) -> HttpResponse:
    messages.success(request, _("The catalogue is kept."))
    return redirect("tickets:item", code)
