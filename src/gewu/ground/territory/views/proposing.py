"""Fair parts for an area: addresses and a size in, a plan to look at and to work on."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gewu.ground.territory import forms, queries
from gewu.ground.territory.forms.proposing import BELOW, SPLIT
from gewu.ground.territory.models import Area
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.buildings import buildings_under, places_of
from gewu.ground.territory.queries.proposing import below_of, may_add_below
from gewu.ground.territory.rules.lines import near, read_lines
from gewu.ground.territory.rules.places import Places, read_places
from gewu.ground.territory.rules.proposing import Wish
from gewu.ground.territory.views import shown, studies
from gewu.ground.territory.views.redrawing import editable
from gewu.ground.territory.views.studies import Study
from gewu.kernel.acting import Refusal
from gewu.kernel.arriving import table_in
from gewu.ui.pages import page


@login_required
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Addresses, a size and what is to be heeded; the plan itself has its own page."""
    area = editable(request, pk)
    on_record = buildings_under(area).exclude(lon=None).count()
    form = forms.ProposeForm(area, on_record, request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            study = _studied(area, form.cleaned_data)
            return redirect("territory:plan", pk=pk, token=studies.keep(request, study))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else "file", str(refusal))
    context: dict[str, Any] = {
        "area": area,
        "form": form,
        "is_drawn": queries.boundary_of(area.current) is not None,
        "map": shown.around(area, cast(Viewer, request.user)),
    }
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "territory/propose.html", context, status=status)


def _studied(area: Area, data: dict[str, Any]) -> Study:
    within = queries.boundary_of(area.current)
    if within is None:
        raise Refusal(_("This area is not drawn yet."), code="not_drawn")
    purpose = data.get("purpose") or (BELOW if area.level == queries.Level.COMMUNITY else SPLIT)
    if purpose == BELOW and not may_add_below(area):
        text = _("There are areas below it already. Split or merge those one by one.")
        raise Refusal(text, code="has_below", field="purpose")
    system = data.get("system") or "wgs84"
    lines = {
        name: near(read_lines(data[name].read(), name, system), within) if data.get(name) else ()
        for name in ("barriers", "paths")
    }
    study = Study(
        area=area.pk,
        purpose=purpose,
        within=within,
        places=places_of(area) if data.get("on_record") else _places(data["file"], system),
        below=tuple(below_of(area)) if purpose == SPLIT else (),
        barriers=lines["barriers"],
        paths=lines["paths"],
    )
    wish = Wish(
        target=data["target"],
        keeps_whole=data.get("keeps_whole", True),
        by_unit=purpose == BELOW and area.is_grid,
    )
    return study.with_plan(wish)


def _places(file: "UploadedFile[Any]", system: str) -> Places:
    with table_in(file) as table:
        return read_places(table.columns, ((row.line, row.cells) for row in table.rows), system)
