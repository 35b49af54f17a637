"""What may be held about a person at all: the fields, known in code. Which purpose holds which of
them is the county's decision; what is not in this list, no purpose can hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.ground.residents.rules import contacts, people

TEXT, LONG, PHONE, ID_NUMBER, DATE = "text", "long", "phone", "id_number", "date"
LONGEST = {TEXT: 120, LONG: 600, PHONE: 30, ID_NUMBER: 18, DATE: 10}


@dataclass(frozen=True)
class Field:
    """One thing that may be known about a person.

    A sensitive one (PIPL art. 28) needs an approved assessment and the person's separate consent.
    One of identity is the same wherever it is held: corrected for one purpose, it is for all.
    """

    code: str
    label: Promise
    kind: str = TEXT
    is_sensitive: bool = False
    is_identity: bool = False
    is_searched: bool = False
    hint: Promise | str = ""


FIELDS: dict[str, Field] = {
    field.code: field
    for field in (
        Field("name", gettext_lazy("Full name"), is_identity=True, is_searched=True),
        Field("phone", gettext_lazy("Phone"), PHONE, is_identity=True, is_searched=True),
        Field(
            "id_number",
            gettext_lazy("Citizen ID number"),
            ID_NUMBER,
            is_sensitive=True,
            is_identity=True,
            is_searched=True,
        ),
        Field("birth_date", gettext_lazy("Date of birth"), DATE, is_identity=True),
        Field("language", gettext_lazy("Language they like to speak")),
        Field("address", gettext_lazy("How to find the door"), LONG),
        Field("emergency_contact", gettext_lazy("Whom to call in an emergency")),
        Field(
            "needs",
            gettext_lazy("Help they ask for"),
            LONG,
            hint=gettext_lazy("Their own wish in their own words; no judgement of the person."),
        ),
        Field(
            "health",
            gettext_lazy("What helpers must know about their health"),
            LONG,
            is_sensitive=True,
            hint=gettext_lazy("Only what a visit or a rescue needs."),
        ),
        Field("family_doctor", gettext_lazy("Family doctor")),
    )
}
FIELD_CHOICES = [(field.code, field.label) for field in FIELDS.values()]
SEARCHED = tuple(field.code for field in FIELDS.values() if field.is_searched)
IDENTITY = tuple(field.code for field in FIELDS.values() if field.is_identity)


def sensitive_among(codes: Iterable[str]) -> list[str]:
    """Which of these fields are sensitive, in the order of the list."""
    wanted = set(codes)
    return [code for code, field in FIELDS.items() if code in wanted and field.is_sensitive]


def in_order(codes: Iterable[str]) -> list[str]:
    """Known fields in the order of the list, each once."""
    wanted = set(codes)
    return [code for code in FIELDS if code in wanted]


def labels_of(codes: Iterable[str]) -> list[str]:
    """What these fields are called."""
    return [str(FIELDS[code].label) for code in in_order(codes)]


def label_of(code: str) -> str:
    """What a field is called; its code where it is known no more."""
    return str(FIELDS[code].label) if code in FIELDS else code


def written(given: Mapping[str, str]) -> dict[str, str]:
    """Values in the one way they are kept; what is empty is not there."""
    kept = {code: _written(FIELDS[code], given[code]) for code in FIELDS if given.get(code)}
    return {code: value for code, value in kept.items() if value}


def fault_of(code: str, value: str) -> str:
    """What is wrong with a written value; empty when nothing is."""
    field = FIELDS[code]
    if code == "name":
        return contacts.name_fault(value)
    if field.kind == PHONE:
        return contacts.phone_fault(value)
    if field.kind == ID_NUMBER:
        return people.id_fault(value)
    if field.kind == DATE:
        return people.date_fault(value)
    if len(value) > LONGEST[field.kind]:
        return _("It has at most %(count)s characters.") % {"count": LONGEST[field.kind]}
    return ""


def _written(field: Field, value: str) -> str:
    if field.kind == PHONE:
        return contacts.written_phone(value)
    if field.kind == ID_NUMBER:
        return people.written_id(value)
    if field.kind == LONG:
        return value.strip()
    return " ".join(value.split())
