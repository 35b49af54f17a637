"""Reads of users and keys."""

from collections.abc import Collection
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.db.models import Q, QuerySet
from django.utils import timezone

from gewu.ground.accounts import policies
from gewu.ground.accounts.hooks import held_outside, holders_of
from gewu.ground.accounts.hooks import unit_names as names_of_units
from gewu.ground.accounts.models import ApiKey, Identity, OldPassword, User
from gewu.ground.accounts.rules import SEPARATED, is_whole
from gewu.kernel.models import AuditRecord
from gewu.kernel.stamps import kept
from gewu.kernel.viewing import Reach, Scope
from gewu.kernel.wall import permissions

KEPT = 5  # so many passwords do not come back
KNOWN_DAYS = 30
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


def had_before(user: User, password: str) -> bool:
    """Whether it is the password in use, or one of the four before it."""
    if user._state.adding:
        return False
    digests = OldPassword.objects.filter(user=user).values_list("digest", flat=True)[: KEPT - 1]
    return any(check_password(password, digest) for digest in (user.password, *digests) if digest)


def is_known_from(username: str, source: str) -> bool:
    """Whether somebody signed in from this address lately, so that others cannot lock them out."""
    lately = timezone.now() - timedelta(days=KNOWN_DAYS)
    user = User.objects.filter(username__iexact=username).first()
    if user is None or not source:
        return False
    at = {"name": "accounts.signed_in", "source": source, "at__gt": lately}
    return AuditRecord.objects.filter(about_id=user.pk, **at).exists()


def founders() -> QuerySet[User]:
    """Whoever sets up and lets in at once, as the first sign-in of a county does."""
    return User.objects.filter(is_superuser=True, is_active=True).order_by("username")


def separated_without(user: User) -> list[str]:
    """Which of the three separated roles nobody else holds by a post today."""
    return [
        role for role in SEPARATED if not {pk for ask in holders_of for pk in ask(role)} - {user.pk}
    ]


def is_separated() -> bool:
    """Whether each of the three roles has somebody."""
    return all(any(True for ask in holders_of for _pk in ask(role)) for role in SEPARATED)


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


def identity_of(user: User) -> Identity | None:
    """The identity that somebody has linked."""
    return Identity.objects.filter(user=user).first()


def user_by_identity(issuer: str, subject: str) -> User | None:
    """Whose sign-in an identity opens; closed ones too, so that they can be told."""
    found = Identity.objects.select_related("user").filter(issuer=issuer, subject=subject).first()
    return found.user if found else None


def key_for(viewer: User, pk: UUID) -> ApiKey | None:
    """One key, for those who may revoke it."""
    key = ApiKey.objects.select_related("user").filter(pk=pk).first()
    return key if key and policies.may_revoke_key(viewer, key) else None


def names_of(ids: set[UUID]) -> dict[UUID, User]:
    """Users by id, for showing who acted."""
    return {user.pk: user for user in User.objects.filter(pk__in=ids)}


def scope_of(user: User) -> Scope:
    """What the database lets this viewer read.

    Like tickets.policies.may_see: whoever watches over a whole county sees too what is kept from
    a unit of theirs.
    """
    paths, units = user.paths_with(SEEN_BY), user.units_with(SEEN_BY)
    below_the_county = any(not is_whole(path) for path in paths)
    reaches = tuple(
        Reach(name, user.paths_with(name), user.units_with(name)) for name in permissions()
    )
    return Scope(paths, units, units if below_the_county else (), user.pk, reaches)


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
