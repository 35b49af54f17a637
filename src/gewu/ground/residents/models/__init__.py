"""What residents keeps: contacts; purposes, households and people; consents; who
looked at what; codes and sessions by which residents sign in."""

from gewu.ground.residents.models.accesses import AccessReview, ChildRequest, PersonAccess
from gewu.ground.residents.models.consents import Consent
from gewu.ground.residents.models.contacts import Contact, ContactAccess
from gewu.ground.residents.models.people import Guardian, Household, Person, PersonPart
from gewu.ground.residents.models.purposes import Assessment, Notice, Purpose
from gewu.ground.residents.models.sign_ins import ResidentSession, SignInCode

__all__ = [
    "AccessReview",
    "Assessment",
    "ChildRequest",
    "Consent",
    "Contact",
    "ContactAccess",
    "Guardian",
    "Household",
    "Notice",
    "Person",
    "PersonAccess",
    "PersonPart",
    "Purpose",
    "ResidentSession",
    "SignInCode",
]
