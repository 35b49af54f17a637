"""People of a number: what is held of them for which purpose, their consents, their children.

A number that several grown-up people are kept with proves nobody's identity: then nothing of them
is shown here, and the counter asks who it is. A child's data is for its guardians.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from gewu.ground.residents.actions import OpenedPerson
from gewu.ground.residents.models import ChildRequest, Consent, Person, PersonPart, Purpose
from gewu.ground.residents.queries import (
    Offer,
    children_of,
    field_label,
    offers_to,
    parts_of,
    requests_about,
    standing_answers,
)

GIVEN = "given"


@dataclass(frozen=True)
class Mine:
    """The people whom the holder of a number may act for."""

    own: Person | None
    children: list[Person]
    is_shared: bool = False

    @property
    def all(self) -> list[Person]:
        """Oneself first."""
        return [*([self.own] if self.own else []), *self.children]


@dataclass(frozen=True)
class HeldPart:
    """What is held for one purpose: why, on what ground, until when, and what it says."""

    purpose: Purpose
    until: date
    values: list[tuple[str, str]]
    consent: Consent | None

    @property
    def basis(self) -> str:
        """The legal basis in words."""
        return str(self.purpose.get_basis_display())


@dataclass(frozen=True)
class HeldPerson:
    """A person as they or their guardian read it."""

    person: Person
    name: str
    room: str
    parts: list[HeldPart]
    consents: list[Consent]
    approvals: list[ChildRequest]
    offers: list[Offer] = field(default_factory=list)

    @property
    def loose(self) -> list[Consent]:
        """Consents for whose purpose nothing is held yet; they can be taken back all the same."""
        held = {part.purpose.pk for part in self.parts}
        return [each for each in self.consents if each.purpose_id not in held]

    @property
    def is_child(self) -> bool:
        """Whether a guardian reads this."""
        return self.person.is_child


def people_of(phone_index: bytes) -> Mine:
    """Whom a number stands for: one grown-up, and the children that one is guardian of."""
    today = timezone.localdate()
    grown = Q(child_until=None) | Q(child_until__lte=today)
    found = Person.objects.filter(grown, phone_index=phone_index, erased_at=None)
    people = list(found.select_related("household__area").order_by("pk")[:2])
    if len(people) != 1:
        return Mine(None, [], is_shared=len(people) > 1)
    links = children_of(people[0]).select_related("child__household__area")
    return Mine(people[0], [link.child for link in links])


def own_person(phone_index: bytes, pk: UUID) -> Person:
    """Oneself, or a child one is guardian of; 404 for everybody else."""
    for person in people_of(phone_index).all:
        if person.pk == pk:
            return person
    raise Http404


def opened(found: OpenedPerson) -> HeldPerson:
    """What was opened, with what the rows beside it say."""
    person = found.person
    rows = {part.purpose_id: part for part in parts_of(person)}
    answers = standing_answers(person)
    return HeldPerson(
        person=person,
        name=found.name,
        room=found.room,
        parts=[
            _part(rows[part.purpose.pk], part.values, answers)
            for part in found.parts
            if part.purpose.pk in rows
        ],
        consents=[each for each in answers.values() if each.answer == GIVEN],
        approvals=list(requests_about(person)),
        offers=offers_to(person),
    )


def given_consents(person: Person) -> list[Consent]:
    """The consents that stand, each with its purpose."""
    return [each for each in standing_answers(person).values() if each.answer == GIVEN]


def held_by_law(person: Person) -> list[PersonPart]:
    """What does not rest on consent, so that a wish alone does not end it."""
    return [part for part in parts_of(person) if part.purpose.basis != "consent"]


def _part(row: PersonPart, values: Mapping[str, str], answers: Mapping[UUID, Consent]) -> HeldPart:
    consent = answers.get(row.purpose_id)
    return HeldPart(
        purpose=row.purpose,
        until=row.keep_until,
        values=[(field_label(code), text) for code, text in values.items()],
        consent=consent if consent and consent.answer == GIVEN else None,
    )
