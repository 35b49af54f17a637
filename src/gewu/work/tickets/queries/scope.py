"""Which tickets a viewer may see at all."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from gewu.ground.accounts.models import User
from gewu.kernel.crypto import same_word, secret_word
from gewu.work.tickets.models import Ticket

FOLLOW = "tickets.follow"
CODE = "tickets.code"
CODE_LENGTH = 8


def visible_to(user: User) -> QuerySet[Ticket]:
    """Tickets in the areas and of the units that the viewer's posts open."""
    units = user.units_with("tickets.see")
    wanted = Q(unit_id__in=units)
    if units:
        wanted |= Q(helpers__overlap=list(units))
    for path in user.paths_with("tickets.see"):
        wanted |= Q(area_path__startswith=path)
    return Ticket.objects.filter(wanted)


def ticket_for(user: User, pk: UUID) -> Ticket:
    """One ticket of the viewer's, with what its page shows; 404 for everyone else."""
    return get_object_or_404(
        visible_to(user).select_related(
            "text", "item__category", "condition__lead", "area", "unit", "contact"
        ),
        pk=pk,
    )


def secret_of(ticket: Ticket) -> str:
    """The secret part of the link by which its reporter follows a ticket."""
    return secret_word(FOLLOW, ticket.pk)


def code_of(ticket: Ticket) -> str:
    """The short code for people who write the number on paper."""
    return secret_word(CODE, ticket.pk, CODE_LENGTH)


def followed(number: str, secret: str) -> Ticket:
    """The ticket of a secret link or code; a wrong secret is as unknown as a wrong number."""
    ticket = (
        Ticket.objects.select_related("text", "item__category", "condition", "area", "unit")
        .filter(number=number)
        .first()
    )
    if ticket is None or not opens(ticket, secret):
        raise Http404
    return ticket


def opens(ticket: Ticket, secret: str) -> bool:
    """Whether a secret word is the link's or the code of this ticket."""
    return same_word(secret, secret_of(ticket)) or same_word(secret, code_of(ticket))
