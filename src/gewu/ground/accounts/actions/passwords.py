"""Passwords set anew."""

from django.utils import timezone

from gewu.ground.accounts import events, policies
from gewu.ground.accounts.actions.asking import locked, need, refuse_weak
from gewu.ground.accounts.models import OldPassword, User
from gewu.kernel.acting import Actor, action
from gewu.kernel.journal import announce

KEPT = 5  # so many old passwords; queries.had_before asks for them


@action
def change_password(*, user: User, password: str, by: Actor) -> User:
    """Set a password; other sessions of the user end."""
    need(policies.may_change_password(by, user))
    held = locked(user.pk)
    refuse_weak(password, held)
    _keep_old(held)
    held.set_password(password)
    held.must_change_password = by.actor_id != user.pk
    held.password_set_at = timezone.now()
    held.save(update_fields=["password", "must_change_password", "password_set_at"])
    # The caller's own instance signs the session, so it has to carry the new digest.
    user.password = held.password
    user.must_change_password = held.must_change_password
    user.password_set_at = held.password_set_at
    announce(events.PasswordChanged(user_id=user.pk), by=by)
    return held


def _keep_old(user: User) -> None:
    """The digest of the password that goes, and of no more than the last few."""
    if user.has_usable_password():
        OldPassword.objects.create(user=user, digest=user.password)
    older = OldPassword.objects.filter(user=user).values_list("pk", flat=True)[KEPT:]
    OldPassword.objects.filter(pk__in=list(older)).delete()
