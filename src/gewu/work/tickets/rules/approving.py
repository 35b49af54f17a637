"""Which applications need a first yes before the last one, and how long work may wait."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal
from gewu.work.tickets import states

NEEDS_SUPPORT = ("extension", "suspension", "appeal")
LONGEST_SUSPENSION = timedelta(days=366)
# An application outlives a step only where a yes could still be carried out.
MAKES_SENSE_IN: dict[str, tuple[str, ...]] = {
    "return": (states.RETURNING,),
    "extension": (states.IN_PROGRESS,),
    "suspension": (states.IN_PROGRESS,),
    "cancel": states.OPEN,
    "reopen": (states.CHECKED, states.CLOSED),
    "doubt": (states.CHECKED, states.CLOSED),
    # About what is closed; opened again, the unit may appeal anew once it is closed again.
    "appeal": (states.CLOSED,),
}


def is_moot(kind: str, state: str) -> bool:
    """Whether nothing is left to decide about an application once a ticket is in a state."""
    return state not in MAKES_SENSE_IN[kind]


def checked_until(until: datetime, now: datetime) -> datetime:
    """The date on which a suspended ticket is taken up again: later than now, within a year."""
    if not now < until <= now + LONGEST_SUSPENSION:
        raise Refusal(
            _("The date must lie in the future and within a year."),
            code="until",
            field="until",
        )
    return until
