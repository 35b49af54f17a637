"""Units, kinds of posts, posts and appointments, duty, files, leave, professional grids."""

from gewu.ground.staffing.models.duty import (
    CalendarFeed,
    Duty,
    DutyChange,
    DutySetting,
    DutyWish,
    Roster,
    Shift,
    ShiftKind,
    Swap,
)
from gewu.ground.staffing.models.kinds import PostKind, Waiver
from gewu.ground.staffing.models.leaves import Handover, Leave, StandIn
from gewu.ground.staffing.models.overlays import Cover, Overlay, OverlayPost
from gewu.ground.staffing.models.posts import Appointment, Post
from gewu.ground.staffing.models.records import (
    CareerStep,
    Certificate,
    CertificateKind,
    Correction,
    Grade,
    GradeTrack,
    PoolConsent,
)
from gewu.ground.staffing.models.units import Unit

__all__ = [
    "CareerStep",
    "Certificate",
    "CertificateKind",
    "Correction",
    "Grade",
    "GradeTrack",
    "PoolConsent",
    "Appointment",
    "CalendarFeed",
    "Cover",
    "Duty",
    "DutyChange",
    "DutySetting",
    "DutyWish",
    "Handover",
    "Leave",
    "Overlay",
    "OverlayPost",
    "Post",
    "PostKind",
    "Roster",
    "Shift",
    "ShiftKind",
    "StandIn",
    "Swap",
    "Unit",
    "Waiver",
]
