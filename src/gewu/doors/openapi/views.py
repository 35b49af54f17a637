"""The endpoints: fetch in the key's scope, one action, answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header, NinjaAPI, Query
from ninja.security import HttpBearer

from gewu.doors.openapi.forms import ClosingIn, HandledIn, PageOut, Problem, ReportIn, TicketOut
from gewu.ground.accounts.models import User
from gewu.ground.accounts.queries import live_key, scope_of
from gewu.ground.territory.queries import code_of_area, county
from gewu.kernel import viewing
from gewu.kernel.acting import Refusal, acting
from gewu.work.tickets import actions, policies
from gewu.work.tickets.models import Item, Ticket
from gewu.work.tickets.queries import catalogue, queue, scope
from gewu.work.tickets.queries.queue_order import readable_mark

# The same key again gives the first answer again.
REPEAT: Any = Header(None, alias="Idempotency-Key")  # type: ignore[type-arg]
SELECTION: Any = Query("open", alias="queue")  # type: ignore[type-arg]
WORDS: Any = Query("", max_length=100)  # type: ignore[type-arg]


# What an answer tells of a ticket; the other columns are left in the database.
SHOWN = (
    *("number", "state", "item_id", "area_id", "unit_id", "lon", "lat"),
    *("submitted_at", "due_at", "closed_at", "text__title"),
)


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
        viewing.look(scope_of(key.user))
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
) -> HttpResponse:
    """Report a request. A repeat with the same Idempotency-Key returns the first ticket."""
    user = _user(request)
    if not policies.may_intake(user):
        raise Forbidden
    with acting(user):
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
        return _told(actions.submit(report=report, command=idempotency_key, by=user), 201)


@api.get("v1/tickets", response=PageOut, tags=["tickets"])
def list_tickets(
    request: HttpRequest,
    q: str = WORDS,
    selection: str = SELECTION,
    item: str = "",
    overdue: bool = False,
    after: str = "",
) -> HttpResponse:
    """Tickets of a queue, fifty at a time, the most urgent first."""
    if selection not in queue.QUEUES:
        raise Refusal(
            _("There is no such queue. Choose one of: %(queues)s.")
            % {"queues": ", ".join(queue.QUEUES)},
            field="queue",
        )
    if after and not readable_mark(after):
        text = _("This mark was not given by a page. Begin without one.")
        raise Refusal(text, code="mark", field="after")
    filters = queue.Filters(
        queue=selection,
        words=q,
        item=found_item.pk if (found_item := _item(item)) else None,
        overdue=overdue,
    )
    found = queue.page(_user(request), filters, _now(), after=after, only=SHOWN)
    return _json({"tickets": [_out(each) for each in found.tickets], "after": found.after})


@api.get("v1/tickets/{uuid:pk}", response={200: TicketOut, 404: Problem}, tags=["tickets"])
def read_ticket(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One ticket."""
    return _told(scope.plain_for(_user(request), pk))


@api.post("v1/tickets/{uuid:pk}/sign", response={200: TicketOut, 409: Problem}, tags=["tickets"])
def sign(request: HttpRequest, pk: UUID, idempotency_key: UUID | None = REPEAT) -> HttpResponse:
    """Take the ticket on for one's unit."""
    user = _user(request)
    with acting(user):
        ticket = _allowed(user, pk, "sign")
        return _told(actions.sign(ticket=ticket, command=idempotency_key, by=user))


@api.post("v1/tickets/{uuid:pk}/handle", response={200: TicketOut, 409: Problem}, tags=["tickets"])
def handle(
    request: HttpRequest, pk: UUID, body: HandledIn, idempotency_key: UUID | None = REPEAT
) -> HttpResponse:
    """Say what was done."""
    user = _user(request)
    with acting(user):
        ticket = _allowed(user, pk, "handle")
        done = actions.handle(ticket=ticket, words=body.words, command=idempotency_key, by=user)
        return _told(done)


@api.post("v1/tickets/{uuid:pk}/close", response={200: TicketOut, 409: Problem}, tags=["tickets"])
def close(
    request: HttpRequest, pk: UUID, body: ClosingIn, idempotency_key: UUID | None = REPEAT
) -> HttpResponse:
    """Close it; whoever handled it may not."""
    user = _user(request)
    with acting(user):
        ticket = _allowed(user, pk, "close")
        closed = actions.close(
            ticket=ticket,
            closing_met=body.closing_met,
            words=body.words,
            command=idempotency_key,
            by=user,
        )
        return _told(closed)


def _allowed(user: User, pk: UUID, verb: str) -> Ticket:
    """The ticket, locked before it is judged, so that nothing changes in between."""
    ticket = scope.held_for(user, pk)
    if not policies.may(user, verb, ticket):
        raise Forbidden
    return ticket


def _item(code: str) -> Item | None:
    if not code:
        return None
    item = catalogue.item_by_code(county().pk, code)
    if item is None:
        raise Refusal(
            _("The catalogue has no item %(code)s.") % {"code": code}, code="item", field="item"
        )
    return item


def _user(request: HttpRequest) -> User:
    return request.auth  # type: ignore[attr-defined,no-any-return]


def _now() -> datetime:
    return timezone.now()


def _out(ticket: Ticket) -> dict[str, Any]:
    """A ticket as TicketOut says, plain, because checking our own answer takes longer than work."""
    return {
        "id": ticket.pk,
        "number": ticket.number,
        "state": ticket.state,
        "title": scope.title_of(ticket),
        "item": catalogue.code_of_item(ticket.item_id) if ticket.item_id else None,
        "area": code_of_area(ticket.area_id) if ticket.area_id else None,
        "unit": ticket.unit_id,
        "lon": ticket.lon,
        "lat": ticket.lat,
        "submitted_at": ticket.submitted_at,
        "due_at": ticket.due_at,
        "closed_at": ticket.closed_at,
    }


def _told(ticket: Ticket, status: int = 200) -> HttpResponse:
    return _json(_out(ticket), status)


def _json(answer: dict[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(answer, status=status)
