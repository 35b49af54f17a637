"""Keys with which machines act as somebody."""

from dataclasses import dataclass
from datetime import date
from secrets import token_urlsafe

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts import events, policies, queries
from gewu.ground.accounts.actions.asking import need
from gewu.ground.accounts.models import ApiKey, User
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce


@dataclass(frozen=True)
class IssuedKey:
    """A new key and its secret, which is shown once and never again."""

    key: ApiKey
    secret: str


@action
def issue_key(*, user: User, label: str, by: Actor) -> IssuedKey:
    """Make a key with which a machine acts as this user."""
    need(policies.may_manage(by, user))
    if not label.strip():
        raise Refusal(_("Say what the key is for."), code="label_missing", field="label")
    secret = f"gewu_{token_urlsafe(32)}"
    key = ApiKey.objects.create(user=user, label=label.strip(), digest=queries.digest_of(secret))
    announce(events.KeyIssued(key_id=key.pk, user_id=user.pk), by=by)
    return IssuedKey(key, secret)


@action
def revoke_key(*, key: ApiKey, by: Actor) -> ApiKey:
    """Stop a key at once."""
    need(policies.may_revoke_key(by, key))
    key = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if key.revoked_at:
        return key
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    announce(events.KeyRevoked(key_id=key.pk, user_id=key.user_id), by=by)
    return key


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
