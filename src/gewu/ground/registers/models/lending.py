"""Fields of a register for another unit: asked for, granted one by one, looked up record by record."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gewu.ground.accounts.models import User
from gewu.ground.registers.models.kinds import RegisterKind
from gewu.ground.registers.models.records import Record
from gewu.ground.registers.states import GRANTED, LENDING
from gewu.kernel.ids import uuid7


class FieldRequest(models.Model):
    """A unit asks for fields of a register that it does not have, for a purpose, until a day."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("id", "kind", "unit_id", "wanted", "granted", "purpose", "until", "state"),
            *("reason", "asked_by", "asked_at", "answered_by", "answered_at"),
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.ForeignKey(RegisterKind, on_delete=models.PROTECT, related_name="+")
    unit_id = models.UUIDField()
    # Keys of fields.
    wanted = ArrayField(models.CharField(max_length=30))
    granted = ArrayField(models.CharField(max_length=30), default=list)
    purpose = models.CharField(max_length=300)
    until = models.DateField()
    state = models.CharField(max_length=10, choices=LENDING.choices(), default=LENDING.start)
    # Why it was refused or revoked.
    reason = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit_id", "asked_at"], name="requests_of_a_unit"),
            models.Index(fields=["kind", "asked_at"], name="requests_about_a_kind"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(purpose=""), name="every_request_has_a_purpose"),
            models.CheckConstraint(
                condition=~Q(state=GRANTED) | Q(granted__len__gt=0),
                name="what_is_granted_names_its_fields",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.until}"

    def is_live(self, today: date) -> bool:
        """Whether it may be used: granted, not revoked, and not over; it ends by itself."""
        return self.state == GRANTED and self.until >= today

    def is_over(self, today: date) -> bool:
        """Whether it was granted and its day has passed."""
        return self.state == GRANTED and self.until < today


class FieldAnswer(models.Model):
    """One record was looked up by a request: who, when, which one. The keeper reads all of it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "request", "record", "words", "fields", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(FieldRequest, on_delete=models.PROTECT, related_name="+")
    # None where nothing, or more than one thing, bears this name.
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+", null=True)
    words = models.CharField(max_length=120)
    fields = ArrayField(models.CharField(max_length=30))
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["request", "at"], name="answers_of_a_request"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.at}"
