"""Who may see and change units, posts and appointments."""

from gewu.ground.accounts.models import User
from gewu.ground.accounts.policies import allowed
from gewu.ground.staffing.models import Unit
from gewu.kernel.acting import Actor


def may_see(user: User, unit: Unit) -> bool:
    """Units under the viewer's own posts."""
    return user.may("staffing.see", unit.area.path)


def may_edit(by: Actor, path: str) -> bool:
    """Administrators change what lies under their posts."""
    return allowed(by, "staffing.edit", path)


def may_edit_anything(by: Actor) -> bool:
    """Whether there is any place where this actor may."""
    return allowed(by, "staffing.edit")
