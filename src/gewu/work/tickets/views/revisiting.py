"""The call list, and one call: open the contact, ask four questions, keep the answers."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect

from gewu.ground.residents.actions import Opened, read_contact
from gewu.kernel import clock
from gewu.ui.pages import page, posted_from
from gewu.work.tickets import actions, policies, states
from gewu.work.tickets.forms.queues import ReasonForm
from gewu.work.tickets.forms.revisiting import RevisitForm
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries import revisits, scope
from gewu.work.tickets.views.asking import StaffRequest, need, try_to
from gewu.work.tickets.views.buttons import VERBS, url_of


@login_required
def calls(request: StaffRequest) -> HttpResponse:
    """Whom to call back, the oldest promise first."""
    need(request.user.may("tickets.revisit"))
    after = request.GET.get("after", "")
    found = revisits.call_list(request.user, clock.now(), after=after)
    context = {
        "calls": found.calls,
        "older": f"?{urlencode({'after': found.after})}" if found.after else "",
        "newer": "?" if after else "",
        "live_topics": ["tickets"],
        "here": request.get_full_path(),
    }
    return page(request, "tickets/calls.html", context, part="calls")


@login_required
def revisit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down what the reporter answered."""
    ticket = _ticket(request, pk)
    sent = (request.POST,) if request.method == "POST" else ()
    form = RevisitForm(*sent, ticket=ticket, viewer=request.user)
    if sent and form.is_valid():
        given = form.arguments()
        if try_to(form, lambda: actions.revisit(ticket=ticket, by=request.user, **given)):
            messages.success(request, str(VERBS["revisit"].done))
            return redirect("tickets:calls")
        ticket = scope.ticket_for(request.user, pk)
    return page(request, "tickets/revisit.html", _shown(request, ticket, form), part="form")


@login_required
@posted_from("tickets:revisit")
def contact(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Name and phone for this call; who looked and why is on record."""
    ticket = _ticket(request, pk)
    need(policies.may_read_contact(request.user, ticket))
    form, opened = ReasonForm(request.POST), None
    if form.is_valid() and ticket.contact:
        kept, reason = ticket.contact, form.cleaned_data["reason"]
        opened = try_to(form, lambda: read_contact(contact=kept, reason=reason, by=request.user))
    answers = RevisitForm(ticket=ticket, viewer=request.user)
    context = _shown(request, ticket, answers, reason=form, opened=opened)
    return page(request, "tickets/revisit.html", context, part="contact")


def _ticket(request: StaffRequest, pk: UUID) -> Ticket:
    ticket = scope.ticket_for(request.user, pk)
    need(policies.may(request.user, "revisit", ticket))
    return ticket


def _shown(
    request: StaffRequest,
    ticket: Ticket,
    form: RevisitForm,
    *,
    reason: ReasonForm | None = None,
    opened: Opened | None = None,
) -> dict[str, Any]:
    return {
        "ticket": ticket,
        "form": form,
        "said": VERBS["revisit"],
        "action_url": url_of("revisit", ticket),
        "possible": ticket.state == states.CHECKED,
        "call": revisits.call_of(ticket, clock.now()),
        "now": clock.now(),
        "may_read_contact": policies.may_read_contact(request.user, ticket),
        "reason_form": reason or ReasonForm(),
        "opened": opened,
    }
