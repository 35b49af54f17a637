"""Days of leave."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

LONGEST = timedelta(days=366)
# Somebody who fell ill is entered afterwards.
BACK = timedelta(days=14)


def leave_fault(from_day: date, until: date, today: date) -> str:
    """What is wrong with the first and the last day; empty when nothing is."""
    if until < from_day:
        return _("The last day lies before the first.")
    if until < today:
        return _("The last day is over already.")
    if from_day < today - BACK:
        return _("It begins too long ago.")
    if until - from_day > LONGEST:
        return _("It lasts a year at most.")
    return ""
