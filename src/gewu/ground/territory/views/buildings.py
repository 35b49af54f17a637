"""Buildings of an area: list and search, a table of them, one by one."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.territory import actions, policies, queries
from gewu.ground.territory.actions import BuildingsDone
from gewu.ground.territory.forms import BuildingForm, BuildingsFileForm
from gewu.ground.territory.forms.buildings import initial_of
from gewu.ground.territory.models import Area, Building
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.buildings import building_for, buildings_under
from gewu.ground.territory.rules.buildings import BadRow, read_buildings
from gewu.ground.territory.views.redrawing import editable
from gewu.kernel.acting import Actor, Refusal
from gewu.kernel.arriving import table_in
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page

PAGE = 50
MOST_SHOWN = 200


@login_required
def buildings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What stands under an area, by name."""
    area = queries.area_for(cast(Viewer, request.user), pk)
    words = request.GET.get("q", "").strip()
    found = buildings_under(area, words)
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "area": area,
        "q": words,
        "buildings": shown,
        "households": found.aggregate(all=Sum("households"))["all"] or 0,
        "may_edit": policies.may_edit(cast(Actor, request.user), area.path),
        "newer": _page(words, shown.previous_page_number()) if shown.has_previous() else "",
        "older": _page(words, shown.next_page_number()) if shown.has_next() else "",
    }
    return page(request, "territory/buildings.html", context, part="results")


@login_required
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new building of an area."""
    area, by = editable(request, pk), cast(Actor, request.user)
    form = BuildingForm(request.POST or None)
    done: Building | None = None
    if form.is_valid():
        done = try_to(form, lambda: actions.add_building(area=area, row=form.row(), by=by))
    if done is not None:
        messages.success(request, _("The building was added."))
        return redirect("territory:buildings", pk=pk)
    return _asked(request, area, form)


@login_required
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other names, numbers or another place of a building."""
    building, by = building_for(cast(Viewer, request.user), pk), cast(Actor, request.user)
    need(policies.may_edit(by, building.area.path))
    form = BuildingForm(request.POST or None, initial=initial_of(building))
    done: Building | None = None
    if form.is_valid():
        row = form.row()
        done = try_to(form, lambda: actions.change_building(building=building, row=row, by=by))
    if done is not None:
        messages.success(request, _("Saved."))
        return redirect("territory:buildings", pk=building.area_id)
    return _asked(request, building.area, form, building=building)


@login_required
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A building is no more."""
    building, by = building_for(cast(Viewer, request.user), pk), cast(Actor, request.user)
    need(policies.may_edit(by, building.area.path))
    actions.end_building(building=building, by=by)
    messages.success(request, _("The building is closed; its history stays."))
    return redirect("territory:buildings", pk=building.area_id)


@login_required
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A table of buildings: all of it, or a list of the rows that stand in the way."""
    area, by = editable(request, pk), cast(Actor, request.user)
    form = BuildingsFileForm(request.POST or None, request.FILES or None)
    bad: tuple[BadRow, ...] = ()
    if form.is_valid():
        data = form.cleaned_data
        try:
            done = _taken(area, data["file"], data["system"] or "wgs84", by)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
            bad = refusal.bad if isinstance(refusal, actions.BuildingsRefused) else ()
        else:
            text = _(
                "%(added)s buildings were added, %(changed)s changed, %(unchanged)s were as before."
            )
            messages.success(request, text % vars(done))
            return redirect("territory:buildings", pk=pk)
    context = {
        "area": area,
        "form": form,
        "bad": bad[:MOST_SHOWN],
        "more": len(bad) - MOST_SHOWN,
    }
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "territory/buildings_import.html", context, status=status)


def _taken(area: Area, file: "UploadedFile[Any]", system: str, by: Actor) -> BuildingsDone:
    with table_in(file) as table:
        cells = ((row.line, row.cells) for row in table.rows)
        rows, bad = read_buildings(table.columns, cells, system)
    if not rows and not bad:
        raise Refusal(_("The table holds no buildings."), code="empty", field="file")
    return actions.import_buildings(within=area, rows=rows, bad=bad, by=by)


def _asked(
    request: HttpRequest, area: Area, form: BuildingForm, building: Building | None = None
) -> HttpResponse:
    context = {"area": area, "form": form, "building": building}
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "territory/building.html", context, status=status)


def _page(words: str, number: int) -> str:
    return "?" + urlencode({"q": words, "page": str(number)})
