"""Sessions of residents and how often codes were asked for; no seal is opened here."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Sum

from gewu.ground.residents.hooks import code_senders
from gewu.ground.residents.models import ResidentSession, SignInCode
from gewu.ground.residents.rules import sign_ins as rules
from gewu.kernel.crypto import blind_index

ADDRESS = "residents.address"
CODE = "residents.sign_in_code"


def can_send_codes() -> bool:
    """Whether this installation has a way to send a code."""
    return len(code_senders) > 0


def session_of(token: str, now: datetime) -> ResidentSession | None:
    """The session that a cookie names, unless it has ended or nobody called for long."""
    found = ResidentSession.objects.filter(digest=digest_of(token), ended_at=None).first()
    if found is None or rules.is_over(began_at=found.began_at, last_at=found.last_at, now=now):
        return None
    return found


def is_open_challenge(pk: UUID, now: datetime) -> bool:
    """Whether a code may still be entered, so that its page need not be shown in vain."""
    row = SignInCode.objects.filter(pk=pk).first()
    return row is not None and not fault_of(row, now)


def fault_of(row: SignInCode, now: datetime) -> str:
    """Why this code can no longer be entered."""
    return rules.code_fault(
        used=row.used_at is not None, tries=row.tries, expires_at=row.expires_at, now=now
    )


def seconds_to_wait(phone: bytes, address: bytes, now: datetime) -> int:
    """How long this number, from this address, has to wait for another code."""
    since = now - rules.LONGEST_LIMIT
    of_number = list(
        SignInCode.objects.filter(phone_index=phone, asked_at__gt=since)
        .order_by("asked_at")
        .values_list("address_index", "asked_at")
    )
    all_of_number = [at for _from, at in of_number]
    of_both = [at for source, at in of_number if bytes(source) == address]
    of_address = list(
        SignInCode.objects.filter(address_index=address, asked_at__gt=since)
        .order_by("asked_at")
        .values_list("asked_at", flat=True)
    )
    asked = ((rules.PER_NUMBER, all_of_number), (rules.PER_BOTH, of_both))
    waits = [
        rules.seconds_to_wait(limit, earlier, now)
        for limits, earlier in (*asked, (rules.PER_ADDRESS, of_address))
        for limit in limits
    ]
    return max(waits)


def is_guessing(address: bytes, now: datetime) -> bool:
    """Whether too many wrong codes came from this address."""
    since = now - rules.WRONG_PER_ADDRESS.within
    found = SignInCode.objects.filter(address_index=address, asked_at__gt=since)
    return (found.aggregate(all=Sum("tries"))["all"] or 0) >= rules.WRONG_PER_ADDRESS.most


def address_index(address: str) -> bytes:
    """A network address as it is counted: a keyed digest, which names nobody."""
    return blind_index(address, ADDRESS)


def code_digest(challenge: UUID, code: str) -> bytes:
    """A code as it is stored: keyed, and bound to the one question that it answers."""
    return blind_index(f"{challenge}:{code}", CODE)


def digest_of(token: str) -> bytes:
    """What is stored of a session's cookie; it is long and random, so a plain digest is enough."""
    return sha256(token.encode()).digest()
