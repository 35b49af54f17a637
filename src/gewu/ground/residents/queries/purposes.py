"""Purposes with what people were told of them; consents as they stand."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gewu.ground.residents.models import Assessment, Consent, Notice, Person, Purpose
from gewu.ground.residents.rules import consents as consent_rules
from gewu.ground.residents.rules import purposes as rules
from gewu.ground.residents.rules.consents import Answer
from gewu.ground.residents.rules.fields import labels_of, sensitive_among
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import county
from gewu.kernel.viewing import of_the_house

DATA = files("gewu.ground.residents") / "data"


def standard_purposes(county_id: UUID) -> list[dict[str, Any]]:
    """The purposes that a new county may begin with; none is in force before it says so."""
    with (DATA / "purposes.csv").open(encoding="utf-8") as text:
        return [
            {
                "county_id": county_id,
                **{key: row[key] for key in ("code", "name_zh", "name_en", "basis", "authority")},
                "retention_days": int(row["retention_days"]),
                "ask_again_months": int(row["ask_again_months"]),
                "fields": row["fields"].split(),
                "order": 10 * number,
            }
            for number, row in enumerate(csv.DictReader(text), 1)
        ]


def purposes() -> QuerySet[Purpose]:
    """All purposes of the county, those not in force too."""
    return Purpose.objects.filter(county_id=county().pk)


def active_purposes() -> QuerySet[Purpose]:
    """What data may be held for now."""
    return purposes().filter(is_active=True)


def purpose_for(pk: UUID) -> Purpose:
    """One purpose of the county, or 404."""
    return get_object_or_404(purposes(), pk=pk)


def notice_of(purpose: Purpose) -> Notice | None:
    """What people are told now."""
    return Notice.objects.filter(purpose=purpose).order_by("-version").first()


def notices_of(purpose: Purpose) -> QuerySet[Notice]:
    """What people were told, the last first."""
    return Notice.objects.filter(purpose=purpose).select_related("published_by")


def assessments_of(purpose: Purpose) -> QuerySet[Assessment]:
    """The assessments of a purpose, the last first."""
    found = Assessment.objects.filter(purpose=purpose)
    return found.select_related("made_by", "decided_by").order_by("-made_at", "-id")


def assessed_fields(purpose: Purpose) -> list[str]:
    """The fields of the latest approved assessment."""
    found = assessments_of(purpose).filter(is_approved=True).first()
    return list(found.fields) if found else []


def switching_fault(purpose: Purpose) -> str:
    """Why a purpose cannot be switched on; empty when it can."""
    notice = notice_of(purpose)
    return rules.switching_fault(
        fields=purpose.fields,
        authority=purpose.authority,
        told=notice.fields if notice else None,
        assessed=assessed_fields(purpose),
    )


def answers_of(person: Person) -> QuerySet[Consent]:
    """Every answer of a person, the last first."""
    found = Consent.objects.filter(person=person)
    return found.select_related("purpose", "notice", "given_by").order_by("-recorded_at", "-id")


def standing_answers(person: Person) -> dict[UUID, Consent]:
    """The last answer for each purpose."""
    standing: dict[UUID, Consent] = {}
    for answer in answers_of(person):
        standing.setdefault(answer.purpose_id, answer)
    return standing


def standing_consent(person: Person, purpose: Purpose) -> Consent | None:
    """The yes that stands: for a child only a guardian's, for everyone else only their own."""
    answer = answers_of(person).filter(purpose=purpose).first()
    if answer is None or answer.answer != Answer.GIVEN:
        return None
    by_guardian = answer.given_by_id is not None
    stands = consent_rules.speaks_for(by_guardian=by_guardian, is_child=person.is_child)
    return answer if stands else None


def outgrown(person: Person) -> set[UUID]:
    """For which purposes a guardian said yes while they were a child, and they not yet themselves."""
    return {
        purpose
        for purpose, answer in standing_answers(person).items()
        if answer.answer == Answer.GIVEN and answer.given_by_id and not person.is_child
    }


def to_renew() -> QuerySet[Person]:
    """Who is 14 by now and lives here, while a guardian's yes is still the last answer."""
    later = Consent.objects.filter(
        Q(recorded_at__gt=OuterRef("recorded_at"))
        | Q(recorded_at=OuterRef("recorded_at"), id__gt=OuterRef("id")),
        person=OuterRef("person"),
        purpose=OuterRef("purpose"),
    )
    given = Consent.objects.filter(
        ~Exists(later), person=OuterRef("pk"), answer=Answer.GIVEN, given_by__isnull=False
    )
    found = Person.objects.filter(
        Exists(given), child_until__lte=timezone.localdate(), left_at=None, erased_at=None
    )
    return found.select_related("household__area", "household__building").order_by(
        "child_until", "pk"
    )


@of_the_house
def renewals_by_area() -> list[tuple[Area, int]]:
    """How many of them each area has: all that whoever keeps none of them is told."""
    counted = Counter(person.household.area for person in to_renew())
    return sorted(counted.items(), key=lambda pair: pair[0].path)


def refused_on(person: Person, purpose: Purpose) -> date | None:
    """When they said no, where that is their last answer."""
    answer = answers_of(person).filter(purpose=purpose).first()
    if answer is None or answer.answer == Answer.GIVEN:
        return None
    return timezone.localdate(answer.at)


@dataclass(frozen=True)
class Offer:
    """A purpose to which somebody may say yes, in the words of now."""

    purpose: Purpose
    notice: Notice
    labels: Sequence[str]
    sensitive: Sequence[str]  # agreed to apart; of a child, everything
    was_asked: bool  # another yes was there, for less or by a guardian


def offers_to(person: Person) -> list[Offer]:
    """What a person, or the guardian of a child, is still to be asked about."""
    found = (offer_of(person, purpose) for purpose in active_purposes())
    return [offer for offer in found if offer is not None]


def offer_of(person: Person, purpose: Purpose) -> Offer | None:
    """The same for one purpose; nothing where it needs no yes, or one stands that covers it."""
    notice = notice_of(purpose)
    is_child = person.is_child
    if not purpose.is_active or notice is None or person.left_at is not None:
        return None
    if not rules.needs_consent(purpose.basis, notice.fields, is_child=is_child):
        return None
    standing = standing_consent(person, purpose)
    if standing is not None and set(notice.fields) <= set(standing.notice.fields):
        return None
    sensitive = notice.fields if is_child else sensitive_among(notice.fields)
    was_asked = standing is not None or purpose.pk in outgrown(person)
    return Offer(purpose, notice, labels_of(notice.fields), labels_of(sensitive), was_asked)


def holding_fault(person: Person, purpose: Purpose, fields: Iterable[str]) -> str:
    """Why these fields of a person cannot be held for a purpose; empty when they can."""
    fields = list(fields)
    consent = standing_consent(person, purpose)
    return rules.holding_fault(
        active=purpose.is_active,
        allowed=purpose.fields,
        fields=fields,
        consented=consent.notice.fields if consent else None,
        needs=rules.needs_consent(purpose.basis, fields, is_child=person.is_child),
    )


@of_the_house
def answers_by_purpose() -> dict[UUID, dict[str, int]]:
    """How often each answer was given for each purpose: numbers only, of the whole county."""
    counted: dict[UUID, dict[str, int]] = {}
    rows = Consent.objects.order_by().values_list("purpose_id", "answer").annotate(n=Count("pk"))
    for purpose, answer, count in rows:
        counted.setdefault(purpose, dict.fromkeys(Answer.values, 0))[answer] = count
    return counted
