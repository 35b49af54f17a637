"""What is worth offering: a button that would certainly be refused only costs attention."""

from datetime import datetime
from typing import Protocol

from gewu.work.tickets.rules.clocks import MOST_EXTENSIONS

# One question at a time.
ONE_AT_A_TIME = (
    *("request_return", "request_extension", "request_suspension", "request_cancel"),
    *("request_reopen", "escalate", "assign", "appeal"),
)


class Standing(Protocol):
    """What the rules read of a ticket."""

    @property
    def pending(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def extensions(self) -> int: ...
    @property
    def suspensions(self) -> int: ...
    @property
    def return_locked(self) -> bool: ...
    @property
    def is_late(self) -> bool: ...
    @property
    def is_emptied(self) -> bool: ...


def is_offered(verb: str, ticket: Standing, now: datetime) -> bool:
    """Whether the verb has a chance with this ticket now."""
    if ticket.pending and verb in ONE_AT_A_TIME:
        return False
    if verb == "shred":
        return not ticket.is_emptied
    chances = {
        "request_extension": now <= ticket.due_at and ticket.extensions < MOST_EXTENSIONS,
        "request_suspension": not ticket.suspensions,
        "request_return": not ticket.return_locked,
        "appeal": ticket.is_late,
    }
    return chances.get(verb, True)
