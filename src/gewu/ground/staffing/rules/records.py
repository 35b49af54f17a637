"""Years of service, what expires soon, and which level a grade may have. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

SOON = timedelta(days=60)


def days_served(spans: Iterable[tuple[date, date | None]], today: date) -> int:
    """Days in any post until today, those in two posts at once counted once."""
    served, reached = 0, date.min
    for first, end in sorted(spans, key=lambda span: span[0]):
        start, stop = max(first, reached), min(end or today, today)
        if stop > start:
            served += (stop - start).days
            reached = stop
    return served


def years_of(days: int) -> int:
    """Whole years."""
    return int(days / 365.25)


def certificate_fault(issued_on: date, expires_on: date | None, today: date) -> str:
    """What is wrong with the days of a certificate; empty when nothing is."""
    if issued_on > today:
        return _("It cannot be issued in the future.")
    if expires_on is not None and expires_on < issued_on:
        return _("It would expire before it was issued.")
    return ""


def level_fault(level: int, lowest: int, highest: int) -> str:
    """Why a post of the table has no such level; empty when it has."""
    if lowest <= level <= highest:
        return ""
    what = {"lowest": lowest, "highest": highest}
    return _("Here the levels go from %(lowest)s to %(highest)s.") % what
