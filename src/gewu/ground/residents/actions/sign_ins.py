"""Signing residents in by a code on their phone: asked for, entered once, ended."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from secrets import randbelow, token_urlsafe
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.ground.residents import events, queries
from gewu.ground.residents.actions.opening import proved_phone
from gewu.ground.residents.hooks import code_senders
from gewu.ground.residents.models import ResidentSession, SignInCode
from gewu.ground.residents.queries import sign_ins as asked
from gewu.ground.residents.rules import contacts
from gewu.ground.residents.rules import sign_ins as rules
from gewu.kernel import clock, statements
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.crypto import seal
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce

log = logging.getLogger(__name__)

NOTED_EVERY = 60  # seconds


class TooOften(Refusal):
    """Asked too often; says in how many seconds once more."""

    def __init__(self, seconds: int) -> None:
        text = _("Codes were asked for too often. Please try again in %(count)s seconds.")
        super().__init__(text % {"count": seconds}, code="too_often", field="phone")
        self.seconds = seconds


@dataclass(frozen=True)
class Asked:
    """A code on its way. The code itself is stored nowhere; a trial may show it."""

    challenge: UUID
    code: str


@dataclass(frozen=True)
class Entered:
    """What came of a code: the cookie of a new session, or why there is none."""

    token: str = ""
    fault: str = ""
    phone: str = ""


@action
def ask_code(
    *, phone: str, address: str, session: ResidentSession | None = None, by: Actor
) -> Asked:
    """Send a code to a number, whether we know it or not, so that nobody learns which we know."""
    phone = contacts.written_phone(phone)
    refuse(rules.mobile_fault(phone), "bad_phone", "phone")
    if not asked.can_send_codes():
        raise Refusal(_("No way to send codes is set up here."), code="no_sender")
    now, index, source = clock.now(), queries.index_of(phone), asked.address_index(address)
    # Two calls at once must not both be the last that is allowed.
    statements.run("SELECT pg_advisory_xact_lock(hashtextextended(%s::text, 0))", [index.hex()])
    if wait := asked.seconds_to_wait(index, source, now):
        raise TooOften(wait)
    pk, code = uuid7(), f"{randbelow(10**rules.DIGITS):0{rules.DIGITS}}"
    SignInCode.objects.create(
        id=pk,
        phone_index=index,
        address_index=source,
        sealed_phone=seal(phone, queries.bound_to("code", pk)),
        digest=asked.code_digest(pk, code),
        asked_at=now,
        expires_at=now + rules.LIFE,
        session=session,
    )
    transaction.on_commit(_sent(phone, code))
    return Asked(pk, code)


@action
def enter_code(*, challenge: UUID, code: str, by: Actor) -> Entered:
    """Take a code: right, it opens a session and is used up; wrong, it is counted."""
    now = clock.now()
    row, fault = _tried(challenge, code, now, None)
    if row is None or fault:
        return Entered(fault=fault)
    phone = proved_phone(row)
    return Entered(token=begin_session(phone=phone, by=by), phone=phone)


@action
def enter_new_number(*, session: ResidentSession, challenge: UUID, code: str, by: Actor) -> Entered:
    """Take the code that went to a new number; it opens no session, but shows whose it is."""
    row, fault = _tried(challenge, code, clock.now(), session)
    if row is None or fault:
        return Entered(fault=fault)
    return Entered(phone=proved_phone(row))


@action
def renumber_session(*, session: ResidentSession, phone: str, by: Actor) -> None:
    """This session goes on with the new number; every other one of the old number ends."""
    old = bytes(session.phone_index)
    others = ResidentSession.objects.filter(phone_index=old, ended_at=None).exclude(pk=session.pk)
    others.update(ended_at=clock.now())
    ResidentSession.objects.filter(pk=session.pk).update(
        phone_index=queries.index_of(phone),
        sealed_phone=seal(phone, queries.bound_to("session", session.pk)),
    )


@action
def begin_session(*, phone: str, by: Actor) -> str:
    """Open a session for a number that was shown to be somebody's own; answers its cookie."""
    now, pk, token = clock.now(), uuid7(), token_urlsafe(32)
    ResidentSession.objects.create(
        id=pk,
        digest=asked.digest_of(token),
        phone_index=queries.index_of(phone),
        sealed_phone=seal(phone, queries.bound_to("session", pk)),
        began_at=now,
        last_at=now,
    )
    announce(events.ResidentSignedIn(session_id=pk), by=by)
    return token


@action
def begin_vouched_session(*, phone: str, by: Actor) -> str:
    """Open a session for a number that an identity provider has proven; answers its cookie."""
    phone = contacts.written_phone(phone)
    refuse(rules.mobile_fault(phone), "bad_phone", "phone")
    return begin_session(phone=phone, by=by)


@action
def note_call(*, session: ResidentSession, by: Actor) -> None:
    """A session is in use; written down once a minute."""
    now = clock.now()
    if (now - session.last_at).total_seconds() >= NOTED_EVERY:
        ResidentSession.objects.filter(pk=session.pk, ended_at=None).update(last_at=now)


@action
def sign_out(*, session: ResidentSession, by: Actor) -> None:
    """End one session."""
    ended = ResidentSession.objects.filter(pk=session.pk, ended_at=None).update(
        ended_at=clock.now()
    )
    if ended:
        announce(events.ResidentSignedOut(session_id=session.pk), by=by)


def phone_of(session: ResidentSession) -> str:
    """The number that a session was opened with, for its own holder."""
    return proved_phone(session)


def _tried(
    challenge: UUID, code: str, now: datetime, session: ResidentSession | None
) -> tuple[SignInCode | None, str]:
    """The code's row if it was right, else what is wrong; a wrong one counts, so nothing is raised."""
    rows = SignInCode.objects.select_for_update(of=("self",))
    row = rows.filter(pk=challenge, session=session).first()
    if row is None:
        return None, _("This code was used already. Ask for a new one.")
    fault = asked.fault_of(row, now)
    if not fault and asked.is_guessing(bytes(row.address_index), now):
        fault = _("Too many wrong codes came from here. Please try again in an hour.")
    if fault:
        return row, fault
    row.tries += 1
    if not compare_digest(bytes(row.digest), asked.code_digest(row.pk, code)):
        row.save(update_fields=["tries"])
        return row, rules.wrong_code(rules.TRIES - row.tries)
    row.used_at = now
    row.save(update_fields=["tries", "used_at"])
    return row, ""


def _sent(phone: str, code: str) -> Callable[[], None]:
    """Send after the commit: a slow sender holds no lock, and a refused code is never sent."""
    text = _("Your code is %(code)s. It holds for five minutes. We never ask you for it.")
    sender, words = next(iter(code_senders)), text % {"code": code}

    def send() -> None:
        try:
            sender.send(phone, words)
        except Exception as fault:  # whoever waits asks again; the log names neither phone nor code
            log.error("a sign-in code was not sent by %s: %s", sender.name, type(fault).__name__)

    return send
