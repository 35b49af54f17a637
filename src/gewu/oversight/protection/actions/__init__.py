"""All writes of data protection: what residents ask, what the desk answers, what is deleted."""

from gewu.oversight.protection.actions.asking import (
    IN_WORDS,
    ask,
    ask_deletion,
    correct_name,
    take_copy,
    withdraw,
)
from gewu.oversight.protection.actions.consents import correct_person, give, take_back
from gewu.oversight.protection.actions.deciding import (
    answer,
    change_terms,
    extend,
    note_export,
    note_reading,
    refuse_request,
    remind_due,
)
from gewu.oversight.protection.actions.erasing import (
    Left,
    carry_out,
    erase_held,
    forget_answered,
    fulfil_restricted,
)
from gewu.oversight.protection.actions.number import change_number
from gewu.oversight.protection.actions.reading import read_own

__all__ = [
    "IN_WORDS",
    "Left",
    "answer",
    "ask",
    "ask_deletion",
    "carry_out",
    "change_number",
    "change_terms",
    "correct_name",
    "correct_person",
    "erase_held",
    "extend",
    "forget_answered",
    "fulfil_restricted",
    "give",
    "note_export",
    "note_reading",
    "read_own",
    "refuse_request",
    "remind_due",
    "take_back",
    "take_copy",
    "withdraw",
]
