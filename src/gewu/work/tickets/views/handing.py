"""Pages of passing on: up, down, out of the way, and to units that help."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse

from gewu.work.tickets import actions, policies
from gewu.work.tickets.forms import handing, telling
from gewu.work.tickets.models import HelpOrder, Ticket
from gewu.work.tickets.queries import scope
from gewu.work.tickets.queries.applications import help_order_for
from gewu.work.tickets.views.asking import StaffRequest
from gewu.work.tickets.views.stepping import Act, asked, ticket_for_step


@login_required
def escalate(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One level up."""
    ticket = ticket_for_step(request, pk, "escalate")
    return asked(request, ticket, "escalate", telling.EscalateForm, actions.escalate)


@login_required
def assign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """To a unit below."""
    ticket = ticket_for_step(request, pk, "assign")
    return asked(request, ticket, "assign", handing.AssignForm, actions.assign)


@login_required
def recuse(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Withdraw because of a conflict of interest."""
    ticket = ticket_for_step(request, pk, "recuse")
    return asked(request, ticket, "recuse", telling.RecuseForm, actions.recuse)


@login_required
def cohandle(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask another unit for a part."""
    ticket = ticket_for_step(request, pk, "cohandle")
    return asked(request, ticket, "cohandle", handing.CohandleForm, actions.cohandle)


@login_required
def cohandled(request: StaffRequest, pk: UUID, order_pk: UUID) -> HttpResponse:
    """The helping unit has done its part."""
    ticket = scope.ticket_for(request.user, pk)
    order = help_order_for(ticket, order_pk)
    allowed = policies.may_finish_help(request.user, order)
    form = handing.CohandledForm
    return _about(request, ticket, order, "cohandled", form, actions.cohandled, allowed=allowed)


@login_required
def uncohandle(request: StaffRequest, pk: UUID, order_pk: UUID) -> HttpResponse:
    """The part is no longer needed."""
    ticket = scope.ticket_for(request.user, pk)
    order = help_order_for(ticket, order_pk)
    given = order.state == HelpOrder.State.GIVEN
    allowed = given and policies.may_uncohandle(request.user, ticket)
    form = handing.UncohandleForm
    return _about(request, ticket, order, "uncohandle", form, actions.uncohandle, allowed=allowed)


def _about(
    request: StaffRequest,
    ticket: Ticket,
    order: HelpOrder,
    verb: str,
    form_class: type[handing.OrderForm],
    act: Act,
    *,
    allowed: bool,
) -> HttpResponse:
    """A verb about one helping unit."""
    ticket_for_step(request, ticket.pk, verb, allowed=allowed)
    of_order = type(form_class.__name__, (form_class,), {"order": order})
    return asked(
        request,
        ticket,
        verb,
        of_order,
        act,
        {"order": order},
        allowed=allowed,
        action_url=reverse(f"tickets:{verb}", args=[ticket.pk, order.pk]),
    )
