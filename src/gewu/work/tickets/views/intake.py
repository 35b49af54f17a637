"""Intake by staff, for a caller or for one's own finding."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import county, locate, visible_to
from gewu.kernel import clock
from gewu.ui.pages import page
from gewu.work.tickets import actions, policies, states
from gewu.work.tickets.forms.intake import IntakeForm
from gewu.work.tickets.models import Condition, Ticket
from gewu.work.tickets.queries import catalogue, routing
from gewu.work.tickets.queries.clocks import terms_of
from gewu.work.tickets.views.asking import StaffRequest, need, try_to
from gewu.work.tickets.views.buttons import buttons_for, url_of
from gewu.work.tickets.views.maps import overview_of


@login_required
def new(request: StaffRequest) -> HttpResponse:
    """Take down a report; what is known of item and place says at once who will get it."""
    need(policies.may_intake(request.user))
    county_id = county().pk
    groups = catalogue.grouped_items(county_id, active=True)
    items: list[Any] = [item for _category, leaves in groups for item in leaves]
    sent = request.method == "POST"
    given = (request.POST, request.FILES) if sent else ()
    form = IntakeForm(*given, viewer=request.user, items=items)
    if sent and form.is_valid():
        command = form.cleaned_data["once"]
        act = lambda: actions.submit(report=form.report(), command=command, by=request.user)  # noqa: E731
        if ticket := try_to(form, act):
            return _taken(request, ticket)
    context = {
        "form": form,
        "groups": groups,
        "emergencies": catalogue.emergencies(county_id),
        "map": overview_of(request.user),
        **_result(request, items),
    }
    return page(request, "tickets/new.html", context, part="result")


def _taken(request: StaffRequest, ticket: Ticket) -> HttpResponse:
    messages.success(request, _("Taken down as %(number)s.") % {"number": ticket.shown_number})
    if policies.may_see(request.user, ticket):
        on_the_spot = request.POST.get("on_the_spot") and ticket.state == states.SUBMITTED
        if on_the_spot and any(b.verb == "self_handle" for b in buttons_for(request.user, ticket)):
            return redirect(url_of("self_handle", ticket))
        return redirect("tickets:ticket", ticket.pk)
    return redirect("tickets:new")


def _result(request: StaffRequest, items: list[Any]) -> dict[str, Any]:
    """What would become of it: limit, unit and closing condition, from what is chosen so far."""
    chosen = request.POST if request.method == "POST" else request.GET
    code = chosen.get("item", "")
    item = next((each for each in items if str(each.pk) == code), None)
    area = _area(request, chosen.get("lon", ""), chosen.get("lat", ""), chosen.get("area", ""))
    condition = next((each for each in item.current if each.is_default), None) if item else None
    return {
        "item": item,
        "condition": condition,
        "found_area": area,
        "preview": _preview(condition, area, chosen) if condition else None,
    }


def _preview(condition: Condition, area: Area | None, chosen: QueryDict) -> routing.Preview:
    asked = routing.Asked(
        terms_of(condition.county_id),
        channel=chosen.get("channel", ""),
        at=clock.now(),
        words=f"{chosen.get('title', '')} {chosen.get('words', '')}",
    )
    return routing.previews([condition], area, asked)[0]


def _area(request: StaffRequest, lon: str, lat: str, area: str) -> Area | None:
    try:
        found = locate(float(lon), float(lat))
    except ValueError:
        found = None
    try:
        return found or visible_to(request.user).filter(pk=UUID(area)).first()
    except ValueError:
        return found
