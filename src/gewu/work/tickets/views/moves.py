"""Every verb of a ticket: its own page, its form in a dialog, one call."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.ground.territory.queries import search
from gewu.kernel import clock
from gewu.ui.pages import page
from gewu.work.tickets import actions, policies, states
from gewu.work.tickets.forms import moving
from gewu.work.tickets.models import Condition, Ticket
from gewu.work.tickets.queries import catalogue, routing, scope
from gewu.work.tickets.queries.history import photo_counts
from gewu.work.tickets.rules.clocks import PLANNED
from gewu.work.tickets.views.asking import StaffRequest, need, try_to
from gewu.work.tickets.views.buttons import said_of, url_of
from gewu.work.tickets.views.maps import map_of, overview_of

MOST_FOUND = 30
Act = Callable[..., Ticket]


@login_required
def place(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Set where it is: on the map, or by an area's name."""
    ticket = _ticket(request, pk, "place")
    words = request.GET.get("q", "").strip()
    extra = {
        "q": words,
        "areas": list(search(request.user, words)[:MOST_FOUND]) if words else [],
        "map": map_of(ticket) or overview_of(request.user),
    }
    return _asked(request, ticket, "place", moving.PlaceForm, actions.place, extra)


@login_required
def file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Choose item and condition; whoever may dispatch does so in one go."""
    ticket = _ticket(request, pk, "file")
    also_dispatch = policies.may(request.user, "dispatch", ticket)
    item = _chosen_item(request, ticket)
    words = request.GET.get("q", "").strip()
    extra = {
        "q": words,
        "item": item,
        "found": catalogue.grouped_items(ticket.county_id, search=words, active=True),
        "previews": _previews(item.current, ticket) if item else [],
        "units": routing.units_to_choose(ticket) if also_dispatch and item else [],
        "also_dispatch": also_dispatch,
        "send_label": _("File and dispatch") if also_dispatch else _("File"),
        "planned": any(each.deadline_class == PLANNED for each in item.current) if item else False,
    }
    act = _file_and_dispatch if also_dispatch else _file_only
    return _asked(request, ticket, "file", moving.FileForm, act, extra)


@login_required
def dispatch(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give it to a unit, chosen by rule or by hand."""
    ticket = _ticket(request, pk, "dispatch")
    words = request.GET.get("q", "").strip()
    conditions = [ticket.condition] if ticket.condition else []
    extra = {
        "q": words,
        "units": routing.units_to_choose(ticket, words),
        "previews": _previews(conditions, ticket),
    }
    return _asked(request, ticket, "dispatch", moving.DispatchForm, actions.dispatch, extra)


@login_required
def sign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take it on for one's unit."""
    ticket = _ticket(request, pk, "sign")
    return _asked(request, ticket, "sign", moving.SignForm, actions.sign)


@login_required
def handle(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that it is done and show it."""
    ticket = _ticket(request, pk, "handle")
    extra = {"kept": photo_counts(ticket)}
    return _asked(request, ticket, "handle", moving.HandleForm, actions.handle, extra)


@login_required
def check(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A second person looks whether it is done."""
    ticket = _ticket(request, pk, "check")
    return _asked(request, ticket, "check", moving.CheckForm, actions.check)


@login_required
def rework(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It is not done; say what is missing."""
    ticket = _ticket(request, pk, "rework")
    return _asked(request, ticket, "rework", moving.ReworkForm, actions.rework)


@login_required
def close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close without waiting longer."""
    ticket = _ticket(request, pk, "close")
    return _asked(request, ticket, "close", moving.CloseForm, actions.close)


@login_required
def reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Reopen for a resident who calls."""
    ticket = _ticket(request, pk, "reopen")
    return _asked(request, ticket, "reopen", moving.ReopenForm, actions.reopen)


def _ticket(request: StaffRequest, pk: UUID, verb: str) -> Ticket:
    ticket = scope.ticket_for(request.user, pk)
    need(policies.ALLOWED[verb](request.user, ticket))
    return ticket


def _asked(
    request: StaffRequest,
    ticket: Ticket,
    verb: str,
    form_class: type[moving.MoveForm],
    act: Act,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """The form of a verb; once it is valid, the verb. A no comes back with everything typed."""
    sent = request.method == "POST"
    given = (request.POST, request.FILES) if sent else ()
    form = form_class(*given, ticket=ticket, viewer=request.user)
    if sent and form.is_valid():
        moved = try_to(form, lambda: act(ticket=ticket, by=request.user, **form.arguments()))
        if moved is not None:
            return _done(request, moved, verb, said_of(verb, ticket).done)
        ticket = scope.ticket_for(request.user, ticket.pk)  # as it stands now, for whoever was late
    said = said_of(verb, ticket)
    context = {
        "ticket": ticket,
        "form": form,
        "said": said,
        "action_url": url_of(verb, ticket),
        "possible": verb in states.TICKET.verbs_from(ticket.state),
        "now": clock.now(),
    }
    return page(request, said.template, context | (extra or {}), part="form")


def _done(request: StaffRequest, ticket: Ticket, verb: str, said: Any) -> HttpResponse:
    if policies.may_see(request.user, ticket):
        messages.success(request, said)
        return redirect("tickets:ticket", ticket.pk)
    messages.success(
        request, _("%(said)s The ticket has left your area; others see it now.") % {"said": said}
    )
    return redirect("tickets:queue")


def _file_and_dispatch(**given: Any) -> Ticket:
    return actions.file_and_dispatch(**given)


def _file_only(*, unit: Unit | None, words: str, **given: Any) -> Ticket:
    return actions.file(**given)


def _previews(conditions: list[Condition], ticket: Ticket) -> list[routing.Preview]:
    return routing.previews(conditions, ticket.area, routing.asked_about(ticket))


def _chosen_item(request: StaffRequest, ticket: Ticket) -> Any:
    """The item of the address, else the one that the reporter chose; "none" asks for the list."""
    code = request.GET.get("item") or (ticket.item.code if ticket.item else "")
    if not code or code == "none" or request.GET.get("q"):
        return None
    return catalogue.items_of(ticket.county_id).filter(code=code).first()
