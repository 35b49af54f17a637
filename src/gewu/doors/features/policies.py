"""Who sees tickets on a map, and who their points."""

from gewu.ground.accounts.models import User
from gewu.work.tickets.models import Ticket


def may_see_tickets(viewer: User | None) -> bool:
    """Somebody with a post that opens any tickets; to everyone else there is no such collection."""
    return viewer is not None and viewer.may("tickets.see")


def may_see_point(viewer: User, ticket: Ticket) -> bool:
    """The point of a confidential ticket may say who reported it, so only the desk gets it."""
    if not ticket.is_confidential:
        return True
    return viewer.may("residents.read_confidential", ticket.area_path)
