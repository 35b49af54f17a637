"""What residents announces: ids only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class ContactKept(Event):
    """A resident left a name or a phone."""

    name: ClassVar[str] = "residents.contact_kept"

    contact_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactRead(Event):
    """Somebody of the staff looked at a contact and said why."""

    name: ClassVar[str] = "residents.contact_read"
    audit_label = _("Name and phone of a resident opened")

    contact_id: UUID
    access_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactErased(Event):
    """Name and phone are gone; that there was a contact stays."""

    name: ClassVar[str] = "residents.contact_erased"

    contact_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactCorrected(Event):
    """Somebody wrote their own name anew; what it is stays sealed."""

    name: ClassVar[str] = "residents.contact_corrected"

    contact_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactRestricted(Event):
    """Name and phone are locked away at the person's wish, or no longer."""

    name: ClassVar[str] = "residents.contact_restricted"

    contact_id: UUID
    locked: bool


@dataclass(frozen=True, kw_only=True)
class PurposeChanged(Event):
    """A purpose came, changed, or was switched on or off; `what` says which."""

    name: ClassVar[str] = "residents.purpose_changed"
    audit_label: ClassVar[Promise] = _("Purpose of data changed")

    purpose_id: UUID
    code: str
    what: str


@dataclass(frozen=True, kw_only=True)
class NoticePublished(Event):
    """People are told something new about a purpose."""

    name: ClassVar[str] = "residents.notice_published"
    audit_label: ClassVar[Promise] = _("Privacy notice published")

    purpose_id: UUID
    code: str
    number: int


@dataclass(frozen=True, kw_only=True)
class AssessmentDecided(Event):
    """Somebody else than its writer approved an impact assessment, or did not."""

    name: ClassVar[str] = "residents.assessment_decided"
    audit_label: ClassVar[Promise] = _("Impact assessment decided")

    assessment_id: UUID
    code: str
    approved: bool


@dataclass(frozen=True, kw_only=True)
class AssessmentMade(Event):
    """An impact assessment waits for a decision."""

    name: ClassVar[str] = "residents.assessment_made"

    assessment_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class HouseholdChanged(Event):
    """A household came, changed, moved or ended; `what` says which."""

    name: ClassVar[str] = "residents.household_changed"

    household_id: UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event):
    """Something is held about a person from now on."""

    name: ClassVar[str] = "residents.person_added"

    person_id: UUID
    household_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonWritten(Event):
    """What is held about a person for a purpose was written or corrected; never what it says."""

    name: ClassVar[str] = "residents.person_written"

    person_id: UUID
    purpose: str
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonMoved(Event):
    """A person lives in another household now."""

    name: ClassVar[str] = "residents.person_moved"

    person_id: UUID
    former_id: UUID
    household_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonLeft(Event):
    """A person lives here no more."""

    name: ClassVar[str] = "residents.person_left"

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """Everything held about a person is gone; that somebody was here stays, without a name."""

    name: ClassVar[str] = "residents.person_erased"
    audit_label: ClassVar[Promise] = _("Personal data erased")

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PartErased(Event):
    """What was held for one purpose is gone, whole or as far as it rested on consent."""

    name: ClassVar[str] = "residents.part_erased"

    person_id: UUID
    purpose: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ConsentRecorded(Event):
    """A person, or a guardian, said yes or no to a purpose."""

    name: ClassVar[str] = "residents.consent_recorded"

    consent_id: UUID
    person_id: UUID
    purpose: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A yes was taken back: whatever rests on it ends."""

    name: ClassVar[str] = "residents.consent_withdrawn"

    consent_id: UUID
    person_id: UUID
    purpose: str


@dataclass(frozen=True, kw_only=True)
class GuardianNamed(Event):
    """Somebody decides for a child from now on."""

    name: ClassVar[str] = "residents.guardian_named"

    child_id: UUID
    guardian_id: UUID


@dataclass(frozen=True, kw_only=True)
class GuardianEnded(Event):
    """Somebody no longer decides for a child."""

    name: ClassVar[str] = "residents.guardian_ended"

    child_id: UUID
    guardian_id: UUID


@dataclass(frozen=True, kw_only=True)
class ChildhoodEnded(Event):
    """Somebody is 14: guardians no longer answer, and their own consent is asked for."""

    name: ClassVar[str] = "residents.childhood_ended"

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonOpened(Event):
    """Somebody of the staff opened a person's data and said why."""

    name: ClassVar[str] = "residents.person_opened"
    audit_label: ClassVar[Promise] = _("Personal data opened")

    person_id: UUID
    access_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class PersonOpenedUrgently(Event):
    """Somebody opened a person's data in an emergency, without being responsible or approved."""

    name: ClassVar[str] = "residents.person_opened_urgently"
    audit_label: ClassVar[Promise] = _("Personal data opened in an emergency")

    person_id: UUID
    access_id: UUID


@dataclass(frozen=True, kw_only=True)
class AccessReviewed(Event):
    """The data-protection officer looked at an opening in an emergency."""

    name: ClassVar[str] = "residents.access_reviewed"
    audit_label: ClassVar[Promise] = _("Emergency opening reviewed")

    access_id: UUID
    justified: bool


@dataclass(frozen=True, kw_only=True)
class ChildRequested(Event):
    """Somebody asks to open a child's data."""

    name: ClassVar[str] = "residents.child_requested"

    request_id: UUID
    child_id: UUID


@dataclass(frozen=True, kw_only=True)
class ChildRequestDecided(Event):
    """A responsible person said yes or no to opening a child's data."""

    name: ClassVar[str] = "residents.child_request_decided"
    audit_label: ClassVar[Promise] = _("Opening of a child's data decided")

    request_id: UUID
    child_id: UUID
    approved: bool


@dataclass(frozen=True, kw_only=True)
class PeopleImported(Event):
    """Households and people came from a file; no event for each of them follows."""

    name: ClassVar[str] = "residents.people_imported"
    audit_label: ClassVar[Promise] = _("Households and people imported")

    households: int
    people: int


@dataclass(frozen=True, kw_only=True)
class ResidentSignedIn(Event):
    """A resident showed by a code that a number is theirs; which number is not said."""

    name: ClassVar[str] = "residents.signed_in"

    session_id: UUID


@dataclass(frozen=True, kw_only=True)
class ResidentSignedOut(Event):
    """A resident ended their session."""

    name: ClassVar[str] = "residents.signed_out"

    session_id: UUID
