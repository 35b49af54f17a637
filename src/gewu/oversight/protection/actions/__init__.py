"""All writes of data protection: what residents ask, what the desk answers, what is deleted."""

from gewu.oversight.protection.actions.asking import (
    IN_WORDS,
    ask,
    ask_deletion,
    correct_name,
    take_copy,
    withdraw,
)
from gewu.oversight.protection.actions.deciding import (
    answer,
    change_terms,
    extend,
    note_export,
    note_reading,
    refuse_request,
    remind_due,
)
from gewu.oversight.protection.actions.erasing import erase_held, fulfil_restricted

__all__ = [
    "IN_WORDS",
    "answer",
    "ask",
    "ask_deletion",
    "change_terms",
    "correct_name",
    "erase_held",
    "extend",
    "fulfil_restricted",
    "note_export",
    "note_reading",
    "refuse_request",
    "remind_due",
    "take_copy",
    "withdraw",
]
