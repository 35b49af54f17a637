"""Lending fields to another unit: ask, grant field by field, refuse, revoke, look one record up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.registers import policies
from gewu.ground.registers.events import FieldsAnswered, FieldsAsked, FieldsDecided
from gewu.ground.registers.models import FieldAnswer, FieldRequest, Record, RegisterKind
from gewu.ground.registers.queries.kinds import fields_of
from gewu.ground.registers.queries.lending import lent_pairs
from gewu.ground.registers.rules.lending import request_fault
from gewu.ground.registers.states import LENDING, USED
from gewu.ground.territory.models import Area
from gewu.kernel import clock
from gewu.kernel.acting import Actor, action, refuse
from gewu.kernel.journal import announce


@dataclass(frozen=True)
class Lent:
    """What a look-up answers: the granted fields of one record, or why there is none."""

    record: Record | None
    pairs: tuple[tuple[str, str], ...] = ()
    why_none: str = ""


@action
def ask_fields(
    *,
    kind: RegisterKind,
    unit_id: UUID,
    wanted: Sequence[str],
    purpose: str,
    until: date,
    by: User,
) -> FieldRequest:
    """Ask the keeper of a register for named fields, for a purpose, until a day."""
    text = _("You do not ask for this unit.")
    refuse(not policies.may_ask(by, unit_id) and text, "not_allowed", "unit_id")
    own = kind.keeper_id == unit_id
    refuse(own and _("This unit keeps the register and has it already."), "own", "unit_id")
    known = {each.key for each in fields_of(kind)}
    keys = [key for key in wanted if key in known]
    fault, field = request_fault(keys, purpose, until, _today())
    refuse(fault, "incomplete", field)
    asked = FieldRequest.objects.create(
        kind=kind,
        unit_id=unit_id,
        wanted=keys,
        purpose=purpose.strip(),
        until=until,
        asked_by=by,
        asked_at=clock.now(),
    )
    announce(FieldsAsked(request_id=asked.pk, kind_id=kind.pk, unit_id=unit_id), by=by)
    return asked


@action
def answer_request(
    *, request: FieldRequest, granted: Sequence[str], reason: str = "", by: User
) -> FieldRequest:
    """Grant some of the fields, or refuse all of them with a reason."""
    request = _locked(request)
    _need_lender(request, by)
    kept = [key for key in request.wanted if key in granted]
    state = LENDING.ask("grant" if kept else "refuse", request.state)
    text = _("Say why nothing is granted.")
    refuse(not kept and not reason.strip() and text, "reason", "reason")
    request.granted = kept
    return _decide(request, state, reason, by)


@action
def revoke_request(*, request: FieldRequest, reason: str, by: User) -> FieldRequest:
    """It ends at once; twice is once."""
    request = _locked(request)
    _need_lender(request, by)
    if request.state == "revoked":
        return request
    state = LENDING.ask("revoke", request.state)
    refuse(not reason.strip() and _("Say in a sentence why."), "reason", "reason")
    return _decide(request, state, reason, by)


@action
def look_up(*, request: FieldRequest, words: str, by: User) -> Lent:
    """One record by its code or its exact name, and of it the granted fields; always on record."""
    request = _locked(request)
    text = _("You do not ask for this unit.")
    refuse(not policies.may_ask(by, request.unit_id) and text, "not_allowed")
    over = not request.is_live(_today()) or not request.kind.in_use
    refuse(over and _("It is not granted, or no longer."), "over", "words")
    words = words.strip()
    refuse(not words and _("Give a code or the whole name."), "words", "words")
    record, why_none = _found(request.kind, words)
    FieldAnswer.objects.create(
        request=request,
        record=record,
        words=words[:120],
        fields=request.granted if record else [],
        at=clock.now(),
        by=by,
    )
    event = FieldsAnswered(
        request_id=request.pk,
        kind_id=request.kind_id,
        unit_id=request.unit_id,
        record_id=record.pk if record else None,
    )
    announce(event, by=by)
    return Lent(record, lent_pairs(request, record) if record else (), why_none)


def _found(kind: RegisterKind, words: str) -> tuple[Record | None, str]:
    held = Record.objects.filter(kind=kind, state=USED).order_by("pk")
    by_code = held.filter(code=words).first()
    if by_code is not None:
        return by_code, ""
    named = list(held.filter(name=words)[:2])
    if len(named) > 1:
        return None, _("More than one record is called so. Ask by the code.")
    return (named[0], "") if named else (None, _("There is no record of this code or name."))


def _decide(request: FieldRequest, state: str, reason: str, by: User) -> FieldRequest:
    request.state, request.reason = state, reason.strip()
    request.answered_by, request.answered_at = by, clock.now()
    request.save()
    event = FieldsDecided(
        request_id=request.pk, kind_id=request.kind_id, unit_id=request.unit_id, state=state
    )
    announce(event, by=by)
    return request


def _locked(request: FieldRequest) -> FieldRequest:
    held = FieldRequest.objects.select_for_update(of=("self",)).select_related("kind")
    return held.get(pk=request.pk)


def _need_lender(request: FieldRequest, by: Actor) -> None:
    path = Area.objects.values_list("path", flat=True).get(pk=request.kind.county_id)
    text = _("Only the keeper of this register decides.")
    refuse(not policies.may_lend(by, request.kind, path) and text, "not_allowed")


def _today() -> date:
    return timezone.localdate(clock.now())
