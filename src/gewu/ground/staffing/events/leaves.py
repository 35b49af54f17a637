"""What is announced of leave, stand-ins and handovers: who and when, never why."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class LeaveAsked(Event):
    """Somebody would like to be away."""

    name: ClassVar[str] = "staffing.leave_asked"

    leave_id: UUID
    user_id: UUID
    from_day: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class LeaveDecided(Event):
    """It was approved, perhaps with somebody who stands in, or declined."""

    name: ClassVar[str] = "staffing.leave_decided"
    audit_label = _("Leave decided")

    leave_id: UUID
    user_id: UUID
    state: str
    stand_in_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class LeaveEnded(Event):
    """It was taken back before it began, or somebody is back earlier."""

    name: ClassVar[str] = "staffing.leave_ended"

    leave_id: UUID
    user_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class StandInSet(Event):
    """Somebody stands in at a vacant post."""

    name: ClassVar[str] = "staffing.stand_in_set"
    audit_label = _("Stand-in named")

    stand_in_id: UUID
    post_id: UUID
    user_id: UUID
    from_day: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class StandInBegins(Event):
    """Tomorrow or today somebody begins to stand in who was named some days ago."""

    name: ClassVar[str] = "staffing.stand_in_begins"

    stand_in_id: UUID
    post_id: UUID
    user_id: UUID
    from_day: date


@dataclass(frozen=True, kw_only=True)
class StandInEnded(Event):
    """Somebody stands in at a vacant post no longer."""

    name: ClassVar[str] = "staffing.stand_in_ended"
    audit_label = _("Stand-in ended")

    stand_in_id: UUID
    post_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class HandoverWritten(Event):
    """Whoever goes on has something to read."""

    name: ClassVar[str] = "staffing.handover_written"

    handover_id: UUID
    post_id: UUID
    taker_id: UUID


@dataclass(frozen=True, kw_only=True)
class HandoverConfirmed(Event):
    """Whoever goes on has read it."""

    name: ClassVar[str] = "staffing.handover_confirmed"

    handover_id: UUID
    post_id: UUID
