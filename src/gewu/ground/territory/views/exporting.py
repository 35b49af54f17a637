"""Areas as a file: choose a format, take the file; both in the viewer's scope."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gewu.ground.territory import queries
from gewu.ground.territory.models import Area
from gewu.ground.territory.policies import Viewer
from gewu.ui.asking import need
from gewu.ui.exporting import Export, Taker, content_answer
from gewu.ui.pages import page


@require_safe
@login_required
def choose(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Which formats there are, for the viewer's areas or for one and all below it."""
    viewer = cast(Viewer, request.user)
    need(viewer.may("territory.see"))
    area = queries.area_for(viewer, pk) if pk else None
    files = [{"kind": kind, "url": _address(pk, kind.name)} for kind in queries.FILE_KINDS.values()]
    return page(request, "territory/export.html", {"area": area, "files": files})


@require_safe
@login_required
def file(request: HttpRequest, kind: str, pk: UUID | None = None) -> HttpResponse:
    """The file itself."""
    viewer = cast(Viewer, request.user)
    need(viewer.may("territory.see"))
    wanted = queries.FILE_KINDS.get(kind)
    if wanted is None:
        raise Http404
    areas, name = queries.visible_to(viewer), "areas"
    if pk:
        top: Area = queries.area_for(viewer, pk)
        areas, name = areas.filter(path__startswith=top.path), f"areas-{top.pk.hex[:8]}"
    taken = Export("areas", cast(Taker, request.user), is_personal=False)
    content = queries.as_file(areas, wanted)
    return content_answer(taken, content, wanted.media, f"{name}{wanted.suffix}")


def _address(pk: UUID | None, kind: str) -> str:
    if pk is None:
        return reverse("territory:export_file", args=[kind])
    return reverse("territory:export_file_of", args=[pk, kind])
