"""Who may see and change units, posts and appointments."""

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.accounts.policies import allowed, is_apart, may_fill
from gewu.ground.staffing.models import Appointment, Handover, Post, StandIn, Swap, Unit
from gewu.kernel.acting import Actor

LATELY = timedelta(days=31)


def may_see(user: User, unit: Unit) -> bool:
    """Units under the viewer's own posts."""
    return user.may("staffing.see", unit.area.path)


def may_edit(by: Actor, path: str) -> bool:
    """Administrators change what lies under their posts."""
    return allowed(by, "staffing.edit", path)


def may_appoint(by: Actor, post: Post) -> bool:
    """Administrators fill the posts under their own; security administrators the separated ones."""
    return may_fill(by, post.role, post.unit.area.path, "staffing.edit")


def may_waive(by: Actor, path: str) -> bool:
    """Leaders and administrators let somebody off a rule of a kind of posts."""
    return allowed(by, "staffing.waive", path)


def may_decide_leave(by: Actor, user: User) -> bool:
    """Whoever leads a place where somebody holds a post today or later; never about oneself."""
    if by.actor_id == user.pk:
        return False
    if by.actor_kind == "system":
        return True
    lasting = Q(valid__upper_inf=True) | Q(valid__endswith__gt=timezone.localdate())
    held = Appointment.objects.filter(lasting, user=user).select_related("post__unit__area")
    return any(
        allowed(by, "staffing.leave", each.post.unit.area.path, each.post.unit_id) for each in held
    )


def may_set_stand_in(by: Actor, post: Post) -> bool:
    """Whoever decides about leave there, and administrators."""
    unit = post.unit
    decides = allowed(by, "staffing.leave", unit.area.path, unit.pk)
    return may_appoint(by, post) or (decides and not is_apart(post.role))


def may_hand_over(by: Actor, post: Post) -> bool:
    """Whoever works at a post or did lately, stands in there, or decides about it."""
    return may_set_stand_in(by, post) or (isinstance(by, User) and _is_at(by, post))


def may_confirm_handover(by: Actor, handover: Handover) -> bool:
    """Whoever takes it over; for somebody who does not sign in, whoever decides about the post."""
    if by.actor_id == handover.taker_id:
        return True
    return not handover.taker.has_usable_password() and may_set_stand_in(by, handover.post)


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


def may_roster(by: Actor, unit: Unit) -> bool:
    """Who makes the roster of a unit: its community staff, its head or leader, administrators."""
    return unit.dissolved_on is None and allowed(by, "staffing.roster", unit.area.path, unit.pk)


def may_see_duty(user: User, unit: Unit) -> bool:
    """Who sees the unit, and who works on or below its area and may need whoever is on duty."""
    if may_see(user, unit) or unit.pk in user.units_with("staffing.see"):
        return True
    paths = [grant.path for grant in user.grants if grant.path]
    return any(path.startswith(unit.area.path) for path in paths)


def may_answer_swap(by: Actor, swap: Swap) -> bool:
    """Whoever was asked."""
    return by.actor_id == swap.asked_id


def may_withdraw_swap(by: Actor, swap: Swap) -> bool:
    """Whoever asked."""
    return by.actor_id == swap.duty.user_id


def may_keep_file(by: Actor, user: User) -> bool:
    """Administrators and leaders over a place where the person holds a post; nobody their own."""
    if by.actor_id == user.pk:
        return False
    held = Appointment.objects.filter(user=user, valid__contains=timezone.localdate())
    places = held.values_list("post__unit__area__path", "post__unit_id")
    return any(allowed(by, "staffing.records", path, unit) for path, unit in places)


def may_see_file(by: Actor, user: User) -> bool:
    """The person, and whoever keeps the file; colleagues do not."""
    return by.actor_id == user.pk or may_keep_file(by, user)


def _is_at(user: User, post: Post) -> bool:
    since = timezone.localdate() - LATELY
    mine = {"user": user, "post": post, "valid__overlap": DateRange(since, None)}
    return Appointment.objects.filter(**mine).exists() or StandIn.objects.filter(**mine).exists()
