"""Who may see and change units, posts and appointments."""

from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.accounts.policies import allowed
from gewu.ground.staffing.models import Appointment, Post, Unit
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


def may_set_phone(by: Actor, post: Post) -> bool:
    """Whoever holds the post today, and administrators."""
    if may_edit(by, post.unit.area.path):
        return True
    if not isinstance(by, User):
        return False
    held = Appointment.objects.filter(post=post, user=by, valid__contains=timezone.localdate())
    return held.exists()
