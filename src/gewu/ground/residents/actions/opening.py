"""The only place in which a seal of the residents is opened.

Whoever gets a text out of here has left a row that says who, in which capacity, what and why; the
person can read it. Two things open a seal and give nothing away: writing a part anew with some
values replaced, and with some left out.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.accounts.hooks import Grant
from gewu.ground.accounts.models import ROLES, User
from gewu.ground.residents import events, policies, queries
from gewu.ground.residents.models import (
    ChildRequest,
    Contact,
    Household,
    Person,
    PersonAccess,
    PersonPart,
    Purpose,
    ResidentSession,
    SignInCode,
)
from gewu.ground.residents.rules import contacts as contact_rules
from gewu.ground.residents.rules import people as rules
from gewu.ground.residents.rules.fields import in_order
from gewu.ground.residents.rules.purposes import without_consent
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.crypto import open_sealed, seal
from gewu.kernel.journal import announce

Kind = PersonAccess.Kind
SHOWN_FOR = timedelta(minutes=5)  # then the page masks itself again
SHORTEST_URGENT_REASON = 8
WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class OpenedPart:
    """What is held for one purpose, in the clear; shown, never stored."""

    purpose: Purpose
    version: int
    values: Mapping[str, str]
    withheld: Sequence[str] = ()  # until they consent themselves, since they are 14 now


@dataclass(frozen=True)
class OpenedPerson:
    """A person in the clear, as far as was asked; shown, never stored."""

    person: Person
    access: PersonAccess
    room: str
    parts: Sequence[OpenedPart] = ()

    @property
    def name(self) -> str:
        """The name, where one of the parts holds it."""
        return next((part.values["name"] for part in self.parts if "name" in part.values), "")


@dataclass(frozen=True)
class Masked:
    """What a list shows: enough for whoever knows the people."""

    names: Mapping[Any, str] = field(default_factory=dict)
    rooms: Mapping[Any, str] = field(default_factory=dict)


def contact_field(contact: Contact, name: str) -> str:
    """A field of a contact; actions.contacts notes the reading."""
    sealed: bytes | None = getattr(contact, f"sealed_{name}")
    return open_sealed(sealed, queries.bound_to(name, contact.pk)) if sealed else ""


def proved_phone(proof: SignInCode | ResidentSession) -> str:
    """The number of a code or of a session, for the one who has shown that it is theirs."""
    kind = "code" if isinstance(proof, SignInCode) else "session"
    return open_sealed(proof.sealed_phone, queries.bound_to(kind, proof.pk))


@action
def list_masked(*, households: Sequence[Household], by: Actor) -> Masked:
    """Masked names and rooms of some households; a list counts once a day for each person."""
    for household in households:
        _need(policies.may_keep_household(by, household))
    people = list(queries.people_in(households))
    return Masked(
        names=_masked_names(people, by),
        rooms={each.pk: rules.masked_room(_room_of(each)) for each in households},
    )


@action
def name_masked(*, people: Sequence[Person], by: Actor) -> Mapping[Any, str]:
    """Masked names of people whom somebody looked for."""
    for person in people:
        _need(policies.may_keep_person(by, person))
    return _masked_names(people, by)


@action
def open_person(
    *, person: Person, purposes: Iterable[Purpose] | None = None, reason: str, by: Actor
) -> OpenedPerson:
    """Open what is held for some purposes, or all; of a child only with an approval."""
    person = _here(person)
    _need(by.actor_kind != "resident" and policies.may_keep_person(by, person))
    refuse(contact_rules.reason_fault(reason), "reason", "reason")
    request = queries.approval_of(person, by.actor_id, clock.now()) if person.is_child else None
    if person.is_child and request is None and by.actor_kind == "staff":
        text = _("This is a child under 14: a responsible person must approve it first.")
        raise Refusal(text, code="needs_approval", field="reason")
    return _opened(person, purposes, Kind.OPENED, reason, by, request)


@action
def open_urgently(*, person: Person, reason: str, by: Actor) -> OpenedPerson:
    """Open everything in an emergency; the person and the data-protection officer are told."""
    person = _here(person)
    _need(policies.may_open_urgently(by))
    refuse(contact_rules.reason_fault(reason), "reason", "reason")
    if len(reason.strip()) < SHORTEST_URGENT_REASON:
        text = _("Say what has happened: the person and the data-protection officer read it.")
        raise Refusal(text, code="reason", field="reason")
    return _opened(person, None, Kind.URGENT, reason, by, None)


@action
def open_own(*, person: Person, as_file: bool = False, by: Actor) -> OpenedPerson:
    """The person or the guardian reads what is held; whoever calls has asked who it is."""
    _need(by.actor_kind in ("resident", "system"))
    kind = Kind.EXPORTED if as_file else Kind.OWN
    return _opened(_here(person), None, kind, _("Own data") if as_file else "", by, None)


def sealed_part(pk: UUID, values: Mapping[str, str]) -> bytes:
    """The seal of these values in the row of this id."""
    return seal(WRITER.encode(values), PersonPart.bond_of(pk))


def sealed_room(pk: UUID, room: str) -> bytes | None:
    """The seal of a room in the household of this id; nothing of nothing."""
    return seal(room, Household.bond_of(pk)) if room else None


def replace_inside(part: PersonPart, values: Mapping[str, str]) -> bool:
    """Put some values into a sealed part in place of the old ones; tells only whether any differs."""
    before = _values(part)
    held = before | dict(values)
    part.sealed, part.held = sealed_part(part.pk, held), in_order(held)
    return held != before


def keep_inside(part: PersonPart, fields: Iterable[str]) -> None:
    """Leave only these fields in a sealed part; gives nothing away."""
    wanted = set(fields)
    held = {code: value for code, value in _values(part).items() if code in wanted}
    part.sealed, part.held = sealed_part(part.pk, held), in_order(held)


def _opened(
    person: Person,
    purposes: Iterable[Purpose] | None,
    kind: Kind,
    reason: str,
    by: Actor,
    request: ChildRequest | None,
) -> OpenedPerson:
    parts = list(queries.parts_of(person))
    closed = _closed(person, parts) if kind == Kind.OPENED else {}
    if purposes is not None:
        wanted = {purpose.pk for purpose in purposes}
        parts = [part for part in parts if part.purpose_id in wanted]
    access = PersonAccess.objects.create(
        person=person,
        kind=kind,
        fields=in_order({code for part in parts for code in _shown(part, closed)}),
        purposes=[part.purpose.code for part in parts if _shown(part, closed)],
        reason=reason.strip(),
        request=request,
        at=clock.now(),
        **_reader(by, person),
    )
    _say(access, by)
    opened = [_in_the_clear(part, closed) for part in parts]
    return OpenedPerson(person, access, _room_of(person.household), opened)


def _closed(person: Person, parts: Iterable[PersonPart]) -> dict[UUID, list[str]]:
    """Of each part, what rests on a guardian's yes that counts no more; refused where it is all."""
    outgrown = queries.outgrown(person)
    closed = {}
    for part in parts:
        if part.purpose_id in outgrown:
            stays = without_consent(part.purpose.basis, part.held, is_child=False)
            closed[part.pk] = [code for code in part.held if code not in stays]
    if closed and not any(_shown(part, closed) for part in parts):
        text = _("They are 14 now and answer themselves: ask for their own consent first.")
        raise Refusal(text, code="needs_renewal", field="reason")
    return closed


