"""Purposes for which people's data is held, what people are told of them, and their assessments."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.residents.rules.purposes import LONGEST_RETENTION, Basis
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language


def codes_of_fields(label: Any = None) -> "ArrayField[Any, Any]":
    """Which fields of rules.fields."""
    return ArrayField(models.CharField(max_length=30), verbose_name=label, default=list, blank=True)


class Purpose(models.Model):
    """What people's data is held for: which fields, on what ground, for how long."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("id", "county_id", "code", "name_zh", "name_en", "basis", "authority", "fields"),
            *("retention_days", "ask_again_months", "is_active", "order"),
        ),
        "public",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    code = models.CharField(_("Code"), max_length=30)
    name_zh = models.CharField(_("Name"), max_length=80)
    name_en = models.CharField(_("Name in English"), max_length=120, blank=True)
    basis = models.CharField(_("Legal basis"), max_length=10, choices=Basis.choices)
    authority = models.CharField(_("Law or decision that allows it"), max_length=300, blank=True)
    fields = codes_of_fields(_("Fields it may hold"))
    retention_days = models.PositiveSmallIntegerField(_("Kept for so many days"), default=365)
    ask_again_months = models.PositiveSmallIntegerField(
        _("Months until somebody who said no may be asked again"), default=6
    )
    is_active = models.BooleanField(_("In force"), default=False)
    order = models.PositiveSmallIntegerField(default=500, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "name_zh", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["county_id", "code"], name="purposes_differ_in_code"),
            models.CheckConstraint(
                condition=~Q(name_zh="") & Q(code__regex=r"^[a-z0-9_]+$"),
                name="purposes_have_a_code_and_a_name",
            ),
            models.CheckConstraint(
                condition=Q(retention_days__gte=1, retention_days__lte=LONGEST_RETENTION),
                name="purposes_keep_for_a_time_that_ends",
            ),
            models.CheckConstraint(
                condition=Q(is_active=False) | (~Q(authority="") & ~Q(fields=[])),
                name="a_purpose_in_force_has_authority_and_fields",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)


class Notice(models.Model):
    """What people were told about a purpose from a moment on. Rows are only ever added."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "purpose", "version", "text_zh", "text_en", "fields"), "public"),
        "published_at": "public",
        "published_by": "internal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    text_zh = models.TextField(_("What people are told"), max_length=4000)
    text_en = models.TextField(_("The same in English"), max_length=6000, blank=True)
    fields = codes_of_fields()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["purpose", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["purpose", "version"], name="notices_of_a_purpose_are_numbered"
            ),
            models.CheckConstraint(condition=~Q(text_zh=""), name="every_notice_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose_id} {self.version}"

    @property
    def text(self) -> str:
        """The words in the reader's language, where there are some."""
        return in_language(self.text_zh, self.text_en)


class Assessment(models.Model):
    """An impact assessment (PIPL art. 55); it is never removed."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("id", "purpose", "fields", "necessity", "effects", "measures", "made_by", "made_at"),
            *("decided_by", "decided_at", "is_approved", "words"),
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+")
    fields = codes_of_fields()
    necessity = models.TextField(_("Why it is lawful, proper and necessary"), max_length=4000)
    effects = models.TextField(_("What it can do to people, and the risks"), max_length=4000)
    measures = models.TextField(_("How people are protected"), max_length=4000)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(default=False)
    words = models.CharField(_("What is said to it"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(necessity="") & ~Q(effects="") & ~Q(measures=""),
                name="an_assessment_says_all_three",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(made_by=None) | ~Q(decided_by=F("made_by")),
                name="nobody_approves_their_own_assessment",
            ),
            models.CheckConstraint(
                condition=Q(is_approved=False) | Q(decided_at__isnull=False),
                name="what_is_approved_was_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose_id} {self.made_at}"
