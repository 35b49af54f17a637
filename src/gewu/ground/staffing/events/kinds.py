"""What is announced of kinds of posts and of exceptions."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class KindAdded(Event):
    """A county has one more kind of posts."""

    name: ClassVar[str] = "staffing.kind_added"
    audit_label = _("Kind of posts added")

    kind_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class KindChanged(Event):
    """The rules of a kind of posts are others now; who is appointed stays."""

    name: ClassVar[str] = "staffing.kind_changed"
    audit_label = _("Rules of a kind of posts changed")

    kind_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class WaiverGranted(Event):
    """Somebody was let off a rule of a kind of posts, until a day."""

    name: ClassVar[str] = "staffing.waiver_granted"
    audit_label = _("Exception from a rule granted")

    waiver_id: UUID
    kind_id: UUID
    unit_id: UUID
    user_id: UUID
    from_day: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class WaiverEnded(Event):
    """An exception, and what was appointed by it, ends earlier."""

    name: ClassVar[str] = "staffing.waiver_ended"
    audit_label = _("Exception from a rule ended")

    waiver_id: UUID
    last_day: date
