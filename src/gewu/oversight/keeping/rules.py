"""Periods and their bounds. Pure."""

from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

LONGEST = 30 * 365
# What the files of the log are, by the word they were taken under; others keep that word.
FILES: dict[str, Promise] = {
    "areas": gettext_lazy("Areas"),
    "audit": gettext_lazy("Audit"),
    "bad-rows": gettext_lazy("Bad rows of one's own file"),
    "certificates": gettext_lazy("Certificates that expire"),
    "changes": gettext_lazy("Change log"),
    "names": gettext_lazy("Names that people use"),
    "pool": gettext_lazy("Talent pool"),
    "proofs": gettext_lazy("Proofs of what was let go"),
    "reasons": gettext_lazy("Bad rows of one's own file"),
    "relief": gettext_lazy("Where help is needed"),
    "setup": gettext_lazy("Workbook of the set-up"),
    "template": gettext_lazy("Template to fill in"),
    "terms": gettext_lazy("Terms that end"),
    "tickets": gettext_lazy("Tickets"),
}
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


def file_named(what: str) -> str:
    """What an exported file is, in words: setup-staff is of the kind setup."""
    kind, _dash, rest = what.partition("-")
    if what in FILES:
        return str(FILES[what])
    return f"{FILES[kind]}: {rest}" if kind in FILES else what


def span(days: int) -> str:
    """A period as people say it: whole years where it is some."""
    if days and days % 365 == 0:
        years = days // 365
        return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
    if not days:
        return _("not at all")
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
