"""Facts about staff: certificates, grades, what they went on to; no scores, no ranking."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import ROLE_CHOICES, User
from gewu.kernel.ids import uuid7
from gewu.kernel.models import Attachment
from gewu.kernel.names import in_language


class Named(models.Model):
    """Something with a name in both languages."""

    name_zh = models.CharField(_("Name"), max_length=60)
    name_en = models.CharField(_("Name in English"), max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return in_language(self.name_zh, self.name_en)


class CertificateKind(Named):
    """A kind of certificate, and the roles whose posts need it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "county_id", "name_zh", "name_en", "needed_for", "is_used"), "public"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    needed_for = ArrayField(models.CharField(max_length=20, choices=ROLE_CHOICES), default=list)
    is_used = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name_zh"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["county_id", "name_zh"], name="kinds_of_certificates_differ_in_name"
            ),
        ]


class Certificate(models.Model):
    """A certificate of a person; its number is sealed."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "entered_by", "entered_at", "dropped_at"), "internal"),
        **dict.fromkeys(("user", "kind", "issued_on", "expires_on", "scan"), "personal"),
        "sealed_number": "sensitive",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(CertificateKind, on_delete=models.PROTECT, related_name="+")
    sealed_number = models.BinaryField(null=True)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    scan = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+", null=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    entered_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-issued_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("issued_on")),
                name="a_certificate_expires_after_its_issue",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["expires_on"], condition=Q(dropped_at=None), name="certificate_expiry"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.issued_on}"

    @property
    def bound_to(self) -> str:
        """What the seal of the number is bound to."""
        return f"staffing_certificate.number:{self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether it no longer counts."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()


class GradeTrack(Named):
    """One of a county's posts of the grade table, with its lowest and highest level."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "county_id", "name_zh", "name_en", "place", "lowest", "highest"), "public"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    place = models.PositiveSmallIntegerField()
    lowest = models.PositiveSmallIntegerField(_("Lowest level"), default=1)
    highest = models.PositiveSmallIntegerField(_("Highest level"), default=18)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["county_id", "place"], name="a_place_of_the_table_once"
            ),
            models.CheckConstraint(
                condition=Q(lowest__gte=1, highest__gte=F("lowest")),
                name="the_highest_level_is_not_the_lower",
            ),
        ]


class Grade(models.Model):
    """The grade of a person from a day on; the last one counts, the others are history."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "entered_by", "entered_at"), "internal"),
        **dict.fromkeys(("user", "track", "level", "from_day"), "personal"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    track = models.ForeignKey(GradeTrack, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    from_day = models.DateField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    entered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-from_day", "-entered_at"]

    def __str__(self) -> str:
        return f"{self.track} {self.level}"


class CareerStep(models.Model):
    """Where somebody went on to: a committee, another post, a training."""

    class Kind(models.TextChoices):
        """What kind of step."""

        COMMITTEE = "committee", _("Village or community committee")
        POST = "post", _("Public post")
        PARTY = "party", _("Party organisation")
        TRAINING = "training", _("Training")
        OTHER = "other", _("Other")

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "entered_by", "entered_at"), "internal"),
        **dict.fromkeys(("user", "kind", "words", "from_day"), "personal"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=120)
    from_day = models.DateField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    entered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-from_day", "-entered_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.from_day}"


class Correction(models.Model):
    """The person says what is wrong in their file; whoever keeps it answers."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "asked_at", "answered_at", "answered_by"), "internal"),
        **dict.fromkeys(("user", "words", "answer"), "personal"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at"]

    def __str__(self) -> str:
        return str(self.asked_at)


class PoolConsent(models.Model):
    """Somebody wants to be listed in the talent pool, until they take it back."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("user", "given_at"), "personal")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+", primary_key=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["user"]

    def __str__(self) -> str:
        return str(self.given_at)


__all__ = [
    "CareerStep",
    "Certificate",
    "CertificateKind",
    "Correction",
    "Grade",
    "GradeTrack",
    "PoolConsent",
]
