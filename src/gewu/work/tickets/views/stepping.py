"""One way for every verb: fetch in scope, its form, one call; 409 where the ticket moved meanwhile."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.acting import Refusal
from gewu.kernel.states import IllegalMove
from gewu.ui.pages import page
from gewu.work.tickets import actions, policies
from gewu.work.tickets.actions.seen import MOVED
from gewu.work.tickets.forms import moving
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries import scope
from gewu.work.tickets.queries.knowledge import replies_for
from gewu.work.tickets.queries.meanwhile import has_moved, meanwhile
from gewu.work.tickets.views.asking import StaffRequest, need
from gewu.work.tickets.views.buttons import is_possible, said_of, url_of

CONFLICT = 409
# What was chosen has moved, though the ticket itself has not.
OVERTAKEN = (actions.MASTER_ENDED,)
Act = Callable[..., Any]


def ticket_for_step(
    request: StaffRequest, pk: UUID, verb: str, *, allowed: bool | None = None
) -> Ticket:
    """The ticket, if the viewer may do this to it; or could when they were shown the form."""
    ticket = scope.ticket_for(request.user, pk)
    may = policies.ALLOWED[verb](request.user, ticket) if allowed is None else allowed
    need(may or has_moved(ticket, seen_by(request)))
    return ticket


def seen_by(request: StaffRequest) -> int | None:
    """The version that was sent along with a form."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def asked(
    request: StaffRequest,
    ticket: Ticket,
    verb: str,
    form_class: type[moving.MoveForm],
    act: Act,
    extra: dict[str, Any] | None = None,
    *,
    allowed: bool | None = None,
    action_url: str = "",
) -> HttpResponse:
    """The form of a verb; once it is valid, the verb. A no comes back with everything typed."""
    sent = request.method == "POST"
    given = (request.POST, request.FILES) if sent else ()
    form = form_class(*given, ticket=ticket, viewer=request.user)
    said, late, no = said_of(verb, ticket), False, None
    if sent and form.is_valid():
        late, no = _tried(request, ticket, form, act)
        if no is None:
            return _done(request, form.leads_to(), said.done)
        ticket = scope.ticket_for(request.user, ticket.pk)  # as it stands now, for whoever was late
    may = policies.ALLOWED[verb](request.user, ticket) if allowed is None else allowed
    late = late or (sent and not may)
    context = {
        "ticket": ticket,
        "form": form,
        "said": said,
        "action_url": action_url or url_of(verb, ticket),
        "possible": may and is_possible(verb, ticket),
        "late": late,
        "meanwhile": meanwhile(ticket, seen_by(request)) if late else [],
        "now": clock.now(),
        "reply_templates": partial(replies_for, ticket, verb),
    }
    overtaken = late or (no is not None and no.code in OVERTAKEN)
    status = CONFLICT if overtaken else 200
    return page(request, said.template, context | (extra or {}), part="form", status=status)


def _tried(
    request: StaffRequest, ticket: Ticket, form: moving.MoveForm, act: Act
) -> tuple[bool, Refusal | None]:
    """Whether it came too late, and the no if there was one; it stands at its field."""
    arguments = form.arguments()
    command = arguments.pop("command")

    def verb(**given: Any) -> Any:
        return act(**form.target(), **arguments, **given)

    try:
        actions.do_as_seen(
            ticket=ticket,
            seen=form.cleaned_data["seen"],
            act=verb,
            beside=form.beside(),
            command=command,
            by=request.user,
        )
    except IllegalMove as no:
        form.add_error(None, str(no))
        return True, no
    except Refusal as no:
        if no.code != MOVED:  # the page says itself what happened meanwhile
            form.add_error(no.field if no.field in form.fields else None, str(no))
        return no.code == MOVED, no
    return False, None


def _done(request: StaffRequest, ticket: Ticket, said: Any) -> HttpResponse:
    if scope.visible_to(request.user).filter(pk=ticket.pk).exists():
        messages.success(request, said)
        return redirect("tickets:ticket", ticket.pk)
    messages.success(
        request, _("%(said)s The ticket has left your area; others see it now.") % {"said": said}
    )
    return redirect("tickets:queue")
