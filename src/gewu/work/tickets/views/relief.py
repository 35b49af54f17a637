"""Where help is needed: by area, in the order of the areas, never by person."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gewu.ui.exporting import Export, file_answer
from gewu.ui.forms import ExportForm
from gewu.ui.pages import page
from gewu.ui.paging import turning
from gewu.work.tickets import actions
from gewu.work.tickets.forms.relief import ReliefForm
from gewu.work.tickets.queries.relief import Place, Relief, relief_for
from gewu.work.tickets.rules.relief import each_of
from gewu.work.tickets.views.asking import StaffRequest, need
from gewu.work.tickets.views.workload import workload_tabs

PAGE_SIZE = 50


@login_required
def relief(request: StaffRequest) -> HttpResponse:
    """Households, workers and open tickets of each area, beside what is usual at its level."""
    need(request.user.may("tickets.see"))
    form = ReliefForm(request.GET)
    filters = form.filters()
    found = relief_for(request.user, **filters)
    places = Paginator(found.places, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filters": filters,
        "found": found,
        "places": places,
        "tabs": workload_tabs("tickets:relief"),
        "turning": turning(places, request.GET),
        "may_export": request.user.may("tickets.export"),
    }
    return page(request, "tickets/relief.html", context, part="places")


@login_required
def export(request: StaffRequest) -> HttpResponse:
    """The same rows as a file."""
    need(request.user.may("tickets.export"))
    found = relief_for(request.user, **ReliefForm(request.GET).filters())
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.note_export(rows=len(found.places), queue="relief", by=request.user)
        asked = form.cleaned_data
        taken = Export("relief", request.user, is_personal=False, purpose=asked["purpose"])
        rows = (_row(each) for each in found.places)
        return file_answer(taken, asked["kind"], _columns(), rows, [_about(found)])
    back = f"{reverse('tickets:relief')}?{request.GET.urlencode()}"
    context = {"form": form, "count": len(found.places), "back": back}
    return page(request, "tickets/export_relief.html", context)


def _about(found: Relief) -> str:
    usual = found.usual
    if found.is_small:
        return _("The usual number of open tickets is not told: elsewhere there are fewer than 5.")
    return _(
        "Usual for one worker at this level: %(households)s households, %(tickets)s open tickets."
    ) % {"households": each_of(usual.households), "tickets": each_of(usual.tickets)}


def _columns() -> list[str]:
    return [
        _("Area code"),
        _("Area"),
        _("Above"),
        _("Workers"),
        _("Households"),
        _("Households for one worker"),
        _("Open tickets"),
        _("Open tickets for one worker"),
        _("Why help is needed"),
    ]


def _row(place: Place) -> list[Any]:
    area, load = place.area, place.load
    return [
        area.code,
        area.name,
        area.parent.name if area.parent else "",
        load.workers,
        load.households,
        each_of(load.households_each) if load.workers else "",
        load.tickets,
        each_of(load.tickets_each) if load.workers else "",
        _("; ").join(place.words),
    ]
