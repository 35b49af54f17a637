"""Shapes of input of staffing."""

from gewu.ground.staffing.forms.answering import (
    WhereForm,
)
from gewu.ground.staffing.forms.duty import (
    DutySettingForm,
    GiveForm,
    MonthForm,
    RosterForm,
    ShiftKindForm,
    SwapForm,
    WishForm,
)
from gewu.ground.staffing.forms.kinds import KindForm, NewKindForm, WaiverForm
from gewu.ground.staffing.forms.leaves import (
    ApproveForm,
    DeclineForm,
    HandoverForm,
    LeaveForm,
    StandInForm,
)
from gewu.ground.staffing.forms.overlays import (
    CloseForm,
    CoverForm,
    OverlayFilterForm,
    OverlayForm,
)
from gewu.ground.staffing.forms.posts import (
    AppointForm,
    DayInput,
    DissolveForm,
    EndForm,
    FilterForm,
    PhoneForm,
    PostForm,
    SuccessorField,
    UnitForm,
)

__all__ = [
    "AppointForm",
    "ApproveForm",
    "CloseForm",
    "CoverForm",
    "DayInput",
    "DeclineForm",
    "DissolveForm",
    "DutySettingForm",
    "EndForm",
    "FilterForm",
    "GiveForm",
    "HandoverForm",
    "KindForm",
    "LeaveForm",
    "MonthForm",
    "NewKindForm",
    "OverlayFilterForm",
    "OverlayForm",
    "PhoneForm",
    "PostForm",
    "RosterForm",
    "ShiftKindForm",
    "StandInForm",
    "SuccessorField",
    "SwapForm",
    "UnitForm",
    "WaiverForm",
    "WhereForm",
    "WishForm",
]
