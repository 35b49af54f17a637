"""The main way of a ticket: place, file, dispatch, sign, handle, check, close."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.ground.territory.queries import Named, named_in, search
from gewu.work.tickets import actions, policies
from gewu.work.tickets.forms import moving
from gewu.work.tickets.forms.dual import DualDispatchForm
from gewu.work.tickets.models import Condition, Ticket
from gewu.work.tickets.queries import catalogue, routing
from gewu.work.tickets.queries.history import photo_counts
from gewu.work.tickets.rules.clocks import PLANNED
from gewu.work.tickets.views.asking import StaffRequest
from gewu.work.tickets.views.maps import map_of, overview_of
from gewu.work.tickets.views.stepping import asked, ticket_for_step

MOST_FOUND = 30


@login_required
def place(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Set where it is: on the map, or by an area's name."""
    ticket = ticket_for_step(request, pk, "place")
    words = request.GET.get("q", "").strip()
    extra = {
        "q": words,
        "named": _named(request, ticket),
        "areas": list(search(request.user, words)[:MOST_FOUND]) if words else [],
        "map": map_of(ticket) or overview_of(request.user),
    }
    return asked(request, ticket, "place", moving.PlaceForm, actions.place, extra)


@login_required
def file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Choose item and condition; whoever may dispatch does so in one go."""
    ticket = ticket_for_step(request, pk, "file")
    also_dispatch = policies.may(request.user, "dispatch", ticket)
    item = chosen_item(request, ticket)
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
    return asked(request, ticket, "file", moving.FileForm, act, extra)


@login_required
def dispatch(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give it to a unit, chosen by rule or by hand."""
    ticket = ticket_for_step(request, pk, "dispatch")
    words = request.GET.get("q", "").strip()
    conditions = [ticket.condition] if ticket.condition else []
    extra = {
        "q": words,
        "units": routing.units_to_choose(ticket, words),
        "seconds": routing.units_to_choose(ticket),
        "previews": _previews(conditions, ticket),
    }
    return asked(request, ticket, "dispatch", DualDispatchForm, _dispatch, extra)


@login_required
def sign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take it on for one's unit."""
    ticket = ticket_for_step(request, pk, "sign")
    return asked(request, ticket, "sign", moving.SignForm, actions.sign)


@login_required
def handle(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that it is done and show it."""
    ticket = ticket_for_step(request, pk, "handle")
    extra = {"kept": photo_counts(ticket)}
    return asked(request, ticket, "handle", moving.HandleForm, actions.handle, extra)


@login_required
def check(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A second person looks whether it is done."""
    ticket = ticket_for_step(request, pk, "check")
    return asked(request, ticket, "check", moving.CheckForm, actions.check)


@login_required
def rework(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It is not done; say what is missing."""
    ticket = ticket_for_step(request, pk, "rework")
    return asked(request, ticket, "rework", moving.ReworkForm, actions.rework)


@login_required
def close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close without waiting longer."""
    ticket = ticket_for_step(request, pk, "close")
    return asked(request, ticket, "close", moving.CloseForm, actions.close)


@login_required
def reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Reopen for a resident who calls."""
    ticket = ticket_for_step(request, pk, "reopen")
    return asked(request, ticket, "reopen", moving.ReopenForm, actions.reopen)


def _dispatch(**given: Any) -> Ticket:
    """To one unit, or to two at the same time."""
    return actions.dispatch_to_both(**given) if "second" in given else actions.dispatch(**given)


def _file_and_dispatch(**given: Any) -> Ticket:
    return actions.file_and_dispatch(**given)


def _file_only(*, unit: Unit | None, words: str, **given: Any) -> Ticket:
    return actions.file(**given)


def _previews(conditions: list[Condition], ticket: Ticket) -> list[routing.Preview]:
    return routing.previews(conditions, ticket.area, routing.asked_about(ticket))


def _named(request: StaffRequest, ticket: Ticket) -> list[Named]:
    """The areas that the report names, where nobody has put it on the map."""
    if ticket.lon is not None:
        return []
    text = ticket.text
    return named_in(request.user, f"{text.address} {text.title} {text.words}")


def chosen_item(request: StaffRequest, ticket: Ticket) -> Any:
    """The item of the address, else the one that the reporter chose; "none" asks for the list."""
    code = request.GET.get("item") or _sent_item(request)
    code = code or (ticket.item.code if ticket.item else "")
    if not code or code == "none" or request.GET.get("q"):
        return None
    return catalogue.items_of(ticket.county_id).filter(code=code).first()


def _sent_item(request: StaffRequest) -> str:
    """The item of the condition that was sent, so that a refusal comes back with it."""
    try:
        wanted = UUID(request.POST.get("condition", ""))
    except ValueError:
        return ""
    found = catalogue.current_conditions().filter(pk=wanted).select_related("item").first()
    return found.item.code if found else ""
