"""Until when a request is answered, and what may be written into it. Pure."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _

LONGEST_WORDS = 1000
DAYS, MORE_DAYS, NEAR_DAYS = 15, 15, 3
FEWEST, MOST = 1, 60
LONGEST_WALK = 730  # a calendar without a working day in two years is wrong


def due_on(asked: date, days: int, is_workday: Callable[[date], bool]) -> date:
    """The day on which so many working days are over, the day of asking not counted."""
    day, left = asked, days
    for _step in range(LONGEST_WALK):
        if not left:
            break
        day += timedelta(days=1)
        left -= is_workday(day)
    return day


def workdays_left(today: date, due: date, is_workday: Callable[[date], bool]) -> int:
    """Working days after today up to the day it is due; negative for those that passed since."""
    if due < today:
        return -workdays_left(due, today, is_workday)
    span = range(1, (due - today).days + 1)
    return sum(is_workday(today + timedelta(days=step)) for step in span)


def level_of(today: date, due: date, left: int) -> str:
    """What the desk is reminded of: "late", "soon" or nothing yet."""
    if today > due:
        return "late"
    return "soon" if left <= NEAR_DAYS else ""


def words_fault(words: str, *, needed: bool = True) -> str:
    """What is wrong with words of a request or an answer; empty when nothing is."""
    if needed and not words.strip():
        return _("Please say it in a sentence.")
    if len(words) > LONGEST_WORDS:
        return _("At most %(count)s characters.") % {"count": LONGEST_WORDS}
    return ""


def days_fault(days: int) -> str:
    """What is wrong with a number of working days."""
    if FEWEST <= days <= MOST:
        return ""
    return _("Between %(fewest)s and %(most)s working days.") % {"fewest": FEWEST, "most": MOST}
