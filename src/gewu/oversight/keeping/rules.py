"""Periods and their bounds. Pure."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LONGEST = 30 * 365
LONGEST_SOURCE = 200


def border(now: datetime, days: int) -> datetime:
    """What is older than this goes."""
    return now - timedelta(days=days)


def days_fault(days: int, least: int) -> str:
    """What is wrong with a period; empty when nothing is."""
    if days < least:
        return _("The law or our own work needs it for at least %(days)s.") % {"days": span(least)}
    if days > LONGEST:
        return _("Nothing is kept for more than %(days)s.") % {"days": span(LONGEST)}
    return ""


def source_fault(source: str) -> str:
    """What is wrong with the rule that a period follows."""
    if not source.strip():
        return _("Say which rule or decision this period follows.")
    if len(source) > LONGEST_SOURCE:
        return _("Say it in at most %(count)s characters.") % {"count": LONGEST_SOURCE}
    return ""


def span(days: int) -> str:
    """A period as people say it: whole years where it is some."""
    if days and days % 365 == 0:
        years = days // 365
        return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
    if not days:
        return _("not at all")
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
