"""Who answers for this: from a point, an address or a code to the people of that place."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from gewu.ground.accounts.models import User
from gewu.ground.staffing import forms, queries
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import (
    Level,
    area_by_code,
    areas_under,
    as_geojson,
    county,
    locate,
    named_in,
    search,
)
from gewu.ui.asking import need
from gewu.ui.pages import page

MOST_FOUND = 8


@login_required
def answers(request: HttpRequest) -> HttpResponse:
    """Grid, worker, community, town, phones, and the departments' workers of any place.

    All of it is published, so whoever takes a call may look beyond their own posts by a code or
    a point; words find places under them.
    """
    viewer = cast(User, request.user)
    need(viewer.may("staffing.see"))
    form = forms.WhereForm(request.GET)
    data: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "lon": None}
    words, asked = data["q"].strip(), bool(data["q"].strip()) or data["lon"] is not None
    found = _found(viewer, words, data)
    chosen = found[0] if len(found) == 1 else None
    picture: dict[str, Any] = {"areas": as_geojson(areas_under(county().path, Level.COMMUNITY))}
    if data["lon"] is not None and data.get("lat") is not None:
        picture["place"] = [data["lon"], data["lat"]]
    context = {
        "words": words,
        "asked": asked,
        "several": found if len(found) > 1 else [],
        "answers": queries.answers_for(chosen) if chosen else None,
        "map": picture,
    }
    return page(request, "staffing/answers.html", context, part="results")


def _found(viewer: User, words: str, data: dict[str, Any]) -> list[Area]:
    if words:
        if exact := area_by_code(words):
            return [exact]
        named = [each.area for each in named_in(viewer, words)]
        return named or list(search(viewer, words)[:MOST_FOUND])
    if data["lon"] is None or data["lat"] is None:
        return []
    at = locate(data["lon"], data["lat"])
    return [at] if at else []
