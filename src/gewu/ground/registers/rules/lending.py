"""How long fields may be lent, and whether a request is complete."""

from collections.abc import Collection
from datetime import date, timedelta

from django.utils.translation import gettext as _

LONGEST = timedelta(days=366)


def request_fault(
    wanted: Collection[str], purpose: str, until: date, today: date
) -> tuple[str, str]:
    """What is wrong with a request, and at which field of the form."""
    if not wanted:
        return _("Choose the fields that are needed."), "wanted"
    if not purpose.strip():
        return _("Say what they are needed for."), "purpose"
    if until < today:
        return _("This day is over already."), "until"
    if until > today + LONGEST:
        return _("A year at most; then it is asked for again."), "until"
    return "", ""
