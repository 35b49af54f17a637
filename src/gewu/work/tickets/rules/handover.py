"""Which open tickets the next shift has to know of: pure."""

from datetime import datetime, timedelta
from typing import Protocol

from gewu.work.tickets import states

SHIFT = timedelta(hours=8)
LOOK_BACK = timedelta(hours=12)
ENDS_SOON = timedelta(days=3)

OVERDUE = "overdue"
SOON = "soon"
SUPERVISED = "supervised"
RETURNED = "returned"
RESUMES = "resumes"
GROUPS = (OVERDUE, SOON, SUPERVISED, RETURNED, RESUMES)


class Urgent(Protocol):
    """What the rule reads of a ticket."""

    @property
    def state(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def resume_on(self) -> datetime | None: ...
    @property
    def supervision(self) -> str: ...


def group_of(ticket: Urgent, now: datetime) -> str:
    """Why a ticket is urgent, by the first reason that fits; nothing where it is not."""
    if ticket.state == states.SUSPENDED:
        ends = ticket.resume_on
        return RESUMES if ends is not None and ends <= now + ENDS_SOON else ""
    if ticket.state == states.RETURNING:
        return RETURNED
    if ticket.state != states.NEEDS_INFO:
        if ticket.due_at < now:
            return OVERDUE
        if ticket.due_at <= now + SHIFT:
            return SOON
    return SUPERVISED if ticket.supervision else ""
