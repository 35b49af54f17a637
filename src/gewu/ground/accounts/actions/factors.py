"""Second proofs, whose secrets lie sealed."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from gewu.ground.accounts import events, policies
from gewu.ground.accounts.actions.asking import need
from gewu.ground.accounts.models import User
from gewu.kernel.acting import Actor, action
from gewu.kernel.crypto import BrokenSeal, key_id_of, open_sealed, seal
from gewu.kernel.journal import announce
from gewu.kernel.sealing import newest

# What secrets of second proofs are sealed for.
BOND = "mfa_authenticator.data"


@action
def note_factor(*, user: User, kind: str, added: bool, by: Actor) -> None:
    """Somebody has set up or taken away a second proof of theirs."""
    event = events.FactorAdded if added else events.FactorRemoved
    announce(event(user_id=user.pk, kind=kind), by=by)


@action
def remove_factors(*, user: User, by: Actor) -> int:
    """Take away all second proofs of somebody who lost theirs; answers how many there were."""
    need(policies.may_manage(by, user))
    factors = list(Authenticator.objects.filter(user=user).order_by("pk"))
    for factor in factors:
        factor.delete()
        announce(events.FactorRemoved(user_id=user.pk, kind=factor.type), by=by)
    return len(factors)


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
