"""Who looked at a person's data, who asked to, and what was said to it afterwards."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import ROLE_CHOICES, User
from gewu.ground.residents.models.people import Person
from gewu.ground.residents.models.purposes import codes_of_fields
from gewu.ground.residents.rules.contacts import LONGEST_REASON
from gewu.kernel.ids import uuid7


class ChildRequest(models.Model):
    """Somebody wants to open a child's data; a responsible person decides (PIPL art. 31)."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "asked_by", "asked_at", "decided_by", "decided_at"), "internal"),
        **dict.fromkeys(("is_approved", "valid_until", "words"), "internal"),
        **dict.fromkeys(("child", "reason"), "personal"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("Reason"), max_length=LONGEST_REASON)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(default=False)
    valid_until = models.DateTimeField(null=True)
    words = models.CharField(_("Words"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="nobody_approves_their_own_request",
            ),
            models.CheckConstraint(
                condition=Q(is_approved=False) | Q(valid_until__isnull=False),
                name="what_is_approved_ends_some_time",
            ),
            models.UniqueConstraint(
                fields=["child", "asked_by"],
                condition=Q(decided_at=None),
                name="somebody_asks_once_for_a_child",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.asked_at}"


class PersonAccess(models.Model):
    """One reading of a person's data; the person can see it. Rows are only ever added."""

    class Kind(models.TextChoices):
        """What kind of reading it was."""

        LISTED = "listed", _("Stood in a list, masked")
        OPENED = "opened", _("Opened")
        URGENT = "urgent", _("Opened in an emergency")
        EXPORTED = "exported", _("Taken out as a file")
        OWN = "own", _("Read by the person or their guardian")

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "reader_kind", "reader_id", "role", "unit_id"), "internal"),
        **dict.fromkeys(("kind", "fields", "purposes", "at", "day", "request"), "internal"),
        **dict.fromkeys(("person", "reason"), "personal"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reader_kind = models.CharField(max_length=20)
    reader_id = models.UUIDField(null=True)
    # In which capacity: the role and the unit of the post that opened the door.
    role = models.CharField(max_length=20, choices=ROLE_CHOICES, blank=True)
    unit_id = models.UUIDField(null=True)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    fields = codes_of_fields()
    purposes = ArrayField(models.CharField(max_length=30), default=list)
    reason = models.CharField(_("Reason"), max_length=LONGEST_REASON, blank=True)
    request = models.ForeignKey(ChildRequest, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(default=timezone.now)
    day = models.DateField(default=timezone.localdate)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-at"], name="accesses_of_a_person"),
            models.Index(fields=["-at"], condition=Q(kind="urgent"), name="urgent_accesses"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=("listed", "own")) | ~Q(reason=""),
                name="whoever_opens_says_why",
            ),
            models.UniqueConstraint(
                fields=["person", "reader_id", "day"],
                condition=Q(kind="listed"),
                name="a_list_counts_once_a_day",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="readings_stay_as_they_are", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at}"


class AccessReview(models.Model):
    """What the data-protection officer says to an opening in an emergency."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("access", "is_justified", "words", "by", "at"), "internal"
    )

    access = models.OneToOneField(
        PersonAccess, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    is_justified = models.BooleanField(_("It was justified"))
    words = models.CharField(_("Words"), max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.access_id} {self.is_justified}"
