"""What was done nearby: closed requests that name nobody."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from gewu.doors.portal import queries
from gewu.doors.portal.forms import DoneForm
from gewu.ground.territory.queries import area_by_code
from gewu.ui.pages import page


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Closed requests by community and item, the latest first."""
    form = DoneForm(request.GET)
    said = form.cleaned_data if form.is_valid() else dict.fromkeys(form.fields, "")
    area = area_by_code(said["area"]) if said["area"] else None
    groups = queries.listed_items()
    item = queries.item_among(groups, said["item"])
    wanted: dict[str, Any] = {
        "area_path": area.path if area else "",
        "item": item.pk if item else None,
    }
    lines, after = queries.done_page(**wanted, after=said["after"])
    context = {
        "lines": lines,
        "figures": queries.done_figures(timezone.now(), **wanted),
        "towns": queries.communities(),
        "groups": groups,
        "area": area,
        "item": item,
        "newest": _address(request) if said["after"] else "",
        "older": _address(request, after) if after else "",
    }
    return page(request, "portal/done.html", context, part="results")


def _address(request: HttpRequest, after: str = "") -> str:
    query: QueryDict = request.GET.copy()
    query.pop("after", None)
    if after:
        query["after"] = after
    return f"{request.path}?{query.urlencode()}" if query else request.path
