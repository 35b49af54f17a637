"""Giving and taking back a consent, and the name on record, by the person or the guardian."""

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.residents.actions import Told, record_consent, withdraw_consent, write_part
from gewu.ground.residents.models import Consent, Person, Purpose, ResidentSession
from gewu.ground.residents.queries import offer_of, parts_of
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.oversight.protection import queries
from gewu.oversight.protection.actions.asking import made
from gewu.oversight.protection.actions.moving import take
from gewu.oversight.protection.models import DataRequest

ONLINE = "online"


@action
def take_back(*, session: ResidentSession, person: Person, purpose: Purpose, by: Actor) -> Person:
    """Withdraw a consent: what rests on it is erased at once. Twice is once."""
    withdraw_consent(person=person, purpose=purpose, told=told_by(session, person), by=by)
    return person


@action
def give(
    *,
    session: ResidentSession,
    person: Person,
    purpose: Purpose,
    seen: int,
    apart: bool,
    by: Actor,
) -> Consent:
    """Say yes to the words that were read; `apart` to what is sensitive. Twice is once."""
    told = replace(told_by(session, person), seen=seen)
    offer = offer_of(person, purpose)
    refuse(
        offer and offer.sensitive and not apart and _("Tick this box too if you agree to it."),
        "not_apart",
        "apart",
    )
    return record_consent(person=person, purpose=purpose, told=told, by=by)


@action
def correct_person(
    *,
    session: ResidentSession,
    person: Person,
    name: str,
    command: UUID | None = None,
    by: Actor,
) -> DataRequest:
    """One's own name, or a child's, wherever it is held: corrected at once."""
    told_by(session, person)
    request, is_new = made(session, DataRequest.Kind.CORRECT, None, "", command, by)
    if not is_new:
        return request
    refuse(not name.strip() and _("Write the name."), "empty", "name")
    for part in parts_of(person):
        if "name" in part.held:
            write_part(
                person=person, purpose=part.purpose, values={"name": name}, partly=True, by=by
            )
            break  # who somebody is, is the same for every purpose
    return take(request, "fulfil", by=by)


def told_by(session: ResidentSession, person: Person) -> Told:
    """How the holder of a number speaks for a person: for themselves, or as guardian of a child."""
    mine = queries.people_of(bytes(session.phone_index))
    if person.pk not in {each.pk for each in mine.all}:
        raise Refusal(_("This belongs to another number."), code="not_allowed")
    return Told(how=ONLINE, own_wish=True, guardian=mine.own if person.is_child else None)
