"""All writes to units, posts and appointments."""

from gewu.ground.staffing.actions.dissolving import dissolve_unit
from gewu.ground.staffing.actions.duty import (
    drop_wish,
    retire_shift_kind,
    save_shift_kind,
    set_duty,
    wish,
)
from gewu.ground.staffing.actions.feeds import (
    close_feed,
    renew_feed,
)
from gewu.ground.staffing.actions.handing_over import (
    confirm_handover,
    write_handover,
)
from gewu.ground.staffing.actions.kinds import add_kind, change_kind, end_waiver, grant_waiver
from gewu.ground.staffing.actions.leaves import (
    approve_leave,
    ask_leave,
    begin_stand_ins,
    decline_leave,
    end_leave,
    end_stand_in,
    set_stand_in,
)
from gewu.ground.staffing.actions.overlays import (
    add_overlay,
    add_seat,
    change_cover,
    close_overlay,
    cover_heirs,
)
from gewu.ground.staffing.actions.posts import (
    add_missing_units,
    add_post,
    add_unit,
    appoint,
    appoint_somebody_new,
    cancel_appointment,
    change_unit,
    end_appointment,
    open_county,
    set_phone,
)
from gewu.ground.staffing.actions.rostering import (
    drop_roster,
    give_shift,
    lay_proposal,
    open_roster,
    pin,
    publish,
    read_changes,
    take_off,
)
from gewu.ground.staffing.actions.succeeding import follow_succession
from gewu.ground.staffing.actions.swapping import (
    agree_swap,
    approve_swap,
    ask_swap,
    decline_swap,
    withdraw_swap,
)

__all__ = [
    "add_kind",
    "add_missing_units",
    "add_overlay",
    "add_post",
    "add_seat",
    "add_unit",
    "agree_swap",
    "appoint",
    "appoint_somebody_new",
    "approve_leave",
    "begin_stand_ins",
    "approve_swap",
    "ask_leave",
    "ask_swap",
    "cancel_appointment",
    "change_cover",
    "change_kind",
    "change_unit",
    "close_feed",
    "close_overlay",
    "confirm_handover",
    "cover_heirs",
    "decline_leave",
    "decline_swap",
    "dissolve_unit",
    "drop_roster",
    "drop_wish",
    "end_appointment",
    "end_leave",
    "end_stand_in",
    "end_waiver",
    "follow_succession",
    "give_shift",
    "grant_waiver",
    "lay_proposal",
    "open_county",
    "open_roster",
    "pin",
    "publish",
    "read_changes",
    "renew_feed",
    "retire_shift_kind",
    "save_shift_kind",
    "set_duty",
    "set_phone",
    "set_stand_in",
    "take_off",
    "wish",
    "withdraw_swap",
    "write_handover",
]
