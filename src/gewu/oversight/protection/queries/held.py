"""All that belongs to a number: requests, the contacts given with them, and who looked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.ground.residents.actions import Opened, phone_of, show_own
from gewu.ground.residents.models import Contact, ResidentSession
from gewu.ground.residents.queries import masked_phone
from gewu.kernel.ids import moment_of
from gewu.oversight.protection.queries.looks import Look, looks_at
from gewu.oversight.protection.queries.people import HeldPerson
from gewu.work.tickets.models import Ticket

PURPOSES = {"tickets": gettext_lazy("So that we can answer you about your request")}


@dataclass(frozen=True)
class HeldContact:
    """A name and a phone as they were given, what for, and with which requests."""

    contact: Contact
    opened: Opened
    tickets: list[Ticket]

    @property
    def purpose(self) -> str:
        """What it was given for, in words."""
        return str(PURPOSES.get(self.contact.purpose, self.contact.purpose))

    @property
    def since(self) -> datetime:
        """When it was given."""
        return moment_of(self.contact.pk)

    @property
    def about(self) -> str:
        """The numbers of the requests it belongs to."""
        return _(", ").join(ticket.shown_number for ticket in self.tickets)


@dataclass(frozen=True)
class Held:
    """Everything of one number."""

    phone: str
    tickets: list[Ticket]
    contacts: list[HeldContact]
    looks: list[Look]
    people: list[HeldPerson] = field(default_factory=list)
    is_shared: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held of this number."""
        return not self.contacts and not self.people and not self.is_shared

    @property
    def urgent(self) -> list[Look]:
        """Openings in an emergency, which the person is told of first."""
        return [look for look in self.looks if look.is_urgent]


def held_by(
    session: ResidentSession, people: Sequence[HeldPerson] = (), *, is_shared: bool = False
) -> Held:
    """What the holder of a session may read, correct and delete: their own part only.

    The people are opened by actions.read_own, which notes it.
    """
    contacts = list(contacts_of(session))
    tickets = list(tickets_of(session))
    of_contact: dict[object, list[Ticket]] = {}
    for ticket in tickets:
        of_contact.setdefault(ticket.contact_id, []).append(ticket)
    return Held(
        phone=masked_phone(phone_of(session)),
        tickets=tickets,
        contacts=[
            HeldContact(each, show_own(contact=each, session=session), of_contact.get(each.pk, []))
            for each in contacts
        ],
        looks=looks_at(contacts, of_contact, session, [each.person for each in people]),
        people=list(people),
        is_shared=is_shared,
    )


def own_ticket(session: ResidentSession, pk: UUID) -> Ticket:
    """One request of this number; 404 for every other."""
    return get_object_or_404(tickets_of(session), pk=pk)


def own_contact(session: ResidentSession, pk: UUID) -> Contact:
    """One contact of this number; 404 for every other."""
    return get_object_or_404(contacts_of(session), pk=pk)


def contacts_of(session: ResidentSession) -> QuerySet[Contact]:
    """Names and phones given with this number, the last first."""
    return Contact.objects.filter(phone_index=session.phone_index).order_by("-id")


def tickets_of(session: ResidentSession) -> QuerySet[Ticket]:
    """The requests of this number, the last first."""
    mine = Ticket.objects.filter(contact__in=contacts_of(session).order_by())
    return mine.select_related("text", "item__category", "area", "unit").order_by("-id")
