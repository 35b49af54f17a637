"""All writes of registers."""

from gewu.ground.registers.actions.arranging import (
    add_field,
    add_group,
    add_kind,
    change_field,
    change_group,
    change_kind,
    fill_kinds,
    find_anew,
    set_field_use,
)
from gewu.ground.registers.actions.keeping import (
    Given,
    add_record,
    change_record,
    confirm,
    follow_areas,
    restore,
    retire,
    undo,
)
from gewu.ground.registers.actions.reminding import remind_due

__all__ = [
    "Given",
    "add_field",
    "add_group",
    "add_kind",
    "add_record",
    "change_field",
    "change_group",
    "change_kind",
    "change_record",
    "confirm",
    "fill_kinds",
    "find_anew",
    "follow_areas",
    "remind_due",
    "restore",
    "retire",
    "set_field_use",
    "undo",
]
