"""What the county promises, and the days on which its clocks stand still."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.territory.queries import county
from gewu.ui.pages import page
from gewu.work.tickets import actions
from gewu.work.tickets.forms.terms import SpecialDayForm, TermsForm
from gewu.work.tickets.queries import clocks
from gewu.work.tickets.views.asking import StaffRequest, need, need_in_county, try_to

KEEP = "tickets.catalogue"


@login_required
def terms(request: StaffRequest) -> HttpResponse:
    """Working hours and promises."""
    need(request.user.may("tickets.see"))
    top = county()
    kept = clocks.terms_of(top.pk)
    may_keep = request.user.may(KEEP, top.path)
    form = TermsForm(request.POST or None, instance=kept)
    if request.method == "POST":
        need(may_keep)
        if form.is_valid() and _change(request, form, kept):
            return redirect("tickets:terms")
    context = {"form": form, "terms": kept, "may_keep": may_keep, "years": _years(top.pk)}
    return page(request, "tickets/terms.html", context)


@login_required
def days(request: StaffRequest) -> HttpResponse:
    """The special days of a year; adding one."""
    need(request.user.may("tickets.see"))
    top = county()
    form = SpecialDayForm(request.POST or None)
    year = _year(request.GET.get("year", ""))
    if request.method == "POST":
        need_in_county(request.user, KEEP)
        if form.is_valid() and _add(request, form, top.pk):
            return redirect(_year_url(form.cleaned_data["day"].year))
    context = {
        "form": form,
        "year": year,
        "terms": clocks.terms_of(top.pk),
        "days": clocks.special_days(top.pk, year),
        "years": _years(top.pk),
        "announced": year in clocks.announced_years(top.pk),
        "may_keep": request.user.may(KEEP, top.path),
    }
    return page(request, "tickets/days.html", context)


@login_required
@require_POST
def remove_day(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The day is again what its weekday says."""
    special = clocks.special_day_for(need_in_county(request.user, KEEP), pk)
    actions.remove_special_day(special=special, by=request.user)
    messages.success(request, _("Removed. The day is again what its weekday says."))
    return redirect(_year_url(special.day.year))


def _change(request: StaffRequest, form: TermsForm, kept: Any) -> bool:
    given = form.arguments()
    if not try_to(form, lambda: actions.change_terms(terms=kept, **given, by=request.user)):
        return False
    messages.success(request, _("Kept. The limits of open tickets are counted again."))
    return True


def _add(request: StaffRequest, form: SpecialDayForm, county_id: UUID) -> bool:
    given = form.cleaned_data
    act = lambda: actions.set_special_day(county_id=county_id, **given, by=request.user)  # noqa: E731
    if not try_to(form, act):
        return False
    messages.success(request, _("The calendar is kept."))
    return True


def _years(county_id: UUID) -> list[dict[str, Any]]:
    """Years with days, this one and the next, and whether each was officially announced."""
    announced = clocks.announced_years(county_id)
    this = timezone.localdate().year
    return [
        {"year": year, "announced": year in announced, "url": _year_url(year)}
        for year in sorted({*clocks.years_with_days(county_id), this, this + 1}, reverse=True)
    ]


def _year(text: str) -> int:
    known = text.isdecimal() and 2000 <= int(text) <= 2100
    return int(text) if known else timezone.localdate().year


def _year_url(year: int) -> str:
    return f"{reverse('tickets:days')}?year={year}"
