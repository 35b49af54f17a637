"""Who may read a contact. The area that holds its id decides about the place first."""

from gewu.ground.accounts.policies import allowed
from gewu.kernel.acting import Actor


def may_read_contact(by: Actor) -> bool:
    """Whoever has to call residents back somewhere; never auditors."""
    return allowed(by, "residents.read_contact")
