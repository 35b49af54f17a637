"""The first page, what this service is, and the way to one's grid."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.doors.portal import queries
from gewu.doors.portal.forms import FollowForm, PointForm
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import (
    Level,
    area_by_code,
    chain_of,
    children_of,
    county,
    has_county,
    locate,
)
from gewu.ui.pages import page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Report, follow, look, find one's worker, and whom to call first."""
    if not has_county():
        return page(request, "portal/not_yet.html", status=503)
    context = {
        "county": county(),
        "categories": [category for category, _items in queries.choices_of(county().pk)],
        "form": FollowForm(),
        "figures": queries.done_figures(timezone.now()),
        "lines": queries.done_page()[0][:4],
    }
    return page(request, "portal/home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the service is for, what it never does, who sees what and for how long."""
    return page(request, "portal/about.html", {"terms": queries.terms_shown()})


@require_safe
def my_grid(request: HttpRequest) -> HttpResponse:
    """From a point or by name to the public page of a grid."""
    form = PointForm(request.GET or None)
    missed = ""
    if form.is_valid() and form.cleaned_data["lon"] is not None:
        grid = _grid_at(form.cleaned_data["lon"], form.cleaned_data["lat"])
        if grid is not None:
            return redirect(queries.GRID_PAGE, code=grid.code)
        missed = _("No grid is drawn at this place. Choose your community below.")
    chosen = _community(request.GET.get("community", ""))
    context = {
        "missed": missed,
        "towns": queries.communities(),
        "chosen": chosen,
        "grids": children_of(chosen) if chosen else [],
        "map": queries.map_of(chosen),
    }
    return page(request, "portal/my_grid.html", context)


def _grid_at(lon: float, lat: float | None) -> Area | None:
    area = None if lat is None else locate(float(lon), float(lat))
    chain = chain_of(area) if area else []
    return next((each for each in chain if each.level == Level.GRID), None)


def _community(code: str) -> Area | None:
    if not code:
        return None
    area = area_by_code(code)
    if area is None or area.level != Level.COMMUNITY:
        raise Http404
    return area
