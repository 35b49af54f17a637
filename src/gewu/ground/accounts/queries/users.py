"""Reads of users and keys."""

from collections.abc import Collection
from datetime import date
from hashlib import sha256
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils import timezone

from gewu.ground.accounts import policies
from gewu.ground.accounts.hooks import held_outside
from gewu.ground.accounts.hooks import unit_names as names_of_units
from gewu.ground.accounts.models import ApiKey, User
from gewu.ground.accounts.rules import is_whole
from gewu.kernel.stamps import kept
from gewu.kernel.viewing import Scope

SEEN_BY = "tickets.see"  # the permission that opens what residents confided


def users_for(viewer: User, words: str = "") -> QuerySet[User]:
    """The sign-ins a viewer looks after (`policies.may_manage`), narrowed by a part of any name."""
    if not policies.may_manage_accounts(viewer):
        return User.objects.none()
    found = User.objects.order_by("-is_active", "username")
    if not viewer.is_superuser:
        found = found.filter(is_superuser=False)
        for ask in held_outside:
            found = found.exclude(pk__in=ask(viewer.paths_with("accounts.manage")))
    if words:
        found = found.filter(
            Q(username__icontains=words) | Q(name_zh__icontains=words) | Q(name_en__icontains=words)
        )
    return found


def user_for(viewer: User, pk: UUID) -> User | None:
    """One of them."""
    return users_for(viewer).filter(pk=pk).first()


def keys_of(viewer: User, user: User) -> QuerySet[ApiKey]:
    """A user's keys, for those who may see them."""
    if not policies.may_change_password(viewer, user):
        return ApiKey.objects.none()
    return ApiKey.objects.filter(user=user).order_by("-id")


def factors_of(user: User) -> list[str]:
    """The kinds of second proofs that somebody has set up, spare codes left out."""
    wanted = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found = Authenticator.objects.filter(user=user, type__in=wanted).order_by("type")
    return list(found.values_list("type", flat=True))


def key_for(viewer: User, pk: UUID) -> ApiKey | None:
    """One key, for those who may revoke it."""
    key = ApiKey.objects.select_related("user").filter(pk=pk).first()
    return key if key and policies.may_revoke_key(viewer, key) else None


def names_of(ids: set[UUID]) -> dict[UUID, User]:
    """Users by id, for showing who acted."""
    return {user.pk: user for user in User.objects.filter(pk__in=ids)}


def scope_of(user: User) -> Scope | None:
    """What the database lets this viewer read; None for whoever sees everything there is.

    Like tickets.policies.may_see: whoever watches over a whole county sees too what is kept from
    a unit of theirs.
    """
    paths, units = user.paths_with(SEEN_BY), user.units_with(SEEN_BY)
    if "" in paths:
        return None
    below_the_county = any(not is_whole(path) for path in paths)
    return Scope(paths, units, units if below_the_county else ())


def unit_names(ids: Collection[UUID] | None = None) -> dict[UUID, str]:
    """What these units are called, or all departments; areas above know them."""
    return {pk: name for ask in names_of_units for pk, name in ask(ids).items()}


def live_key(secret: str) -> ApiKey | None:
    """The working key of this secret, with the user it stands for and what that user may today."""
    return _live_key(digest_of(secret), timezone.localdate())


@kept
def _live_key(digest: bytes, _today: date) -> ApiKey | None:
    """Kept for a day at most, because appointments begin and end at midnight."""
    key = (
        ApiKey.objects.select_related("user")
        .filter(digest=digest, revoked_at=None, user__is_active=True)
        .first()
    )
    if key:
        key.user.actor_kind = "key"
    return key


def digest_of(secret: str) -> bytes:
    """What is stored of a secret; it is long and random, so a plain digest is enough."""
    return sha256(secret.encode()).digest()
