"""The page of one ticket: what to do now, what it is, how it got here."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from gewu.ground.residents.actions import Opened, read_contact
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import as_geojson, chain_of
from gewu.kernel.files import answer
from gewu.ui.pages import page
from gewu.work.tickets import policies
from gewu.work.tickets.forms.queues import ReasonForm
from gewu.work.tickets.models import Ticket, TicketPhoto
from gewu.work.tickets.queries import clocks, history, scope
from gewu.work.tickets.rules.routing import REASONS
from gewu.work.tickets.views.asking import StaffRequest, need, try_to
from gewu.work.tickets.views.buttons import buttons_for

CLOSE_UP = 16


@login_required
def ticket(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One ticket of the viewer's."""
    found = scope.ticket_for(request.user, pk)
    part = "timeline" if request.GET.get("part") == "timeline" else "state"
    return page(request, "tickets/ticket.html", shown(request, found), part=part)


@login_required
@require_POST
def contact(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Name and phone, for whoever has to call back; who looked and why is on record."""
    found = scope.ticket_for(request.user, pk)
    need(policies.may_read_contact(request.user, found))
    form = ReasonForm(request.POST)
    opened = None
    if form.is_valid() and found.contact:
        kept, reason = found.contact, form.cleaned_data["reason"]
        opened = try_to(form, lambda: read_contact(contact=kept, reason=reason, by=request.user))
    context = shown(request, found, form=form, opened=opened)
    return page(request, "tickets/ticket.html", context, part="contact")


@login_required
def photo(request: StaffRequest, pk: UUID, size: str) -> HttpResponseBase:
    """A picture of a ticket in the viewer's scope."""
    kept = get_object_or_404(TicketPhoto.objects.select_related("attachment"), pk=pk)
    scope.ticket_for(request.user, kept.ticket_id)
    return answer(kept.attachment, "thumb" if size == "thumb" else "full")


def shown(
    request: StaffRequest,
    found: Ticket,
    *,
    form: ReasonForm | None = None,
    opened: Opened | None = None,
) -> dict[str, Any]:
    """What the page of a ticket shows."""
    entries = history.timeline(found)
    return {
        "ticket": found,
        "now": timezone.now(),
        "buttons": buttons_for(request.user, found),
        "handled_it": found.handled_by == request.user.pk,
        "entries": list(reversed(entries)),
        "photos": [photo for entry in entries for photo in entry.photos],
        "route": _route_words(entries),
        "why": clocks.why(found),
        "chain": chain_of(found.area) if found.area else [],
        "map": map_of(found),
        "rating": history.rating_of(found),
        "may_read_contact": policies.may_read_contact(request.user, found),
        "reason_form": form or ReasonForm(),
        "opened": opened,
        "live_topics": [f"ticket:{found.pk}"],
    }


def map_of(found: Ticket) -> dict[str, Any] | None:
    """The place with its area, or nothing where neither is known."""
    if found.area is None and found.lon is None:
        return None
    areas = Area.objects.filter(pk__in=[found.area_id] if found.area_id else [])
    drawn: dict[str, Any] = {"areas": as_geojson(areas), "selected": str(found.area_id or "")}
    if found.lon is not None and found.lat is not None:
        place = [float(found.lon), float(found.lat)]
        drawn |= {"place": place, "centre": place, "zoom": CLOSE_UP}
    return drawn


def _route_words(entries: list[history.Entry]) -> Any:
    routes = [entry.move.codes.get("route") for entry in entries if entry.move.verb == "dispatch"]
    return REASONS.get(routes[-1] or "", "") if routes else ""
