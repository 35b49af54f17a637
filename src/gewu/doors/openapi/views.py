"""The endpoints: fetch in the key's scope, one action, answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header, NinjaAPI, Query, Status
from ninja.security import HttpBearer

from gewu.doors.openapi.forms import ClosingIn, HandledIn, PageOut, Problem, ReportIn, TicketOut
from gewu.ground.accounts.models import User
from gewu.ground.accounts.queries import live_key
from gewu.ground.territory.queries import county
from gewu.kernel.acting import Refusal
from gewu.work.tickets import actions, policies
from gewu.work.tickets.models import Item, Ticket
from gewu.work.tickets.queries import queue, scope

# The same key again gives the first answer again.
REPEAT: Any = Header(None, alias="Idempotency-Key")  # type: ignore[type-arg]
SELECTION: Any = Query("open", alias="queue")  # type: ignore[type-arg]
WORDS: Any = Query("", max_length=100)  # type: ignore[type-arg]


class Forbidden(Exception):
    """The key's user sees the ticket but may not do this."""


class KeyBearer(HttpBearer):
    """`Authorization: Bearer …` with a key that somebody issued at the desk."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The user whose key it is, or nobody."""
        key = live_key(token)
        if key is None:
            return None
        request.user = key.user
        return key.user


api = NinjaAPI(
    title="Gewu 格物",
    version="1",
    urls_namespace="openapi",
    docs_url=None,  # its pages would come from elsewhere; the description is at openapi.json
    auth=KeyBearer(),
    description="Report requests and work on them. Times are UTC, places are WGS-84/CGCS2000.",
)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A rule says no: 409 where the state does not fit, 422 where the input does not."""
    status = 409 if refusal.code == "illegal_move" else 422
    problem = {"message": str(refusal), "code": refusal.code, "field": refusal.field}
    return api.create_response(request, problem, status=status)


@api.exception_handler(Forbidden)
def forbidden(request: HttpRequest, _error: Forbidden) -> HttpResponse:
    """Seen, but not allowed."""
    problem = {"message": _("Your posts do not allow this."), "code": "forbidden", "field": None}
    return api.create_response(request, problem, status=403)


@api.exception_handler(Http404)
def unknown(request: HttpRequest, _error: Http404) -> HttpResponse:
    """Not there, or not for this key."""
    problem = {"message": _("There is no such ticket."), "code": "unknown", "field": None}
    return api.create_response(request, problem, status=404)


@api.post("v1/tickets", response={201: TicketOut, 422: Problem}, tags=["tickets"])
def create_ticket(
    request: HttpRequest, body: ReportIn, idempotency_key: UUID | None = REPEAT
) -> Status[TicketOut]:
    """Report a request. A repeat with the same Idempotency-Key returns the first ticket."""
    user = _user(request)
    if not policies.may_intake(user):
        raise Forbidden
    report = actions.Report(
        words=body.words,
        title=body.title,
        address=body.address,
        lon=body.lon,
        lat=body.lat,
        item=_item(body.item),
        name=body.name,
        phone=body.phone,
        channel=Ticket.Channel.API,
    )
    return Status(201, _out(actions.submit(report=report, command=idempotency_key, by=user)))


@api.get("v1/tickets", response=PageOut, tags=["tickets"])
def list_tickets(
    request: HttpRequest,
    q: str = WORDS,
    selection: str = SELECTION,
    after: str = "",
) -> PageOut:
    """Tickets of a queue, fifty at a time, the most urgent first."""
    if selection not in queue.QUEUES:
        raise Refusal(
            _("There is no such queue. Choose one of: %(queues)s.")
            % {"queues": ", ".join(queue.QUEUES)},
            field="queue",
        )
    filters = queue.Filters(queue=selection, words=q)
    found = queue.page(_user(request), filters, _now(), after=after)
    return PageOut(tickets=[_out(ticket) for ticket in found.tickets], after=found.after)


@api.get("v1/tickets/{uuid:pk}", response={200: TicketOut, 404: Problem}, tags=["tickets"])
def read_ticket(request: HttpRequest, pk: UUID) -> TicketOut:
    """One ticket."""
    return _out(scope.ticket_for(_user(request), pk))


@api.post("v1/tickets/{uuid:pk}/sign", response={200: TicketOut, 409: Problem}, tags=["tickets"])
def sign(request: HttpRequest, pk: UUID, idempotency_key: UUID | None = REPEAT) -> TicketOut:
    """Take the ticket on for one's unit."""
    ticket = _allowed(request, pk, "sign")
    return _out(actions.sign(ticket=ticket, command=idempotency_key, by=_user(request)), ticket)


@api.post("v1/tickets/{uuid:pk}/handle", response={200: TicketOut, 409: Problem}, tags=["tickets"])
def handle(
    request: HttpRequest, pk: UUID, body: HandledIn, idempotency_key: UUID | None = REPEAT
) -> TicketOut:
    """Say what was done."""
    ticket = _allowed(request, pk, "handle")
    done = actions.handle(
        ticket=ticket, words=body.words, command=idempotency_key, by=_user(request)
    )
    return _out(done, ticket)


@api.post("v1/tickets/{uuid:pk}/close", response={200: TicketOut, 409: Problem}, tags=["tickets"])
def close(
    request: HttpRequest, pk: UUID, body: ClosingIn, idempotency_key: UUID | None = REPEAT
) -> TicketOut:
    """Close it; whoever handled it may not."""
    ticket = _allowed(request, pk, "close")
    closed = actions.close(
        ticket=ticket,
        closing_met=body.closing_met,
        words=body.words,
        command=idempotency_key,
        by=_user(request),
    )
    return _out(closed, ticket)


def _allowed(request: HttpRequest, pk: UUID, verb: str) -> Ticket:
    user = _user(request)
    ticket = scope.ticket_for(user, pk)
    if not policies.ALLOWED[verb](user, ticket):
        raise Forbidden
    return ticket


def _item(code: str) -> Item | None:
    if not code:
        return None
    try:
        return get_object_or_404(Item, county_id=county().pk, code=code, is_active=True)
    except Http404:
        raise Refusal(
            _("The catalogue has no item %(code)s.") % {"code": code}, code="item", field="item"
        ) from None


def _user(request: HttpRequest) -> User:
    return request.auth  # type: ignore[attr-defined,no-any-return]


def _now() -> datetime:
    return timezone.now()


def _out(ticket: Ticket, read: Ticket | None = None) -> TicketOut:
    """The ticket after a move, with the joined rows that were read before it."""
    rows: Any = read or ticket
    return TicketOut(
        id=ticket.pk,
        number=ticket.number,
        state=ticket.state,
        title=rows.text.title,
        item=rows.item.code if rows.item else None,
        area=rows.area.code if rows.area else None,
        unit=ticket.unit_id,
        lon=ticket.lon,
        lat=ticket.lat,
        submitted_at=ticket.submitted_at,
        due_at=ticket.due_at,
        closed_at=ticket.closed_at,
    )
