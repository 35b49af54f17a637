"""Many sign-ins at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import choice

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password

from gewu.ground.accounts import events, policies
from gewu.ground.accounts.actions.asking import need, refuse_invalid, refuse_taken, refuse_weak
from gewu.ground.accounts.models import User
from gewu.kernel.acting import Actor, action
from gewu.kernel.journal import announce_all

BATCH = 1000
# Without the signs that are taken for one another on paper; 12 of them are 59 bits.
PAPER_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
# So long a random word cannot be guessed, so its digest need not be slow: a county's two thousand
# are made in seconds. The first sign-in stores it the usual way.
FIRST_ROUNDS = 2_000


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
def add_users(*, people: Sequence[NewUser], password: str, by: Actor) -> list[User]:
    """Many sign-ins that share a first password, as in a training or the demo."""
    need(policies.may_manage_accounts(by))
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
        refuse_taken(user.username)
    for user in users:
        refuse_invalid(user)
        refuse_weak(password, user)
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
    need(policies.may_manage_accounts(by))
    need(not everything or policies.may_make_superuser(by))
    admitted = []
    for each in people:
        refuse_taken(each.username)
        password = "-".join("".join(choice(PAPER_SIGNS) for _i in range(4)) for _j in range(3))
        user = User(
            username=each.username.strip(),
            name_zh=each.name_zh,
            name_en=each.name_en,
            password=_first_digest(password),
            must_change_password=True,
            is_superuser=everything,
        )
        refuse_invalid(user)
        admitted.append(FirstPassword(user, password))
    User.objects.bulk_create([each.user for each in admitted], batch_size=BATCH)
    announce_all((events.UserAdded(user_id=each.user.pk) for each in admitted), by=by)
    return admitted


def _first_digest(password: str) -> str:
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), FIRST_ROUNDS)
    return make_password(password)
