"""The catalogue: what can be reported, when it is filed, how long it may take, what closes it."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models import Unit
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language
from gewu.work.tickets.rules.clocks import CLASS_NAMES
from gewu.work.tickets.rules.evidence import KINDS
from gewu.work.tickets.rules.wording import without_remark


@pghistory.track()
class Category(models.Model):
    """One of the twelve groups of the catalogue."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    code = models.CharField(_("Code"), max_length=2)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    icon = models.CharField(_("Icon"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("Order"), default=0)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "county_id", "code", "name_zh", "name_en", "icon", "order"), "public"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("county_id", "code"), name="category_code_is_unique_in_county"
            ),
        )
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)

    @property
    def plain_name(self) -> str:
        """The name as residents read it, without the remark for staff behind it."""
        return without_remark(self.name)


@pghistory.track()
class Item(models.Model):
    """A leaf of the catalogue, such as "street lamp does not burn"."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    code = models.CharField(_("Code"), max_length=4)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    hint_zh = models.CharField(_("Hint for residents, Chinese"), max_length=300, blank=True)
    hint_en = models.CharField(_("Hint for residents, English"), max_length=400, blank=True)
    emergency_number = models.CharField(_("Emergency number"), max_length=40, blank=True)
    is_offered = models.BooleanField(_("Residents may choose it"), default=True)
    is_active = models.BooleanField(_("In use"), default=True)

    current: "list[Condition]"  # the valid conditions, where a query has fetched them along

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "county_id",
            "category",
            "code",
            "name_zh",
            "name_en",
            "hint_zh",
            "hint_en",
            "emergency_number",
            "is_offered",
            "is_active",
        ),
        "public",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("county_id", "code"), name="item_code_is_unique_in_county"
            ),
        )
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)

    @property
    def hint(self) -> str:
        """What to photograph or say, in the reader's language, where there is one."""
        return in_language(self.hint_zh, self.hint_en)

    @property
    def plain_name(self) -> str:
        """The name as residents read it, without the remark for staff behind it."""
        return without_remark(self.name)


class LeadKind(models.Model):
    """A kind of unit that can lead an item, such as street cleaning or the community."""

    class Level(models.TextChoices):
        """Where a unit of this kind is looked for."""

        GRID = "grid", _("Grid")
        COMMUNITY = "community", _("Community")
        TOWN = "town", _("Town")
        DEPARTMENT = "department", _("County department")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    kind = models.CharField(_("Kind"), max_length=30)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    level = models.CharField(_("Level"), max_length=12, choices=Level.choices)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "county_id", "kind", "name_zh", "name_en", "level"), "public"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("county_id", "kind"), name="lead_kind_is_unique_in_county"
            ),
        )
        ordering = ("level", "kind")

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)


class LeadUnit(models.Model):
    """Which unit of a county does the work of a kind."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    lead_kind = models.ForeignKey(LeadKind, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "county_id", "lead_kind", "unit"), "public"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("lead_kind",), name="lead_kind_has_one_unit"),
        )

    def __str__(self) -> str:
        return f"{self.lead_kind_id} → {self.unit_id}"


class Condition(models.Model):
    """When an item is filed, its limit, its lead, its closing condition and its evidence.

    Rows are never edited: a change closes the row and writes the next version, so that a ticket
    keeps the rules of its day.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    item = models.ForeignKey(Item, models.PROTECT, related_name="conditions")
    seq = models.PositiveSmallIntegerField(_("Order"))
    version = models.PositiveSmallIntegerField(_("Version"), default=1)
    valid_from = models.DateTimeField(_("Valid from"))
    valid_to = models.DateTimeField(_("Valid until"), null=True, blank=True)
    name_zh = models.CharField(_("Filed when (Chinese)"), max_length=200)
    name_en = models.CharField(_("Filed when (English)"), max_length=300, blank=True)
    deadline_class = models.CharField(_("Limit"), max_length=4)
    lead = models.ForeignKey(
        LeadKind, models.PROTECT, related_name="+", verbose_name=_("Leading unit")
    )
    closing_zh = models.CharField(_("Closed when (Chinese)"), max_length=200)
    closing_en = models.CharField(_("Closed when (English)"), max_length=300, blank=True)
    evidence = ArrayField(models.CharField(max_length=20), verbose_name=_("Evidence"))
    is_default = models.BooleanField(_("Used when nobody chose"), default=False)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "county_id",
            "item",
            "seq",
            "version",
            "valid_from",
            "valid_to",
            "name_zh",
            "name_en",
            "deadline_class",
            "lead",
            "closing_zh",
            "closing_en",
            "evidence",
            "is_default",
        ),
        "public",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("item", "seq", "version"), name="condition_version_is_unique"
            ),
            models.UniqueConstraint(
                fields=("item", "seq"),
                condition=Q(valid_to__isnull=True),
                name="condition_has_one_current_version",
            ),
            models.UniqueConstraint(
                fields=("item",),
                condition=Q(is_default=True, valid_to__isnull=True),
                name="item_has_one_default_condition",
            ),
            models.CheckConstraint(
                condition=Q(
                    deadline_class__in=(
                        "E0",
                        "E1",
                        "E2",
                        "E24",
                        "W4",
                        "D1",
                        "D2",
                        "D3",
                        "D5",
                        "D7",
                        "D15",
                        "M30",
                        "PLAN",
                    )
                ),
                name="condition_has_a_known_limit",
            ),
        )
        ordering = ("item", "seq", "version")

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)

    @property
    def closing(self) -> str:
        """What closes a ticket, in the reader's language."""
        return in_language(self.closing_zh, self.closing_en)

    @property
    def limit_words(self) -> str:
        """How long it may take."""
        return str(CLASS_NAMES[self.deadline_class])

    @property
    def evidence_words(self) -> list[str]:
        """What shows that it is done."""
        return [str(KINDS[kind]) for kind in self.evidence]
