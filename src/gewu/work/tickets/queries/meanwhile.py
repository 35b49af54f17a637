"""What happened to a ticket since somebody looked at it."""

from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.history import Entry, moves_of, with_people
from gewu.work.tickets.rules.meanwhile import disturbs

MOST_SHOWN = 3


def has_moved(ticket: Ticket, seen: int | None) -> bool:
    """Whether something happened since the version that was seen; each move raises it by one."""
    since = ticket.version - seen if seen is not None else 0
    if since <= 0:
        return False
    verbs = moves_of(ticket).reverse().values_list("verb", flat=True)[:since]
    return any(disturbs(verb) for verb in verbs)


def meanwhile(ticket: Ticket, seen: int | None) -> list[Entry]:
    """The last things that happened, and who did them, the newest first."""
    since = ticket.version - seen if seen is not None else 1
    moves = moves_of(ticket).reverse()[: max(since, 1)]
    return with_people([each for each in moves if disturbs(each.verb)][:MOST_SHOWN])
