"""Sign-ins: made, renamed, closed, opened again."""

from django.utils.translation import gettext as _

from gewu.ground.accounts import events, policies, queries
from gewu.ground.accounts.actions.asking import (
    locked,
    need,
    refuse_invalid,
    refuse_taken,
    refuse_weak,
)
from gewu.ground.accounts.models import ROLES, User
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce


@action
def add_user(
    *,
    username: str,
    password: str,
    name_zh: str,
    name_en: str = "",
    is_superuser: bool = False,
    by: Actor,
) -> User:
    """Give somebody a sign-in."""
    need(policies.may_manage_accounts(by))
    need(not is_superuser or policies.may_make_superuser(by))
    refuse_taken(username)
    user = User(
        username=username.strip(), name_zh=name_zh, name_en=name_en, is_superuser=is_superuser
    )
    refuse_invalid(user)
    refuse_weak(password, user)
    user.set_password(password)
    user.must_change_password = isinstance(by, User)  # they know it, so it is a first one
    user.save(force_insert=True)
    announce(events.UserAdded(user_id=user.pk), by=by)
    return user


@action
def add_person(*, name_zh: str, name_en: str = "", by: Actor) -> User:
    """Somebody who is named on pages and does not sign in; a password later opens a sign-in."""
    need(policies.may_manage_accounts(by))
    user = User(name_zh=name_zh.strip(), name_en=name_en.strip())
    user.username = f"person.{user.pk.hex[-12:]}"
    user.set_unusable_password()
    refuse_invalid(user)
    user.save(force_insert=True)
    announce(events.UserAdded(user_id=user.pk), by=by)
    return user


@action
def give_up_everything(*, user: User, by: Actor) -> User:
    """The first sign-in leaves setting up and letting in to the two who were appointed for it."""
    user = locked(user.pk)
    if not user.is_superuser and by.actor_id == user.pk:
        return user
    need(policies.may_give_up_everything(by, user))
    if missing := queries.separated_without(user):
        names = _(", ").join(str(ROLES[name].label) for name in missing)
        text = _("Nobody else holds this yet: %(roles)s. Appoint them first.")
        raise Refusal(text % {"roles": names}, code="not_separated")
    user.is_superuser = False
    user.save(update_fields=["is_superuser"])
    announce(events.EverythingGivenUp(user_id=user.pk), by=by)
    return user


@action
def rename_user(*, user: User, name_zh: str, name_en: str, by: Actor) -> User:
    """Correct the name that is shown."""
    need(policies.may_manage(by, user))
    user = locked(user.pk)
    if (user.name_zh, user.name_en) == (name_zh, name_en):
        return user
    user.name_zh, user.name_en = name_zh, name_en
    refuse_invalid(user)
    user.save(update_fields=["name_zh", "name_en"])
    announce(events.UserRenamed(user_id=user.pk), by=by)
    return user


@action
def deactivate_user(*, user: User, by: Actor) -> User:
    """Close a sign-in; its sessions end with the next request, its keys at once."""
    need(policies.may_deactivate(by, user))
    return _set_active(user, False, by)


@action
def reactivate_user(*, user: User, by: Actor) -> User:
    """Open a closed sign-in again."""
    need(policies.may_manage(by, user))
    return _set_active(user, True, by)


def _set_active(user: User, active: bool, by: Actor) -> User:
    user = locked(user.pk)
    if user.is_active == active:
        return user
    user.is_active = active
    user.save(update_fields=["is_active"])
    event = events.UserReactivated if active else events.UserDeactivated
    announce(event(user_id=user.pk), by=by)
    return user
