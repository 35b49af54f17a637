"""Reads of tickets, always in a viewer's scope; and the words of tickets that other areas use."""

from gewu.work.tickets import states
from gewu.work.tickets.rules.clocks import CLASS_NAMES, EMERGENCY, NEAR
from gewu.work.tickets.rules.declining import REASONS as DECLINING
from gewu.work.tickets.rules.following import urging_day
from gewu.work.tickets.rules.numbers import typed_number
from gewu.work.tickets.rules.wording import MOST_PHOTOS, checked_words

__all__ = [
    "CLASS_NAMES",
    "DECLINING",
    "EMERGENCY",
    "MOST_PHOTOS",
    "NEAR",
    "checked_words",
    "states",
    "typed_number",
    "urging_day",
]
