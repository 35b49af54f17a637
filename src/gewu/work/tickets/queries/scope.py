"""Which tickets a viewer may see at all."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from gewu.ground.accounts.models import User
from gewu.kernel import statements
from gewu.kernel.acting import hold
from gewu.kernel.crypto import same_word, secret_word
from gewu.work.tickets import policies
from gewu.work.tickets.models import Ticket

FOLLOW = "tickets.follow"
CODE = "tickets.code"
CODE_LENGTH = 8


@dataclass(frozen=True)
class Ways:
    """Why somebody may see a ticket, way by way, so that each is read by its own index.

    All of them in one condition is right too, but no index serves it: in a million tickets a
    department waited a second to learn that it has none.
    """

    by_place_or_unit: tuple[Q, ...]
    as_helper: Q | None = None  # few, whatever else is wanted

    @property
    def all(self) -> Q:
        """One condition for a single ticket, or where not the order matters."""
        helping = (self.as_helper,) if self.as_helper else ()
        return reduce(or_, (*self.by_place_or_unit, *helping), Q(pk=None))


def ways_to_see(user: User) -> Ways:
    """By the areas and by the units that the viewer's posts open."""
    paths, units = user.paths_with("tickets.see"), user.units_with("tickets.see")
    by_place = tuple(Q(area_path__startswith=path) for path in paths)
    by_unit = tuple(Q(unit_id=unit) for unit in units)
    # Said twice, because the index holds only tickets that have helpers.
    as_helper = Q(helpers__overlap=list(units)) & ~Q(helpers=[]) if units else None
    return Ways((*by_place, *by_unit), as_helper)


def visible_to(user: User) -> QuerySet[Ticket]:
    """Tickets in the areas and of the units that the viewer's posts open."""
    return not_kept_from(user, Ticket.objects.filter(ways_to_see(user).all))


def not_kept_from(user: User, tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Without those that are about a unit of the viewer's, or from which it withdrew."""
    return tickets.filter(not_about(policies.kept_from(user)))


def not_about(units: tuple[UUID, ...]) -> Q:
    """Tickets that are not about one of these units."""
    return ~Q(barred__overlap=list(units)) if units else Q()


def ticket_for(user: User, pk: UUID) -> Ticket:
    """One ticket of the viewer's, with what its page shows; 404 for everyone else."""
    return get_object_or_404(
        visible_to(user).select_related(
            "text", "item__category", "condition__lead", "area", "unit", "contact"
        ),
        pk=pk,
    )


def plain_for(user: User, pk: UUID) -> Ticket:
    """One ticket of the viewer's with its title only; 404 for everyone else."""
    return get_object_or_404(visible_to(user).select_related("text"), pk=pk)


def title_of(ticket: Ticket) -> str:
    """The headline, asked for alone where the words were not read along."""
    if Ticket.text.is_cached(ticket):
        return ticket.text.title
    rows = statements.run("SELECT title FROM tickets_tickettext WHERE ticket_id = %s", [ticket.pk])
    return str(rows[0][0]) if rows else ""


def held_ticket(pk: UUID) -> Ticket:
    """The ticket with this id, locked by the action at hand; Ticket.DoesNotExist without one."""
    found = statements.held(Ticket, pk)
    if found is None:
        raise Ticket.DoesNotExist
    hold(found)
    return found


def held_for(user: User, pk: UUID) -> Ticket:
    """One ticket of the viewer's, locked by the action at hand; 404 for everyone else."""
    try:
        found = held_ticket(pk)
    except Ticket.DoesNotExist:
        raise Http404 from None
    if not policies.may_see(user, found):
        raise Http404
    return found


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
