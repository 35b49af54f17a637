"""Pages of what stands beside the work, and of what comes before filing."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from gewu.work.tickets import actions
from gewu.work.tickets.forms import finding, handing, telling
from gewu.work.tickets.queries import catalogue, routing
from gewu.work.tickets.queries.history import photo_counts
from gewu.work.tickets.views.asking import StaffRequest
from gewu.work.tickets.views.moves import chosen_item
from gewu.work.tickets.views.stepping import asked, ticket_for_step


@login_required
def request_verify(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Have somebody look at the place."""
    ticket = ticket_for_step(request, pk, "request_verify")
    form = handing.RequestVerifyForm
    return asked(request, ticket, "request_verify", form, actions.request_verify)


@login_required
def verify(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say what was found."""
    ticket = ticket_for_step(request, pk, "verify")
    return asked(request, ticket, "verify", finding.VerifyForm, actions.verify)


@login_required
def ask(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask the reporter."""
    ticket = ticket_for_step(request, pk, "ask")
    return asked(request, ticket, "ask", telling.AskForm, actions.ask)


@login_required
def decline(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say why it is not accepted, and which way is open."""
    ticket = ticket_for_step(request, pk, "decline")
    return asked(request, ticket, "decline", telling.DeclineForm, actions.decline)


@login_required
def self_handle(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Found, fixed and shown in one step."""
    ticket = ticket_for_step(request, pk, "self_handle")
    item = chosen_item(request, ticket)
    words = request.GET.get("q", "").strip()
    extra: dict[str, Any] = {
        "q": words,
        "item": item,
        "found": catalogue.grouped_items(ticket.county_id, search=words, active=True),
        "previews": routing.previews(item.current, ticket.area) if item else [],
        "kept": photo_counts(ticket),
    }
    form = finding.SelfHandleForm
    return asked(request, ticket, "self_handle", form, actions.self_handle, extra)


@login_required
def unmerge(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It was another matter after all."""
    ticket = ticket_for_step(request, pk, "unmerge")
    return asked(request, ticket, "unmerge", telling.UnmergeForm, actions.unmerge)


@login_required
def urge(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A caller asks to hurry."""
    ticket = ticket_for_step(request, pk, "urge")
    return asked(request, ticket, "urge", telling.UrgeForm, actions.urge)


@login_required
def supervise(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Follow it closely."""
    ticket = ticket_for_step(request, pk, "supervise")
    return asked(request, ticket, "supervise", telling.SuperviseForm, actions.supervise)


@login_required
def lift(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Its ordinary way again."""
    ticket = ticket_for_step(request, pk, "lift")
    return asked(request, ticket, "lift", telling.LiftForm, actions.lift)


@login_required
def remark(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A word among staff."""
    ticket = ticket_for_step(request, pk, "remark")
    return asked(request, ticket, "remark", telling.RemarkForm, actions.remark)


@login_required
def shred(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Remove words and photos for good."""
    ticket = ticket_for_step(request, pk, "shred")
    return asked(request, ticket, "shred", telling.ShredForm, actions.shred)


@login_required
def confide(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hide the reporter, or stop hiding."""
    ticket = ticket_for_step(request, pk, "confide")
    return asked(request, ticket, "confide", telling.ConfideForm, actions.confide)
