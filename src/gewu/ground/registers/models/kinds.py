"""Kinds of records, their groups of fields and their fields: rows, not code."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import ROLE_CHOICES
from gewu.ground.registers.rules.codes import CODE_RULES
from gewu.ground.registers.rules.fields import PRIVACY_CLASSES, Choice, FieldType, Spec
from gewu.ground.registers.rules.kinds import KindGroup
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language

SHORT = r"^[a-z][a-z0-9_]*$"


class RegisterKind(models.Model):
    """A register of one sort of things."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("id", "county_id", "code", "name_zh", "name_en", "group", "about", "keeper_id"),
            *("code_rule", "months", "order", "in_use"),
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    code = models.CharField(max_length=30)
    name_zh = models.CharField(_("Name"), max_length=60)
    name_en = models.CharField(_("Name in English"), max_length=80, blank=True)
    group = models.CharField(max_length=10, choices=KindGroup.choices)
    about = models.CharField(max_length=300, blank=True)
    # The unit that keeps it besides whoever looks after the places; empty: only those.
    keeper_id = models.UUIDField(null=True)
    code_rule = models.CharField(max_length=10, choices=CODE_RULES, blank=True)
    # How often somebody looks whether all is as it is written; 0: never.
    months = models.PositiveSmallIntegerField(default=1)
    order = models.PositiveSmallIntegerField(default=900)
    in_use = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["group", "order", "name_zh"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["county_id", "code"], name="kinds_of_records_differ_in_code"
            ),
            models.UniqueConstraint(
                fields=["county_id", "name_zh"], name="kinds_of_records_differ_in_name"
            ),
            models.CheckConstraint(
                condition=~Q(name_zh="") & Q(code__regex=SHORT),
                name="kinds_of_records_have_code_and_name",
            ),
            models.CheckConstraint(
                condition=Q(months__lte=120), name="records_are_looked_at_within_ten_years"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)


class FieldGroup(models.Model):
    """Fields that the same roles see and change; without roles everybody who has the kind."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "kind", "name_zh", "name_en", "see_roles", "edit_roles", "order"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.ForeignKey(RegisterKind, on_delete=models.PROTECT, related_name="+")
    name_zh = models.CharField(_("Name"), max_length=60)
    name_en = models.CharField(_("Name in English"), max_length=80, blank=True)
    see_roles = ArrayField(models.CharField(max_length=20), default=list)
    edit_roles = ArrayField(models.CharField(max_length=20), default=list)
    order = models.PositiveSmallIntegerField(default=10)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "name_zh"], name="groups_of_a_kind_differ_in_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)

    @property
    def seen_by(self) -> str:
        """The roles that see these fields, in words; empty for everybody."""
        return gettext(", ").join(
            str(label) for name, label in ROLE_CHOICES if name in self.see_roles
        )


class RegisterField(models.Model):
    """One thing that is written down about each record; values are kept by its key."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("id", "kind", "group", "key", "name_zh", "name_en", "type", "required", "unit"),
            *("privacy", "purpose", "hint", "choices", "order", "retired_at"),
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.ForeignKey(RegisterKind, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(FieldGroup, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=30)
    name_zh = models.CharField(_("Name"), max_length=60)
    name_en = models.CharField(_("Name in English"), max_length=80, blank=True)
    type = models.CharField(max_length=10, choices=FieldType.choices)
    required = models.BooleanField(default=False)
    unit = models.CharField(max_length=20, blank=True)
    privacy = models.CharField(max_length=10, choices=PRIVACY_CLASSES, default="internal")
    purpose = models.CharField(max_length=200, blank=True)
    hint = models.CharField(max_length=200, blank=True)
    # Of a choice: [{"key", "zh", "en", "gone"}]; values keep the key.
    choices = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField(default=10)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["group__order", "order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "key"], name="fields_of_a_kind_differ_in_key"),
            models.UniqueConstraint(
                fields=["kind", "name_zh"],
                condition=Q(retired_at=None),
                name="fields_in_use_of_a_kind_differ_in_name",
            ),
            models.CheckConstraint(
                condition=~Q(name_zh="") & Q(key__regex=SHORT), name="fields_have_key_and_name"
            ),
            models.CheckConstraint(
                condition=~Q(privacy="personal") | ~Q(purpose=""),
                name="a_personal_field_says_what_it_is_for",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)

    @property
    def spec(self) -> Spec:
        """What its values must be like."""
        return Spec(
            key=self.key,
            type=FieldType(self.type),
            required=self.required,
            choices=tuple(Choice(**each) for each in self.choices),
        )
