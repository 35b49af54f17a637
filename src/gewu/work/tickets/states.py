"""The life of a ticket as a table: which verb leads from where to where, and what it asks for."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gewu.kernel.states import Move, StateTable, Text

SUBMITTED = "submitted"
FILED = "filed"
DISPATCHED = "dispatched"
IN_PROGRESS = "in_progress"
CHECKING = "checking"
CHECKED = "checked"
CLOSED = "closed"

OPEN = (SUBMITTED, FILED, DISPATCHED, IN_PROGRESS, CHECKING, CHECKED)


def someone_else(*, by_the_handler: bool, **_facts: object) -> Text | None:
    """Whoever handled a ticket does not check it."""
    if by_the_handler:
        return _("You handled this ticket, so someone else has to check it.")
    return None


def checked_by_someone_else(
    *, by_the_handler: bool, closing_met: bool, **_facts: object
) -> Text | None:
    """Closing asks for a second person and for the closing condition (GB/T 30428.8)."""
    if not closing_met:
        return _("Tick the closing condition, or send the ticket back for rework.")
    return someone_else(by_the_handler=by_the_handler)


def within_reopening(*, now: datetime, reopen_until: datetime, **_facts: object) -> Text | None:
    """A resident may ask again for some days; afterwards a new request is clearer for everyone."""
    if now > reopen_until:
        return _(
            "The time for reopening has passed. Please make a new report and mention this one."
        )
    return None


TICKET = StateTable(
    start=SUBMITTED,
    labels={
        SUBMITTED: _("Waiting to be filed"),
        FILED: _("Waiting for dispatch"),
        DISPATCHED: _("Waiting for signature"),
        IN_PROGRESS: _("Being handled"),
        CHECKING: _("Waiting for a check"),
        CHECKED: _("Waiting for the resident"),
        CLOSED: _("Closed"),
    },
    moves=(
        Move("place", (SUBMITTED, FILED), None),
        Move("file", (SUBMITTED,), FILED),
        Move("dispatch", (FILED, DISPATCHED), DISPATCHED),
        Move("sign", (DISPATCHED,), IN_PROGRESS),
        Move("handle", (IN_PROGRESS,), CHECKING),
        Move("check", (CHECKING,), CHECKED, guard=checked_by_someone_else),
        Move("rework", (CHECKING,), IN_PROGRESS, guard=someone_else),
        Move("close", (CHECKING, CHECKED), CLOSED, guard=checked_by_someone_else),
        Move("confirm", (CHECKED,), CLOSED),
        Move("rate", (CLOSED,), None),
        Move("reopen", (CHECKED, CLOSED), DISPATCHED, guard=within_reopening),
    ),
)

VERBS = {
    "submit": _("Report received"),
    "place": _("Place set"),
    "file": _("Filed"),
    "dispatch": _("Dispatched"),
    "sign": _("Signed for"),
    "handle": _("Handled"),
    "check": _("Checked"),
    "rework": _("Sent back for rework"),
    "close": _("Closed"),
    "confirm": _("Confirmed by the resident"),
    "rate": _("Rated"),
    "reopen": _("Reopened"),
}
