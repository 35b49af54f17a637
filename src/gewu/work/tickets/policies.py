"""Who may do what to a ticket. Residents act through their secret link, not through these."""

from gewu.ground.accounts.models import User
from gewu.work.tickets import states
from gewu.work.tickets.models import Ticket


def may_see(user: User, ticket: Ticket) -> bool:
    """Within the areas or the units that the viewer's posts open."""
    return _in_area_or_unit(user, "tickets.see", ticket)


def may_read_contact(user: User, ticket: Ticket) -> bool:
    """Who has to call the resident back may read the contact, and is logged."""
    return ticket.contact_id is not None and _in_area_or_unit(
        user, "residents.read_contact", ticket
    )


def may_intake(user: User) -> bool:
    """Take down a report for a caller, or one's own finding."""
    return user.may("tickets.intake")


def may_place(user: User, ticket: Ticket) -> bool:
    """Set or correct the place."""
    return user.may("tickets.place", ticket.area_path)


def may_file(user: User, ticket: Ticket) -> bool:
    """Choose item and condition."""
    return user.may("tickets.file", ticket.area_path)


def may_dispatch(user: User, ticket: Ticket) -> bool:
    """Give the ticket to a unit."""
    return user.may("tickets.dispatch", ticket.area_path)


def may_sign(user: User, ticket: Ticket) -> bool:
    """Take the ticket on for one's own unit."""
    return ticket.unit_id in user.units_with("tickets.sign")


def may_handle(user: User, ticket: Ticket) -> bool:
    """Say for one's own unit that it is done."""
    return ticket.unit_id in user.units_with("tickets.handle")


def may_check(user: User, ticket: Ticket) -> bool:
    """Look whether it is done, never at one's own work."""
    return ticket.handled_by != user.pk and user.may("tickets.check", ticket.area_path)


def may_rework(user: User, ticket: Ticket) -> bool:
    """Send it back, never one's own work."""
    return ticket.handled_by != user.pk and user.may("tickets.rework", ticket.area_path)


def may_close(user: User, ticket: Ticket) -> bool:
    """Close without waiting longer, never one's own work."""
    return ticket.handled_by != user.pk and user.may("tickets.close", ticket.area_path)


def may_reopen(user: User, ticket: Ticket) -> bool:
    """Reopen for a resident who calls."""
    return user.may("tickets.intake", ticket.area_path)


ALLOWED = {
    "place": may_place,
    "file": may_file,
    "dispatch": may_dispatch,
    "sign": may_sign,
    "handle": may_handle,
    "check": may_check,
    "rework": may_rework,
    "close": may_close,
    "reopen": may_reopen,
}


def verbs_for(user: User, ticket: Ticket) -> list[str]:
    """The moves that this person may make now, in the order of the state table."""
    return [
        verb
        for verb in states.TICKET.verbs_from(ticket.state)
        if verb in ALLOWED and ALLOWED[verb](user, ticket)
    ]


def _in_area_or_unit(user: User, permission: str, ticket: Ticket) -> bool:
    return user.may(permission, ticket.area_path) or ticket.unit_id in user.units_with(permission)
