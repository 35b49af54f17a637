"""The page of one ticket: what to do now, what it is, how it got here."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404

from gewu.ground.residents.actions import Opened, read_contact
from gewu.ground.staffing.queries import professionals_at
from gewu.ground.territory.queries import chain_of
from gewu.kernel import clock
from gewu.kernel.files import answer
from gewu.ui.pages import page, posted_from, wants_part
from gewu.work.tickets import policies, states
from gewu.work.tickets.forms.queues import ReasonForm
from gewu.work.tickets.models import Ticket, TicketPhoto, Whistle
from gewu.work.tickets.queries import clocks, history, rule_history, scope, whistling
from gewu.work.tickets.queries.reminders import next_of
from gewu.work.tickets.queries.responses import answers_about
from gewu.work.tickets.queries.revisits import revisits_of
from gewu.work.tickets.views.asking import StaffRequest, need, try_to
from gewu.work.tickets.views.buttons import Button, buttons_for
from gewu.work.tickets.views.maps import map_of
from gewu.work.tickets.views.panels import panels

HANDLED = ("handle", "self_handle")


@login_required
def ticket(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One ticket of the viewer's."""
    found = scope.ticket_for(request.user, pk)
    asked = request.GET.get("part")
    if asked == "pane" and wants_part(request):
        return page(request, "tickets/_pane.html", shown(request, found))
    part = "timeline" if asked == "timeline" else "state"
    return page(request, "tickets/ticket.html", shown(request, found), part=part)


@login_required
@posted_from("tickets:ticket")
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
    with_marks = policies.may_read_marks(request.user, found)
    entries, now = history.timeline(found, with_marks=with_marks), clock.now()
    whistles = whistling.of_ticket(request.user, found)
    buttons = _buttons(request, found, whistles)
    return panels(request.user, found, entries, buttons, now) | {
        "ticket": found,
        "now": now,
        "buttons": buttons,
        "handled_it": found.handled_by == request.user.pk,
        "entries": list(reversed(entries)),
        "photos": entries[0].photos if entries else [],
        "handled": _handled(found, entries),
        "routed": rule_history.routed(found, [entry.move for entry in entries]),
        "why": clocks.why(found),
        "chain": chain_of(found.area) if found.area else [],
        "professionals": professionals_at(found.area_path, found.unit_id) if found.unit_id else [],
        "map": map_of(found),
        "whistles": whistles,
        "rating": history.rating_of(found) if with_marks else None,
        "revisits": revisits_of(found) if with_marks else [],
        "responses": answers_about(found) if with_marks else [],
        "next_reminder": next_of(found),
        "may_read_contact": policies.may_read_contact(request.user, found),
        "reason_form": form or ReasonForm(),
        "opened": opened,
        "live_topics": [f"ticket:{found.pk}"],
    }


def _buttons(request: StaffRequest, found: Ticket, whistles: list[Whistle]) -> list[Button]:
    """The viewer's moves; nobody whistles while a whistle is open."""
    whistled = any(each.is_open for each in whistles)
    buttons = buttons_for(request.user, found)
    return [each for each in buttons if each.verb != "whistle" or not whistled]


def _handled(found: Ticket, entries: list[history.Entry]) -> history.Entry | None:
    """What the unit says that it did, for whoever has to look at it now."""
    if found.state != states.CHECKING:
        return None
    return next((each for each in reversed(entries) if each.move.verb in HANDLED), None)
