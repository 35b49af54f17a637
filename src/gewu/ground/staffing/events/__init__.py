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
    "Appointed",
    "AppointmentCancelled",
    "AppointmentEnded",
    "CoverChanged",
    "DutyArranged",
    "DutyChanged",
    "DutyWished",
    "FeedRenewed",
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
    "RosterOpened",
    "RosterProposed",
    "RosterPublished",
    "StandInBegins",
    "StandInEnded",
    "StandInSet",
    "SwapMoved",
    "UnitAdded",
    "UnitChanged",
    "UnitDissolved",
    "WaiverEnded",
    "WaiverGranted",
]
