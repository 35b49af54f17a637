"""Reads of the files of staff, always by whoever may."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.staffing import policies
from gewu.ground.staffing.models import Appointment
from gewu.ground.staffing.models.records import (
    CareerStep,
    Certificate,
    CertificateKind,
    Correction,
    Grade,
    GradeTrack,
    PoolConsent,
)
from gewu.ground.staffing.rules.records import SOON, days_served, years_of
from gewu.kernel.crypto import open_sealed


def file_for(viewer: User, pk: UUID) -> User:
    """Whose file the viewer may open: their own, or one that they keep; 404 otherwise."""
    user = get_object_or_404(User, pk=pk)
    if not policies.may_see_file(viewer, user):
        raise Http404
    return user


def certificate_for(viewer: User, pk: UUID) -> Certificate:
    """A certificate in such a file."""
    found = Certificate.objects.select_related("user", "kind", "scan")
    certificate = get_object_or_404(found, pk=pk)
    file_for(viewer, certificate.user_id)
    return certificate


def correction_for(viewer: User, pk: UUID) -> Correction:
    """A correction asked for in a file that the viewer keeps."""
    found = get_object_or_404(Correction.objects.select_related("user"), pk=pk)
    file_for(viewer, found.user_id)
    return found


def file_of(user: User) -> dict[str, Any]:
    """Everything in a file."""
    appointments = list(
        Appointment.objects.filter(user=user)
        .select_related("post__unit", "post__kind", "entered_by")
        .order_by("-valid")
    )
    certificates = list(
        Certificate.objects.filter(user=user, dropped_at=None).select_related("kind", "entered_by")
    )
    for each in certificates:
        sealed = each.sealed_number
        each.number = open_sealed(sealed, each.bound_to) if sealed else ""  # type: ignore[attr-defined]
    grades = Grade.objects.filter(user=user).select_related("track", "entered_by")
    steps = CareerStep.objects.filter(user=user).select_related("entered_by")
    return {
        "appointments": appointments,
        "years": years_served(appointments),
        "certificates": certificates,
        "missing": missing_for(user, {each.post.role for each in appointments if _holds(each)}),
        "grades": list(grades),
        "steps": list(steps),
        "corrections": list(Correction.objects.filter(user=user).select_related("answered_by")),
        "is_listed": PoolConsent.objects.filter(user=user).exists(),
    }


def years_served(appointments: Iterable[Appointment]) -> int:
    """Whole years in any post."""
    spans = [(each.valid.lower, each.valid.upper) for each in appointments]
    return years_of(days_served(spans, timezone.localdate()))


def _holds(appointment: Appointment) -> bool:
    return timezone.localdate() in appointment.valid


def missing_for(user: User, roles: Iterable[str]) -> list[CertificateKind]:
    """Certificates that posts of these roles need and the person has not."""
    kinds = CertificateKind.objects.filter(is_used=True, needed_for__overlap=list(roles))
    today = timezone.localdate()
    valid = Q(expires_on=None) | Q(expires_on__gte=today)
    has = Certificate.objects.filter(valid, user=user, dropped_at=None).values("kind")
    return list(kinds.exclude(pk__in=has))


def kinds_of_certificates(county_id: UUID) -> QuerySet[CertificateKind]:
    """All of a county's kinds."""
    return CertificateKind.objects.filter(county_id=county_id)


def grade_tracks(county_id: UUID) -> QuerySet[GradeTrack]:
    """A county's table of grades."""
    return GradeTrack.objects.filter(county_id=county_id)


def people_kept_by(viewer: User) -> QuerySet[User]:
    """Whose files the viewer keeps."""
    wanted = Q(pk=None)
    for path in viewer.paths_with("staffing.records"):
        wanted |= Q(post__unit__area__path__startswith=path)
    wanted |= Q(post__unit__in=viewer.units_with("staffing.records"))
    held = Appointment.objects.filter(wanted, valid__contains=timezone.localdate())
    return User.objects.filter(pk__in=held.order_by().values("user")).exclude(pk=viewer.pk)


def expiring_for(viewer: User, today: date) -> QuerySet[Certificate]:
    """Certificates that end within 60 days: the viewer's own and those in files they keep."""
    whose = Q(user=viewer) | Q(user__in=people_kept_by(viewer))
    found = Certificate.objects.filter(
        whose, dropped_at=None, expires_on__gte=today, expires_on__lte=today + SOON
    )
    return found.select_related("user", "kind").order_by("expires_on", "pk")


def terms_ending_for(viewer: User, today: date) -> QuerySet[Appointment]:
    """Appointments whose last day is within 60 days."""
    whose = Q(user=viewer) | Q(user__in=people_kept_by(viewer))
    found = Appointment.objects.filter(
        whose, valid__endswith__gt=today, valid__endswith__lte=today + SOON
    )
    return found.select_related("user", "post__unit").order_by("valid", "pk")


def corrections_for(viewer: User) -> QuerySet[Correction]:
    """What people asked to have corrected and nobody has answered."""
    found = Correction.objects.filter(user__in=people_kept_by(viewer), answered_at=None)
    return found.select_related("user")


def pool_for(viewer: User, years: int = 0, kind: UUID | None = None) -> list[dict[str, Any]]:
    """Those who want to be found, by name: facts only, in no order of merit."""
    people = people_kept_by(viewer).filter(pk__in=PoolConsent.objects.values("user"))
    people = people.order_by("name_zh", "pk")
    held = Certificate.objects.filter(user__in=people, dropped_at=None).select_related("kind")
    certificates: dict[UUID, list[Certificate]] = {}
    for each in held:
        certificates.setdefault(each.user_id, []).append(each)
    posts: dict[UUID, list[Appointment]] = {}
    for appointment in Appointment.objects.filter(user__in=people).select_related("post__unit"):
        posts.setdefault(appointment.user_id, []).append(appointment)
    rows: list[dict[str, Any]] = [
        {
            "user": user,
            "years": years_served(posts.get(user.pk, ())),
            "posts": [each.post for each in posts.get(user.pk, ()) if _holds(each)],
            "certificates": [each for each in certificates.get(user.pk, ()) if not each.is_over],
        }
        for user in people
    ]
    return [
        row
        for row in rows
        if row["years"] >= years
        and (kind is None or kind in {each.kind_id for each in row["certificates"]})
    ]
