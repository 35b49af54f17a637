"""All writes to the files of staff."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing import policies
from gewu.ground.staffing.events.records import FileChanged, RecordsArranged, RecordsExported
from gewu.ground.staffing.models.records import (
    CareerStep,
    Certificate,
    CertificateKind,
    Correction,
    Grade,
    GradeTrack,
    PoolConsent,
)
from gewu.ground.staffing.rules.records import certificate_fault, level_fault
from gewu.ground.territory.models import Area
from gewu.kernel import clock, files
from gewu.kernel.acting import Actor, action, refuse
from gewu.kernel.crypto import seal
from gewu.kernel.journal import announce


@action
def note_export(*, what: str, rows: int, by: User) -> None:
    """Put on record that a list of staff left the house."""
    _need(by.may("staffing.records"))
    announce(RecordsExported(what=what, rows=rows), by=by)


@action
def save_certificate_kind(
    *,
    county: Area,
    kind: CertificateKind | None = None,
    name_zh: str,
    name_en: str = "",
    needed_for: Sequence[str] = (),
    is_used: bool = True,
    by: Actor,
) -> CertificateKind:
    """A kind of certificate, and whose posts need it."""
    _need(policies.may_edit(by, county.path))
    kind = kind or CertificateKind(county_id=county.pk)
    same = CertificateKind.objects.filter(county_id=county.pk, name_zh=name_zh)
    taken = same.exclude(pk=kind.pk).exists()
    refuse(taken and _("There is one of this name already."), "taken", "name_zh")
    kind.name_zh, kind.name_en = name_zh, name_en
    kind.needed_for, kind.is_used = list(needed_for), is_used
    kind.save()
    announce(RecordsArranged(what="certificate_kind"), by=by, path=county.path)
    return kind


@action
def save_grade_track(
    *,
    county: Area,
    place: int,
    name_zh: str,
    lowest: int,
    highest: int,
    name_en: str = "",
    by: Actor,
) -> GradeTrack:
    """One of the posts of the table of grades."""
    _need(policies.may_edit(by, county.path))
    wrong = lowest > highest and _("The highest level is below the lowest.")
    refuse(wrong, "levels", "highest")
    track, _new = GradeTrack.objects.update_or_create(
        county_id=county.pk,
        place=place,
        defaults={"name_zh": name_zh, "name_en": name_en, "lowest": lowest, "highest": highest},
    )
    announce(RecordsArranged(what="grades"), by=by, path=county.path)
    return track


@action
def add_certificate(
    *,
    user: User,
    kind: CertificateKind,
    number: str = "",
    issued_on: date,
    expires_on: date | None = None,
    scan: Any = None,
    by: Actor,
) -> Certificate:
    """Enter a certificate; the person their own, or whoever keeps their file."""
    _need(policies.may_see_file(by, user))
    fault = certificate_fault(issued_on, expires_on, timezone.localdate())
    refuse(fault, "days", "expires_on" if expires_on and expires_on < issued_on else "issued_on")
    held = Certificate(
        user=user, kind=kind, issued_on=issued_on, expires_on=expires_on, **_entered(by)
    )
    held.sealed_number = seal(number, held.bound_to) if number else None
    held.scan = files.store(scan, by=by) if scan else None
    held.save(force_insert=True)
    _tell(user, "certificate", by)
    return held


@action
def drop_certificate(*, certificate: Certificate, by: Actor) -> Certificate:
    """It was entered by mistake; done twice it is done once."""
    _need(policies.may_see_file(by, certificate.user))
    if certificate.dropped_at is None:
        certificate.dropped_at = clock.now()
        certificate.save(update_fields=["dropped_at"])
        _tell(certificate.user, "certificate_dropped", by)
    return certificate


@action
def set_grade(*, user: User, track: GradeTrack, level: int, from_day: date, by: Actor) -> Grade:
    """The grade from a day on; what was before stays as history."""
    _need(policies.may_keep_file(by, user))
    refuse(level_fault(level, track.lowest, track.highest), "level", "level")
    grade = Grade.objects.create(
        user=user, track=track, level=level, from_day=from_day, **_entered(by)
    )
    _tell(user, "grade", by)
    return grade


@action
def add_career_step(*, user: User, kind: str, words: str, from_day: date, by: Actor) -> CareerStep:
    """Where somebody went on to."""
    _need(policies.may_keep_file(by, user))
    step = CareerStep.objects.create(
        user=user, kind=kind, words=words, from_day=from_day, **_entered(by)
    )
    _tell(user, "career", by)
    return step


@action
def ask_correction(*, words: str, by: User) -> Correction:
    """Say what is wrong in one's own file."""
    asked = Correction.objects.create(user=by, words=words, asked_at=clock.now())
    _tell(by, "correction", by)
    return asked


@action
def answer_correction(*, correction: Correction, answer: str, by: User) -> Correction:
    """Say what was done about it; the first answer counts."""
    _need(policies.may_keep_file(by, correction.user))
    held = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    refuse(held.answered_at and _("This was answered already."), "raced")
    held.answer, held.answered_at, held.answered_by = answer, clock.now(), by
    held.save(update_fields=["answer", "answered_at", "answered_by"])
    _tell(correction.user, "corrected", by)
    return held


@action
def set_consent(*, is_given: bool, by: User) -> None:
    """Whether the town's leader may find one in the talent pool; nobody else decides it."""
    if is_given:
        PoolConsent.objects.get_or_create(user=by, defaults={"given_at": clock.now()})
    else:
        PoolConsent.objects.filter(user=by).delete()
    _tell(by, "pool_in" if is_given else "pool_out", by)


def _entered(by: Actor) -> dict[str, Any]:
    return {"entered_by_id": by.actor_id, "entered_at": clock.now()}


def _tell(user: User, what: str, by: Actor) -> None:
    announce(FileChanged(user_id=user.pk, what=what), by=by)


def _need(allowed: bool) -> None:
    refuse(not allowed and _("Only whoever keeps this file may do this."), "not_allowed")
