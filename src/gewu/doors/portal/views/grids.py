"""The map of all grids: by name, by a tap, or where somebody is."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gewu.doors.portal import queries
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import Level, chain_of, children_of, has_county, public_source
from gewu.ui.pages import page


@require_safe
def grid_map(request: HttpRequest) -> HttpResponse:
    """All grids on a map and in a list; of the chosen one its worker and the two phones."""
    if not has_county():
        return page(request, "portal/not_yet.html", status=503)
    chosen, words = _chosen(request), request.GET.get("q", "").strip()
    is_grid = chosen is not None and chosen.level == Level.GRID
    source = public_source()
    picture: dict[str, Any] = {"tiles": source}
    if chosen is not None and chosen.current and chosen.current.box:
        picture |= {"box": chosen.current.box, "selected": str(chosen.pk)}
    context = {
        "asked": "area" in request.GET,
        "chosen": chosen,
        "chain": chain_of(chosen)[:-1] if chosen else [],
        "contact": queries.contact_of(chosen) if chosen and is_grid else None,
        "grids": children_of(chosen) if chosen and chosen.level == Level.COMMUNITY else [],
        "words": words,
        "found": queries.named(words) if words else [],
        "towns": [] if words else queries.communities(),
        "map": picture if source else None,
        "choose": f"{reverse('portal:grid_map')}?area={{id}}",
    }
    part = "results" if "q" in request.GET else "chosen"
    return page(request, "portal/grid_map.html", context, part=part)


def _chosen(request: HttpRequest) -> Area | None:
    """The area of the address; an empty one is a place where nothing is drawn."""
    asked = request.GET.get("area", "")
    if not asked:
        return None
    try:
        found = queries.open_area(UUID(asked))
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
