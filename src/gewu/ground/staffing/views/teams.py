"""The team of a unit on one card."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.staffing import policies, queries
from gewu.ground.territory.queries import chain_of
from gewu.ui.pages import page


@login_required
def team(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is there for a grid, with work phones, and who is still looked for; for paper too."""
    viewer = cast(User, request.user)
    unit = queries.unit_for(viewer, pk)
    units = queries.units_of_path(unit.area.path)
    context = {
        "unit": unit,
        "chain": chain_of(unit.area),
        "parts": queries.team_card(unit),
        "above": [each for each in reversed(units) if each.pk != unit.pk],
        "may_edit": policies.may_edit(viewer, unit.area.path) and unit.dissolved_on is None,
        "today": timezone.localdate(),
    }
    return page(request, "staffing/team.html", context)
