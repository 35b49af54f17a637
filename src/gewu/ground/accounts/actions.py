"""Everything that changes sign-ins and keys."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from secrets import choice, token_urlsafe
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts import events, policies, queries
from gewu.ground.accounts.models import ROLES, ApiKey, OldPassword, User
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.crypto import BrokenSeal, key_id_of, open_sealed, seal
from gewu.kernel.journal import announce, announce_all
from gewu.kernel.sealing import newest

BATCH = 1000
KEPT = 5  # so many old passwords; queries.had_before asks for them
# Without the signs that are taken for one another on paper; 12 of them are 59 bits.
PAPER_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
# So long a random word cannot be guessed, so its digest need not be slow: a county's two thousand
# are made in seconds. The first sign-in stores it the usual way.
FIRST_ROUNDS = 2_000
# What secrets of second proofs are sealed for.
BOND = "mfa_authenticator.data"


@dataclass(frozen=True)
class IssuedKey:
    """A new key and its secret, which is shown once and never again."""

    key: ApiKey
    secret: str


@dataclass(frozen=True)
class NewUser:
    """Somebody who gets a sign-in together with others."""

    username: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class FirstPassword:
    """A new sign-in and the password that is handed out once and changed at once."""

    user: User
    password: str


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
    _need(policies.may_manage_accounts(by))
    _need(not is_superuser or policies.may_make_superuser(by))
    _refuse_taken(username)
    user = User(
        username=username.strip(), name_zh=name_zh, name_en=name_en, is_superuser=is_superuser
    )
    _refuse_invalid(user)
    _refuse_weak(password, user)
    user.set_password(password)
    user.must_change_password = isinstance(by, User)  # they know it, so it is a first one
    user.save(force_insert=True)
    announce(events.UserAdded(user_id=user.pk), by=by)
    return user


@action
def add_person(*, name_zh: str, name_en: str = "", by: Actor) -> User:
    """Somebody who is named on pages and does not sign in; a password later opens a sign-in."""
    _need(policies.may_manage_accounts(by))
    user = User(name_zh=name_zh.strip(), name_en=name_en.strip())
    user.username = f"person.{user.pk.hex[-12:]}"
    user.set_unusable_password()
    _refuse_invalid(user)
    user.save(force_insert=True)
    announce(events.UserAdded(user_id=user.pk), by=by)
    return user


@action
def add_users(*, people: Sequence[NewUser], password: str, by: Actor) -> list[User]:
    """Many sign-ins that share a first password, as in a training or the demo."""
    _need(policies.may_manage_accounts(by))
    # One digest for all: the password is the same, and making two thousand takes an hour.
    digest = make_password(password)
    users = [
        User(
            username=each.username,
            name_zh=each.name_zh,
            name_en=each.name_en,
            password=digest,
            must_change_password=isinstance(by, User),
        )
        for each in people
    ]
    taken = User.objects.filter(username__in=[user.username for user in users])
    for user in [*taken.order_by("username")[:1]]:
        _refuse_taken(user.username)
    for user in users:
        _refuse_invalid(user)
        _refuse_weak(password, user)
    User.objects.bulk_create(users, batch_size=BATCH)
    announce_all((events.UserAdded(user_id=user.pk) for user in users), by=by)
    return users


@action
def admit_users(
    *, people: Sequence[NewUser], everything: bool = False, by: Actor
) -> list[FirstPassword]:
    """Many sign-ins, each with a first password that they replace before anything else.

    With `everything` they administer the whole house, as its first one does.
    """
    _need(policies.may_manage_accounts(by))
    _need(not everything or policies.may_make_superuser(by))
    admitted = []
    for each in people:
        _refuse_taken(each.username)
        password = "-".join("".join(choice(PAPER_SIGNS) for _i in range(4)) for _j in range(3))
        user = User(
            username=each.username.strip(),
            name_zh=each.name_zh,
            name_en=each.name_en,
            password=_first_digest(password),
            must_change_password=True,
            is_superuser=everything,
        )
        _refuse_invalid(user)
        admitted.append(FirstPassword(user, password))
    User.objects.bulk_create([each.user for each in admitted], batch_size=BATCH)
    announce_all((events.UserAdded(user_id=each.user.pk) for each in admitted), by=by)
    return admitted


@action
def give_up_everything(*, user: User, by: Actor) -> User:
    """The first sign-in leaves setting up and letting in to the two who were appointed for it."""
    user = _locked(user.pk)
    if not user.is_superuser and by.actor_id == user.pk:
        return user
    _need(policies.may_give_up_everything(by, user))
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
    _need(policies.may_manage(by, user))
    user = _locked(user.pk)
    if (user.name_zh, user.name_en) == (name_zh, name_en):
        return user
    user.name_zh, user.name_en = name_zh, name_en
    _refuse_invalid(user)
    user.save(update_fields=["name_zh", "name_en"])
    announce(events.UserRenamed(user_id=user.pk), by=by)
    return user


@action
def deactivate_user(*, user: User, by: Actor) -> User:
    """Close a sign-in; its sessions end with the next request, its keys at once."""
    _need(policies.may_deactivate(by, user))
    return _set_active(user, False, by)


@action
def reactivate_user(*, user: User, by: Actor) -> User:
    """Open a closed sign-in again."""
    _need(policies.may_manage(by, user))
    return _set_active(user, True, by)


@action
def change_password(*, user: User, password: str, by: Actor) -> User:
    """Set a password; other sessions of the user end."""
    _need(policies.may_change_password(by, user))
    locked = _locked(user.pk)
    _refuse_weak(password, locked)
    _keep_old(locked)
    locked.set_password(password)
    locked.must_change_password = by.actor_id != user.pk
    locked.password_set_at = timezone.now()
    locked.save(update_fields=["password", "must_change_password", "password_set_at"])
    # The caller's own instance signs the session, so it has to carry the new digest.
    user.password = locked.password
    user.must_change_password = locked.must_change_password
    user.password_set_at = locked.password_set_at
    announce(events.PasswordChanged(user_id=user.pk), by=by)
    return locked


@action
def issue_key(*, user: User, label: str, by: Actor) -> IssuedKey:
    """Make a key with which a machine acts as this user."""
    _need(policies.may_manage(by, user))
    if not label.strip():
        raise Refusal(_("Say what the key is for."), code="label_missing", field="label")
    secret = f"gewu_{token_urlsafe(32)}"
    key = ApiKey.objects.create(user=user, label=label.strip(), digest=queries.digest_of(secret))
    announce(events.KeyIssued(key_id=key.pk, user_id=user.pk), by=by)
    return IssuedKey(key, secret)


@action
def revoke_key(*, key: ApiKey, by: Actor) -> ApiKey:
    """Stop a key at once."""
    _need(policies.may_revoke_key(by, key))
    key = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if key.revoked_at:
        return key
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    announce(events.KeyRevoked(key_id=key.pk, user_id=key.user_id), by=by)
    return key


@action
def note_sign_in(*, user: User, by: Actor) -> None:
    """Somebody has signed in."""
    announce(events.SignedIn(user_id=user.pk), by=by)


@action
def note_failed_sign_in(*, username: str, by: Actor) -> None:
    """Somebody tried to. A name that is not known may be a password in the wrong field."""
    user = User.objects.filter(username__iexact=username.strip()).first()
    announce(events.SignInFailed(user_id=user.pk if user else None), by=by)


@action
def note_lock(*, username: str, by: Actor) -> None:
    """A name waits after too many failures; nobody is named where it is not known."""
    user = User.objects.filter(username__iexact=username.strip()).first()
    announce(events.SignInLocked(user_id=user.pk if user else None), by=by)


@action
def note_sign_out(*, user: User, by: Actor) -> None:
    """Somebody has ended their session."""
    announce(events.SignedOut(user_id=user.pk), by=by)


@action
def note_factor(*, user: User, kind: str, added: bool, by: Actor) -> None:
    """Somebody has set up or taken away a second proof of theirs."""
    event = events.FactorAdded if added else events.FactorRemoved
    announce(event(user_id=user.pk, kind=kind), by=by)


@action
def remove_factors(*, user: User, by: Actor) -> int:
    """Take away all second proofs of somebody who lost theirs; answers how many there were."""
    _need(policies.may_manage(by, user))
    factors = list(Authenticator.objects.filter(user=user).order_by("pk"))
    for factor in factors:
        factor.delete()
        announce(events.FactorRemoved(user_id=user.pk, kind=factor.type), by=by)
    return len(factors)


@action
def note_export(*, since: date, until: date, by: Actor) -> None:
    """A part of the audit is taken away."""
    announce(events.AuditExported(since=since, until=until), by=by)


def sign_in_with_key(*, secret: str, day: date) -> User | None:
    """The user a secret stands for; the day of use is noted once a day, not once a call."""
    key = queries.live_key(secret)
    if key is None:
        return None
    if key.last_used_on != day:
        _note_use(key=key, day=day, by=key.user)
        key.last_used_on = day  # the answer is kept, and the next call should know
    return key.user


@action
def _note_use(*, key: ApiKey, day: date, by: Actor) -> None:
    key = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    key.last_used_on = day
    key.save(update_fields=["last_used_on"])


def _keep_old(user: User) -> None:
    """The digest of the password that goes, and of no more than the last few."""
    if user.has_usable_password():
        OldPassword.objects.create(user=user, digest=user.password)
    older = OldPassword.objects.filter(user=user).values_list("pk", flat=True)[KEPT:]
    OldPassword.objects.filter(pk__in=list(older)).delete()


def _first_digest(password: str) -> str:
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), FIRST_ROUNDS)
    return make_password(password)


def _set_active(user: User, active: bool, by: Actor) -> User:
    user = _locked(user.pk)
    if user.is_active == active:
        return user
    user.is_active = active
    user.save(update_fields=["is_active"])
    event = events.UserReactivated if active else events.UserDeactivated
    announce(event(user_id=user.pk), by=by)
    return user


def _locked(pk: UUID) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=pk)


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("Only a security administrator may do this."), code="not_allowed")


def _refuse_taken(username: str) -> None:
    if User.objects.filter(username__iexact=username.strip()).exists():
        raise Refusal(
            _("This sign-in name is taken. Choose another."),
            code="username_taken",
            field="username",
        )


def _refuse_invalid(user: User) -> None:
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refusal(messages[0], code="invalid", field=field) from None


def _refuse_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), code="password_weak", field="password") from None


def factors_by_key() -> Counter[int]:
    """How many secrets of second proofs each key holds."""
    return Counter(key_id_of(bytes.fromhex(secret)) for _row, _name, secret in _secrets())


@transaction.atomic
def renew_factors(_after: Any, _most: int) -> tuple[Any, int, int]:
    """Seal the secrets of second proofs anew: some hundreds at most, so all at once."""
    renewed = broken = 0
    for row, name, secret in _secrets():
        if key_id_of(bytes.fromhex(secret)) != newest():
            try:
                row.data[name] = seal(open_sealed(bytes.fromhex(secret), BOND), BOND).hex()
            except BrokenSeal:
                broken += 1
                continue
            row.save(update_fields=["data"])
            renewed += 1
    return None, renewed, broken


def _secrets() -> Iterator[tuple[Authenticator, str, str]]:
    for row in Authenticator.objects.order_by("pk"):
        for name in ("secret", "seed"):
            if name in row.data:
                yield row, name, row.data[name]
