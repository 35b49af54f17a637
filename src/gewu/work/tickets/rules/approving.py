"""Which applications need a first yes before the last one, and how long work may wait."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal

NEEDS_SUPPORT = ("extension", "suspension", "appeal")
LONGEST_SUSPENSION = timedelta(days=366)


def checked_until(until: datetime, now: datetime) -> datetime:
    """The date on which a suspended ticket is taken up again: later than now, within a year."""
    if not now < until <= now + LONGEST_SUSPENSION:
        raise Refusal(
            _("The date must lie in the future and within a year."),
            code="until",
            field="until",
        )
    return until
