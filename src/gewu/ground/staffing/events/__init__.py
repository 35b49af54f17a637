"""What staffing announces: ids and codes, never names."""

from gewu.ground.staffing.events.duty import (
    DutyArranged,
    DutyChanged,
    DutyWished,
    FeedRenewed,
    RosterOpened,
    RosterProposed,
    RosterPublished,
    SwapMoved,
)
from gewu.ground.staffing.events.kinds import KindAdded, KindChanged, WaiverEnded, WaiverGranted
from gewu.ground.staffing.events.leaves import (
    HandoverConfirmed,
    HandoverWritten,
    LeaveAsked,
    LeaveDecided,
    LeaveEnded,
    StandInBegins,
    StandInEnded,
    StandInSet,
)
from gewu.ground.staffing.events.overlays import (
    CoverChanged,
    OverlayAdded,
    OverlayClosed,
)
from gewu.ground.staffing.events.posts import (
    Appointed,
    AppointmentCancelled,
    AppointmentEnded,
    PhoneSet,
    PostAdded,
    UnitAdded,
    UnitChanged,
    UnitDissolved,
)

__all__ = [
    "DutyArranged",
    "DutyChanged",
    "DutyWished",
    "FeedRenewed",
    "RosterOpened",
    "RosterProposed",
    "RosterPublished",
    "SwapMoved",
    "Appointed",
    "AppointmentCancelled",
    "AppointmentEnded",
    "CoverChanged",
    "HandoverConfirmed",
    "HandoverWritten",
    "KindAdded",
    "KindChanged",
    "LeaveAsked",
    "LeaveDecided",
    "LeaveEnded",
    "OverlayAdded",
    "OverlayClosed",
    "PhoneSet",
    "PostAdded",
    "StandInBegins",
    "StandInEnded",
    "StandInSet",
    "UnitAdded",
    "UnitChanged",
    "UnitDissolved",
    "WaiverEnded",
    "WaiverGranted",
]
