"""Contacts: kept sealed, read with a reason, erased for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.residents import events, policies, queries
from gewu.ground.residents.actions.opening import contact_field
from gewu.ground.residents.models import Contact, ContactAccess
from gewu.ground.residents.rules import contacts as rules
from gewu.ground.territory.queries import county
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.crypto import seal
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce, announce_all

BATCH = 1000


@dataclass(frozen=True)
class Opened:
    """A contact in the clear; shown, never stored."""

    name: str
    phone: str


@action
def keep_contact(*, name: str, phone: str, purpose: str, by: Actor) -> Contact | None:
    """Keep a name and a phone, sealed; nothing given, nothing kept."""
    contact = _sealed(name, phone, purpose, county().pk)
    if contact is None:
        return None
    contact.save(force_insert=True)
    announce(events.ContactKept(contact_id=contact.pk), by=by)
    return contact


@action
def keep_contacts(
    *, given: Sequence[tuple[str, str]], purpose: str, by: Actor
) -> list[Contact | None]:
    """Many names and phones at once, for bulk doors; in the order they were given."""
    home = county().pk
    kept = [_sealed(name, phone, purpose, home) for name, phone in given]
    written = [contact for contact in kept if contact is not None]
    Contact.objects.bulk_create(written, batch_size=BATCH)
    announce_all((events.ContactKept(contact_id=contact.pk) for contact in written), by=by)
    return kept


@action
def read_contact(*, contact: Contact, reason: str, by: Actor) -> Opened:
    """Open a contact and note who did so and why; the resident can see that note."""
    if not policies.may_read_contact(by):
        raise Refusal(_("Your post does not call residents back."), code="not_allowed")
    refuse(rules.reason_fault(reason), "reason", "reason")
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.erased_at:
        raise Refusal(_("Name and phone have been erased."), code="erased")
    access = ContactAccess.objects.create(
        contact=contact, reader_kind=by.actor_kind, reader_id=by.actor_id, reason=reason.strip()
    )
    announce(events.ContactRead(contact_id=contact.pk, access_id=access.pk), by=by)
    return Opened(contact_field(contact, "name"), contact_field(contact, "phone"))


@action
def erase_contact(*, contact: Contact, by: Actor) -> Contact:
    """Destroy name and phone; who looked at them before stays on record."""
    if not policies.may_erase_contact(by):
        raise Refusal(
            _("Only the resident or an administrator may erase this."), code="not_allowed"
        )
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.erased_at:
        return contact
    contact.sealed_name = contact.sealed_phone = contact.phone_index = None
    contact.erased_at = timezone.now()
    contact.save(update_fields=["sealed_name", "sealed_phone", "phone_index", "erased_at"])
    announce(events.ContactErased(contact_id=contact.pk), by=by)
    return contact


def _sealed(name: str, phone: str, purpose: str, county_id: UUID) -> Contact | None:
    name, phone = rules.written_name(name), rules.written_phone(phone)
    if not name and not phone:
        return None
    refuse(rules.name_fault(name), "bad_name", "name")
    refuse(rules.phone_fault(phone), "bad_phone", "phone")
    pk = uuid7()
    return Contact(
        id=pk,
        county_id=county_id,
        purpose=purpose,
        sealed_name=seal(name, queries.bound_to("name", pk)) if name else None,
        sealed_phone=seal(phone, queries.bound_to("phone", pk)) if phone else None,
        phone_index=queries.index_of(phone) if phone else None,
    )
