"""When somebody should look at a record again."""

from calendar import monthrange
from datetime import date


def next_due(seen: date, months: int) -> date | None:
    """The same day so many months later, the last day of a shorter month; None for never.

    Counted from the day on which somebody looked: from January 31 on it is February 28, and then
    March 28, because that is when it was looked at.
    """
    if not months:
        return None
    at = seen.year * 12 + seen.month - 1 + months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(seen.day, monthrange(year, month + 1)[1]))


def is_due(due: date | None, today: date) -> bool:
    """Whether it is time; the day itself counts."""
    return due is not None and due <= today
