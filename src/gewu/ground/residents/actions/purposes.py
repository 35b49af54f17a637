"""What data is held for: purposes, what people are told of them, impact assessments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.residents import events, policies, queries
from gewu.ground.residents.models import Assessment, Notice, Purpose
from gewu.ground.residents.rules.fields import in_order
from gewu.ground.residents.rules.purposes import fields_fault
from gewu.ground.territory.queries import county
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.journal import announce


@dataclass(frozen=True, kw_only=True)
class PurposeGiven:
    """What a purpose says of itself."""

    name_zh: str
    name_en: str = ""
    basis: str
    authority: str = ""
    fields: Sequence[str] = ()
    retention_days: int = 365
    ask_again_months: int = 6


@action
def add_standard_purposes(*, by: Actor) -> int:
    """The usual purposes where they are missing, none of them in force; how many came."""
    _need(policies.may_protect(by))
    here = set(queries.purposes().values_list("code", flat=True))
    rows = queries.standard_purposes(county().pk)
    new = [Purpose(**row) for row in rows if row["code"] not in here]
    for purpose in new:
        purpose.save(force_insert=True)
        _say(purpose, "added", by)
    return len(new)


@action
def add_purpose(*, code: str, given: PurposeGiven, by: Actor) -> Purpose:
    """One more purpose, not yet in force."""
    _need(policies.may_protect(by))
    taken = queries.purposes().filter(code=code).exists()
    refuse(taken and _("Another purpose has this code."), "taken", "code")
    refuse(fields_fault(given.fields), "fields", "fields")
    purpose = Purpose(county_id=county().pk, code=code, **_held(given))
    purpose.save(force_insert=True)
    _say(purpose, "added", by)
    return purpose


@action
def change_purpose(*, purpose: Purpose, given: PurposeGiven, by: Actor) -> Purpose:
    """Say it otherwise; what is in force must stay fit for it."""
    purpose = _locked(purpose, by)
    refuse(fields_fault(given.fields), "fields", "fields")
    held = _held(given)
    if held == {name: getattr(purpose, name) for name in held}:
        return purpose
    for name, value in held.items():
        setattr(purpose, name, value)
    if purpose.is_active:
        refuse(queries.switching_fault(purpose), "unfit", "fields")
    purpose.save(update_fields=list(held))
    _say(purpose, "changed", by)
    return purpose


@action
def switch_purpose(*, purpose: Purpose, on: bool, by: Actor) -> Purpose:
    """Begin to hold data for it, or hold nothing new from now on; twice is once."""
    purpose = _locked(purpose, by)
    if purpose.is_active == on:
        return purpose
    if on:
        refuse(queries.switching_fault(purpose), "unfit")
    purpose.is_active = on
    purpose.save(update_fields=["is_active"])
    _say(purpose, "switched_on" if on else "switched_off", by)
    return purpose


@action
def publish_notice(*, purpose: Purpose, text_zh: str, text_en: str = "", by: Actor) -> Notice:
    """Tell people something new; it names the fields of now. The same words again are no news."""
    purpose = _locked(purpose, by)
    text_zh, text_en = text_zh.strip(), text_en.strip()
    refuse(not text_zh and _("The words are missing."), "empty", "text_zh")
    refuse(not purpose.fields and _("It holds no field yet."), "no_fields", "text_zh")
    last = queries.notice_of(purpose)
    same = last is not None and (last.text_zh, last.text_en, last.fields) == (
        text_zh,
        text_en,
        purpose.fields,
    )
    if last is not None and same:
        return last
    notice = Notice.objects.create(
        purpose=purpose,
        version=last.version + 1 if last else 1,
        text_zh=text_zh,
        text_en=text_en,
        fields=purpose.fields,
        published_at=clock.now(),
        published_by=by if isinstance(by, User) else None,
    )
    event = events.NoticePublished(purpose_id=purpose.pk, code=purpose.code, number=notice.version)
    announce(event, by=by, path=county().path)
    return notice


@action
def make_assessment(
    *, purpose: Purpose, necessity: str, effects: str, measures: str, by: Actor
) -> Assessment:
    """Write down why, what it can do to people and how they are protected; somebody else decides."""
    purpose = _locked(purpose, by)
    said = {"necessity": necessity, "effects": effects, "measures": measures}
    said = {name: words.strip() for name, words in said.items()}
    for name, words in said.items():
        refuse(not words and _("The words are missing."), "empty", name)
    waiting = queries.assessments_of(purpose).filter(decided_at=None).first()
    if waiting is not None:
        same = {name: getattr(waiting, name) for name in said} == said
        refuse(not same and _("An assessment waits for its decision already."), "waiting")
        return waiting
    assessment = Assessment.objects.create(
        purpose=purpose,
        fields=purpose.fields,
        made_by=by if isinstance(by, User) else None,
        made_at=clock.now(),
        **said,
    )
    event = events.AssessmentMade(assessment_id=assessment.pk, code=purpose.code)
    announce(event, by=by, path=county().path)
    return assessment


@action
def decide_assessment(
    *, assessment: Assessment, is_approved: bool, words: str = "", by: Actor
) -> Assessment:
    """Approve it or not; never one's own."""
    if not policies.may_decide_assessment(by):
        raise Refusal(
            _("Only a responsible person of the county decides this."), code="not_allowed"
        )
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("purpose")
    assessment = rows.get(pk=assessment.pk)
    if assessment.decided_at is not None:
        refuse(assessment.is_approved != is_approved and _("It was decided already."), "decided")
        return assessment
    own = by.actor_id is not None and by.actor_id == assessment.made_by_id
    refuse(own and _("Somebody else than its writer must decide."), "own")
    refuse(not is_approved and not words.strip() and _("Say why not."), "empty", "words")
    assessment.is_approved, assessment.words = is_approved, words.strip()
    assessment.decided_at = clock.now()
    assessment.decided_by = by if isinstance(by, User) else None
    names = ["is_approved", "words", "decided_at", "decided_by"]
    assessment.save(update_fields=names)
    event = events.AssessmentDecided(
        assessment_id=assessment.pk, code=assessment.purpose.code, approved=is_approved
    )
    announce(event, by=by, path=county().path)
    return assessment


def _held(given: PurposeGiven) -> dict[str, Any]:
    return {
        "name_zh": given.name_zh,
        "name_en": given.name_en,
        "basis": given.basis,
        "authority": given.authority.strip(),
        "fields": in_order(given.fields),
        "retention_days": given.retention_days,
        "ask_again_months": given.ask_again_months,
    }


def _locked(purpose: Purpose, by: Actor) -> Purpose:
    _need(policies.may_protect(by))
    return Purpose.objects.select_for_update(of=("self",)).get(pk=purpose.pk)


def _say(purpose: Purpose, what: str, by: Actor) -> None:
    event = events.PurposeChanged(purpose_id=purpose.pk, code=purpose.code, what=what)
    announce(event, by=by, path=county().path)


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("This is for the data-protection officer."), code="not_allowed")
