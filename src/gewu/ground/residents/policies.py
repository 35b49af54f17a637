"""Who may read a contact. The area that holds its id decides about the place first."""

from gewu.ground.accounts.policies import allowed
from gewu.ground.territory.queries import county
from gewu.kernel.acting import Actor


def may_read_contact(by: Actor) -> bool:
    """Whoever has to call residents back somewhere; never auditors."""
    return allowed(by, "residents.read_contact") or allowed(by, "residents.call_back")


def may_erase_contact(by: Actor) -> bool:
    """The resident whose it is, administrators, and the desk that removes what it came with."""
    if by.actor_kind == "resident":
        return True
    return allowed(by, "accounts.manage") or allowed(by, "tickets.shred", county().path)
