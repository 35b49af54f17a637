"""Posters of many grids: choose whose and how, take the PDF."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gewu.ground.territory import queries
from gewu.ground.territory.forms import PosterForm
from gewu.ground.territory.models import Area
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.posters import as_posters
from gewu.ground.territory.queries.tree import grids_for
from gewu.ground.territory.rules.levels import Level
from gewu.ui.asking import need
from gewu.ui.pages import page

PDF = "application/pdf"


@require_safe
@login_required
def choose(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Which layout, for the viewer's grids or those of one area."""
    viewer = cast(Viewer, request.user)
    need(viewer.may("territory.see"))
    area = queries.area_for(viewer, pk) if pk else None
    form = PosterForm(list(grids_for(viewer, area)))
    return page(request, "territory/posters.html", _context(viewer, area, form))


@require_safe
@login_required
def file(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """The sheets themselves."""
    viewer = cast(Viewer, request.user)
    need(viewer.may("territory.see"))
    area = queries.area_for(viewer, pk) if pk else None
    form = PosterForm(list(grids_for(viewer, area)), request.GET)
    if not form.is_valid():
        context = _context(viewer, area, form)
        return page(request, "territory/posters.html", context, status=422)
    layout, english = form.cleaned_data["layout"], form.cleaned_data["english"]
    content = as_posters(form.chosen(), layout, english=english, site=site_of(request))
    return as_pdf(content, f"posters-{area.code if area else 'all'}-{layout}.pdf")


def as_pdf(content: bytes, filename: str) -> HttpResponse:
    """A PDF that the browser shows, to be printed or kept."""
    answer = HttpResponse(content, content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="{filename}"'
    return answer


def site_of(request: HttpRequest) -> str:
    """How the house is called by whoever asks."""
    return request.build_absolute_uri("/").rstrip("/")


def _context(viewer: Viewer, area: Area | None, form: PosterForm) -> dict[str, Any]:
    return {
        "area": area,
        "count": len(form.all_grids),
        "form": form,
        "file_url": reverse("territory:posters_file_of", args=[area.pk])
        if area
        else reverse("territory:posters_file"),
        "below": _below(viewer, area),
    }


def _below(viewer: Viewer, area: Area | None) -> list[Area]:
    if area is None:
        return queries.tops_for(viewer)
    return list(queries.children_of(area)) if area.level < Level.COMMUNITY else []
