"""What people said yes and no to, and what goes when they take it back."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.residents import events, queries
from gewu.ground.residents.actions.holding import lock_person, reduce_part
from gewu.ground.residents.models import Consent, Notice, Person, Purpose
from gewu.ground.residents.rules import consents as rules
from gewu.ground.residents.rules.consents import Answer, How
from gewu.ground.residents.rules.purposes import without_consent
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.journal import announce


@dataclass(frozen=True, kw_only=True)
class Told:
    """How somebody answered: on which day, who heard it, and which guardian spoke for a child."""

    how: str = How.PAPER
    on: date | None = None
    witness: User | None = None
    guardian: Person | None = None
    own_wish: bool = False
    seen: int | None = None  # which version of the notice they read, where that is known


@action
def record_consent(*, person: Person, purpose: Purpose, told: Told, by: Actor) -> Consent:
    """The person, or the guardian of a child, says yes to the notice of now."""
    person = lock_person(person, by)
    notice = _asked(person, purpose, told)
    standing = queries.standing_consent(person, purpose)
    if standing is not None and standing.notice_id == notice.pk:
        return standing
    return _recorded(person, notice, Answer.GIVEN, told, by)


@action
def record_refusal(*, person: Person, purpose: Purpose, told: Told, by: Actor) -> Consent:
    """The person says no; nobody asks again for some months. Nothing that is held rests on it."""
    person = lock_person(person, by)
    standing = queries.standing_consent(person, purpose)
    refuse(standing is not None and _("They consented before: withdraw it."), "consented")
    return _recorded(person, _asked(person, purpose, told), Answer.REFUSED, told, by)


@action
def withdraw_consent(*, person: Person, purpose: Purpose, told: Told, by: Actor) -> Consent | None:
    """Take a yes back: what rests on it is erased at once. Twice is once."""
    person = lock_person(person, by)
    last = queries.answers_of(person).filter(purpose=purpose).first()
    if last is None or last.answer != Answer.GIVEN:
        return last
    told = Told(how=told.how, on=told.on, guardian=_guardian(person, told), own_wish=True)
    answer = _recorded(person, last.notice, Answer.WITHDRAWN, told, by)
    part = queries.part_of(person, purpose.pk)
    if part is not None:
        keep = without_consent(purpose.basis, part.held, is_child=person.is_child)
        reduce_part(part, keep, why="withdrawn", by=by)
    event = events.ConsentWithdrawn(consent_id=answer.pk, person_id=person.pk, purpose=purpose.code)
    announce(event, by=by, path=person.household.area.path)
    return answer


def _asked(person: Person, purpose: Purpose, told: Told) -> Notice:
    """The words that were shown, where the person may be asked and somebody may answer."""
    today = timezone.localdate()
    notice = queries.notice_of(purpose)
    if not purpose.is_active or notice is None:
        text = _("This purpose is not in force, so nobody is asked about it.")
        raise Refusal(text, code="not_active", field="purpose")
    old = told.seen is not None and told.seen != notice.version
    refuse(old and _("The notice was changed meanwhile. Please read it again."), "notice_changed")
    refuse(rules.witness_fault(told.how, told.witness is not None), "no_witness", "witness")
    refuse(told.on and rules.day_fault(told.on, today), "day", "on")
    refused = queries.refused_on(person, purpose)
    own_wish = told.own_wish or told.how == How.ONLINE
    fault = rules.asking_fault(refused, today, purpose.ask_again_months, own_wish=own_wish)
    refuse(fault, "asked_again", "own_wish")
    _guardian(person, told)
    return notice


def _guardian(person: Person, told: Told) -> Person | None:
    """Who answers for a child: one of the guardians; for everyone else nobody but themselves."""
    if not person.is_child:
        refuse(
            told.guardian and _("Whoever is 14 or older answers themselves."),
            "no_child",
            "guardian",
        )
        return None
    known = {link.guardian_id for link in queries.guardians_of(person)}
    if told.guardian is None or told.guardian.pk not in known:
        text = _("For a child under 14 a guardian answers. Name the guardian first.")
        raise Refusal(text, code="no_guardian", field="guardian")
    return told.guardian


def _recorded(person: Person, notice: Notice, answer: str, told: Told, by: Actor) -> Consent:
    consent = Consent.objects.create(
        person=person,
        purpose_id=notice.purpose_id,
        notice=notice,
        answer=answer,
        how=told.how,
        given_by=told.guardian,
        own_wish=told.own_wish,
        witness=told.witness,
        at=_moment(told.on),
        recorded_at=clock.now(),
        **_recorder(by),
    )
    if answer != Answer.WITHDRAWN:
        event = events.ConsentRecorded(
            consent_id=consent.pk,
            person_id=person.pk,
            purpose=notice.purpose.code,
            answer=str(answer),
        )
        announce(event, by=by, path=person.household.area.path)
    return consent


def _recorder(by: Actor) -> dict[str, Any]:
    return {"recorded_kind": by.actor_kind, "recorded_id": by.actor_id}


def _moment(day: date | None) -> datetime:
    if day is None or day == timezone.localdate():
        return clock.now()
    return timezone.make_aware(datetime.combine(day, time(12)))
