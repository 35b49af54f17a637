"""Contacts, found without opening a seal."""

from uuid import UUID

from django.db.models import QuerySet

from gewu.ground.residents.models import Contact, ContactAccess
from gewu.ground.residents.rules import contacts as rules
from gewu.kernel.crypto import blind_index

PHONE = "residents.phone"


def accesses_of(contact: Contact) -> QuerySet[ContactAccess]:
    """Who looked at a contact, the last first: shown to the resident."""
    return ContactAccess.objects.filter(contact=contact).order_by("-at")


def contacts_with_phone(phone: str) -> QuerySet[Contact]:
    """Contacts that hold this number."""
    return Contact.objects.filter(phone_index=index_of(rules.written_phone(phone)))


def index_of(phone: str) -> bytes:
    """The blind index of a number that is written in the one way."""
    return blind_index(phone, PHONE)


def bound_to(field: str, pk: UUID) -> str:
    """What a seal of this field is bound to, so that it opens nowhere else."""
    return f"residents_contact.{field}:{pk}"
