"""Who may set a county up."""

from gewu.ground.accounts.models import User
from gewu.ground.accounts.policies import allowed
from gewu.ground.territory.queries import county, has_county
from gewu.kernel.acting import Actor

NEEDED = ("territory.edit", "staffing.edit", "tickets.catalogue")


def may_set_up(by: Actor) -> bool:
    """Whoever administers the whole county, or everything while there is no county."""
    path = county().path if has_county() else ""
    return all(allowed(by, permission, path) for permission in NEEDED)


def may_see_set_up(user: User) -> bool:
    """Administrators of towns see what their part lacks."""
    return user.may("setup.see")
