"""What waits for a decision about a ticket, and the parts that other units do."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from gewu.ground.accounts.models import User
from gewu.work.tickets import policies, states
from gewu.work.tickets.models import Approval, HelpOrder, Note, Ticket, TicketPhoto
from gewu.work.tickets.queries.history import moves_of, photos_by_move

OPEN = Q(state__in=(states.ASKED, states.ENDORSED))


@dataclass(frozen=True)
class Application:
    """An open application with the people in it and what they showed."""

    approval: Approval
    asked_by: User | None
    endorsed_by: User | None
    photos: list[TicketPhoto]
    support: str = ""  # the word of whoever supported it to whoever decides


def application_of(ticket: Ticket) -> Application | None:
    """The application that waits for a decision."""
    if not ticket.pending:
        return None
    approval = Approval.objects.filter(OPEN, ticket=ticket).select_related("unit").first()
    if approval is None:
        return None
    people = User.objects.in_bulk([pk for pk in (approval.asked_by, approval.endorsed_by) if pk])
    return Application(
        approval,
        asked_by=people.get(approval.asked_by) if approval.asked_by else None,
        endorsed_by=people.get(approval.endorsed_by) if approval.endorsed_by else None,
        photos=_shown_with(ticket) if approval.kind == Approval.Kind.RETURN else [],
        support=_supported_with(ticket) if approval.endorsed_by else "",
    )


def help_orders(ticket: Ticket) -> list[HelpOrder]:
    """The parts of other units, those in hand first."""
    orders = HelpOrder.objects.filter(ticket=ticket).select_related("unit").order_by("id")
    return sorted(orders, key=lambda order: order.state != HelpOrder.State.GIVEN)


def help_order_for(ticket: Ticket, pk: UUID) -> HelpOrder:
    """One part of a ticket that the viewer sees."""
    return get_object_or_404(
        HelpOrder.objects.select_related("unit", "ticket"), ticket=ticket, pk=pk
    )


def deciding(user: User) -> Q:
    """Tickets with an application that this person may support or grant."""
    wanted = Q(pk=None)
    waiting = Approval.objects.filter(OPEN).exclude(asked_by=user.pk).values("ticket")
    for kind, permission in policies.TO_ENDORSE.items():
        wanted |= Q(pending=f"{kind}:{states.ASKED}") & _where(user, permission, units=True)
    for kind, permission in policies.TO_GRANT.items():
        step = states.ENDORSED if kind in policies.TO_ENDORSE else states.ASKED
        wanted |= Q(pending=f"{kind}:{step}") & _where(user, permission)
    return wanted & Q(pk__in=waiting)


def of_own_units(user: User) -> Q:
    """Tickets that a unit of this person has."""
    return Q(unit_id__in=user.units_with("tickets.see"))


def takes_part(user: User, ticket: Ticket) -> bool:
    """Whether this person applied for what waits, or supported it: somebody else decides then."""
    by = Q(asked_by=user.pk) | Q(endorsed_by=user.pk)
    return bool(ticket.pending) and Approval.objects.filter(OPEN, by, ticket=ticket).exists()


def helping(user: User) -> Q:
    """Tickets in which a unit of this person does a part."""
    units = list(user.units_with("tickets.cohandled"))
    return Q(helpers__overlap=units) if units else Q(pk=None)


def _where(user: User, permission: str, *, units: bool = False) -> Q:
    wanted = Q(pk=None)
    for path in user.paths_with(permission):
        wanted |= Q(area_path__startswith=path)
    return wanted | Q(unit_id__in=user.units_with(permission)) if units else wanted


def _supported_with(ticket: Ticket) -> str:
    """What was said to whoever decides."""
    move = moves_of(ticket).filter(verb="endorse").last()
    note = Note.objects.filter(ticket=ticket, move_id=move.pk).first() if move else None
    return note.words if note else ""


def _shown_with(ticket: Ticket) -> list[TicketPhoto]:
    """The photos that came with the application to send back."""
    move = moves_of(ticket).filter(verb="request_return").last()
    return photos_by_move(ticket).get(move.pk, []) if move else []
