"""Contacts: kept sealed, read with a reason, erased for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.residents import events, policies, queries
from gewu.ground.residents.actions.opening import contact_field
from gewu.ground.residents.models import Contact, ContactAccess, ResidentSession
from gewu.ground.residents.rules import contacts as rules
from gewu.ground.territory.queries import county
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.crypto import seal
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce, announce_all

BATCH = 1000
CONFIDED = ("sealed_name", "sealed_phone", "phone_index")


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
    if contact.restricted_at:
        text = _("The resident asked to delete name and phone, so nobody opens them any more.")
        raise Refusal(text, code="restricted")
    access = ContactAccess.objects.create(
        contact=contact, reader_kind=by.actor_kind, reader_id=by.actor_id, reason=reason.strip()
    )
    announce(events.ContactRead(contact_id=contact.pk, access_id=access.pk), by=by)
    return Opened(contact_field(contact, "name"), contact_field(contact, "phone"))


def show_own(*, contact: Contact, session: ResidentSession) -> Opened:
    """A contact in the clear for whoever showed that its number is theirs; no note is needed."""
    _need_own(contact, session)
    return Opened(contact_field(contact, "name"), contact_field(contact, "phone"))


@action
def correct_own(*, contact: Contact, session: ResidentSession, name: str, by: Actor) -> Contact:
    """Write one's own name anew; an empty one takes it out where a phone is left."""
    contact = _held(contact)
    _need_own(contact, session)
    name = rules.written_name(name)
    refuse(rules.name_fault(name), "bad_name", "name")
    contact.sealed_name = seal(name, queries.bound_to("name", contact.pk)) if name else None
    contact.save(update_fields=["sealed_name"])
    announce(events.ContactCorrected(contact_id=contact.pk), by=by)
    return contact


@action
def renumber_contacts(*, session: ResidentSession, phone: str, by: Actor) -> int:
    """One's own contacts get the new number, which was shown to be one's own; how many."""
    rows = Contact.objects.select_for_update(of=("self",))
    mine = list(rows.filter(phone_index=session.phone_index).order_by("id"))
    for contact in mine:
        contact.sealed_phone = seal(phone, queries.bound_to("phone", contact.pk))
        contact.phone_index = queries.index_of(phone)
        contact.save(update_fields=["sealed_phone", "phone_index"])
        announce(events.ContactCorrected(contact_id=contact.pk), by=by)
    return len(mine)


@action
def restrict_contact(*, contact: Contact, by: Actor) -> Contact:
    """Lock name and phone away: kept, but opened by nobody, until they can be erased."""
    return _restricted(contact, clock.now(), by)


@action
def release_contact(*, contact: Contact, by: Actor) -> Contact:
    """Open the lock again, because the person took the request back."""
    return _restricted(contact, None, by)


@action
def erase_contact(*, contact: Contact, by: Actor) -> Contact:
    """Destroy name and phone; who looked at them before stays on record."""
    if not policies.may_erase_contact(by):
        raise Refusal(
            _("Only the resident or the data-protection officer may erase this."),
            code="not_allowed",
        )
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.erased_at:
        return contact
    contact.sealed_name = contact.sealed_phone = contact.phone_index = None
    contact.restricted_at = None
    contact.erased_at = timezone.now()
    contact.save(update_fields=[*CONFIDED, "restricted_at", "erased_at"])
    announce(events.ContactErased(contact_id=contact.pk), by=by)
    return contact


def _held(contact: Contact) -> Contact:
    return Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)


def _need_own(contact: Contact, session: ResidentSession) -> None:
    if contact.phone_index is None or bytes(contact.phone_index) != bytes(session.phone_index):
        raise Refusal(_("This belongs to another number."), code="not_allowed")


def _restricted(contact: Contact, at: datetime | None, by: Actor) -> Contact:
    if not policies.may_erase_contact(by):
        raise Refusal(
            _("Only the resident or the data-protection officer may erase this."),
            code="not_allowed",
        )
    contact = _held(contact)
    if contact.erased_at is None and (contact.restricted_at is None) != (at is None):
        contact.restricted_at = at
        contact.save(update_fields=["restricted_at"])
        event = events.ContactRestricted(contact_id=contact.pk, locked=at is not None)
        announce(event, by=by)
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
