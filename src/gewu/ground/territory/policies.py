"""Who may see and change the tree. A grid's public page is everyone's."""

from gewu.ground.accounts.models import User
from gewu.ground.accounts.policies import allowed
from gewu.ground.territory.models import Area
from gewu.kernel.acting import Actor


def may_see(user: User, area: Area) -> bool:
    """Areas under the viewer's own posts."""
    return user.may("territory.see", area.path)


def may_edit(by: Actor, path: str) -> bool:
    """Administrators change what lies under their posts; nothing above is named by an empty path."""
    return allowed(by, "territory.edit", path)