def _shown(part: PersonPart, closed: Mapping[UUID, Sequence[str]]) -> list[str]:
    return [code for code in part.held if code not in closed.get(part.pk, ())]


def _in_the_clear(part: PersonPart, closed: Mapping[UUID, Sequence[str]]) -> OpenedPart:
    shown = set(_shown(part, closed))
    values = {code: text for code, text in _values(part).items() if code in shown}
    return OpenedPart(part.purpose, part.version, values, closed.get(part.pk, ()))


def _masked_names(people: Sequence[Person], by: Actor) -> dict[Any, str]:
    """With one query for the parts and one for the rows that say so."""
    held = PersonPart.objects.filter(person__in=people, held__contains=["name"])
    found: dict[Any, PersonPart] = {}
    for part in held.order_by("pk"):
        found.setdefault(part.person_id, part)
    rows = [
        PersonAccess(
            person=person, kind=Kind.LISTED, fields=["name"], at=clock.now(), **_reader(by, person)
        )
        for person in people
        if person.pk in found
    ]
    PersonAccess.objects.bulk_create(rows, ignore_conflicts=True)
    return {pk: rules.masked_name(_values(part)["name"]) for pk, part in found.items()}


def _say(access: PersonAccess, by: Actor) -> None:
    path = access.person.household.area.path
    ids = {"person_id": access.person_id, "access_id": access.pk}
    if access.kind == Kind.URGENT:
        announce(events.PersonOpenedUrgently(**ids), by=by, path=path)
    elif access.kind in (Kind.OPENED, Kind.EXPORTED):
        announce(events.PersonOpened(**ids, kind=str(access.kind)), by=by, path=path)


def _reader(by: Actor, person: Person) -> dict[str, Any]:
    """Who reads, and by which of their posts: the closest to the person's place."""
    grant = _grant(by, person.household.area.path) if isinstance(by, User) else None
    return {
        "reader_kind": by.actor_kind,
        "reader_id": by.actor_id,
        "role": grant.role if grant else "",
        "unit_id": grant.unit_id if grant else None,
    }


def _grant(user: User, path: str) -> Grant | None:
    held = [grant for grant in user.grants if ROLES[grant.role].permissions & OPENING]
    near = [grant for grant in held if path.startswith(grant.path)]
    return max(near or held, key=lambda grant: len(grant.path), default=None)


OPENING = frozenset({"residents.keep", "residents.urgent"})


def _values(part: PersonPart) -> dict[str, str]:
    values: dict[str, str] = json.loads(open_sealed(part.sealed, part.bound_to))
    return values


def _room_of(household: Household) -> str:
    sealed = household.sealed_room
    return open_sealed(sealed, household.bound_to) if sealed else ""


def _here(person: Person) -> Person:
    """The person as they stand now; whoever was erased is nobody."""
    found = Person.objects.select_related("household__area").get(pk=person.pk)
    if found.erased_at is not None:
        raise Refusal(_("What was held about this person has been erased."), code="erased")
    return found


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("This is for whoever looks after this place."), code="not_allowed")
