"""What staffing announces: ids and codes, never names."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class UnitAdded(Event):
    """A unit can be given work."""

    name: ClassVar[str] = "staffing.unit_added"

    unit_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class UnitChanged(Event):
    """A unit's names or its phone were corrected."""

    name: ClassVar[str] = "staffing.unit_changed"

    unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class UnitDissolved(Event):
    """A unit is no more; its successor, where it has one, took over what was open."""

    name: ClassVar[str] = "staffing.unit_dissolved"
    audit_label = _("Unit dissolved")

    unit_id: UUID
    successor_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PostAdded(Event):
    """A unit got one more seat."""

    name: ClassVar[str] = "staffing.post_added"

    post_id: UUID
    unit_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class PhoneSet(Event):
    """A post's work phone changed."""

    name: ClassVar[str] = "staffing.phone_set"

    post_id: UUID
    unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class Appointed(Event):
    """Somebody holds a post from a day on."""

    name: ClassVar[str] = "staffing.appointed"
    audit_label = _("Appointed to a post")

    appointment_id: UUID
    post_id: UUID
    unit_id: UUID
    user_id: UUID
    from_day: date


@dataclass(frozen=True, kw_only=True)
class AppointmentEnded(Event):
    """The last day of an appointment was set."""

    name: ClassVar[str] = "staffing.appointment_ended"
    audit_label = _("End of an appointment set")

    appointment_id: UUID
    post_id: UUID
    unit_id: UUID
    user_id: UUID
    last_day: date


@dataclass(frozen=True, kw_only=True)
class AppointmentCancelled(Event):
    """An appointment that had not begun, or began today by mistake, was taken back."""

    name: ClassVar[str] = "staffing.appointment_cancelled"
    audit_label = _("Appointment taken back")

    appointment_id: UUID
    post_id: UUID
    unit_id: UUID
    user_id: UUID
