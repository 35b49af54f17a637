"""Routing rules: versions of an ordered list, of which one is in force and one may be a draft."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language
from gewu.work.tickets.models.catalogue import Item, LeadKind


class RuleSet(models.Model):
    """One version of a county's rules; once it was in force it is never changed."""

    class State(models.TextChoices):
        """Whether it is prepared, in force or of the past."""

        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("In force")
        RETIRED = "retired", _("Of the past")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    # A draft gets its number when it comes into force.
    version = models.PositiveIntegerField(null=True, blank=True)
    valid_from = models.DateTimeField(null=True, blank=True)
    made_by = models.UUIDField(null=True, blank=True)
    note = models.CharField(_("What changes and why"), max_length=200, blank=True)
    # The earlier version that it brought back, if it did.
    restores = models.PositiveIntegerField(null=True, blank=True)
    # Counts the changes of a draft, so that two people do not write over each other.
    revision = models.PositiveIntegerField(default=0)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("id", "county_id", "state", "version", "valid_from", "made_by", "note"),
            *("restores", "revision"),
        ),
        "internal",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("county_id",),
                condition=Q(state="active"),
                name="one_rule_set_is_in_force",
            ),
            models.UniqueConstraint(
                fields=("county_id",),
                condition=Q(state="draft"),
                name="one_rule_set_is_a_draft",
            ),
            models.UniqueConstraint(
                fields=("county_id", "version"), name="rule_sets_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", version__isnull=True, valid_from__isnull=True)
                | (
                    Q(state__in=("active", "retired"))
                    & Q(version__isnull=False, valid_from__isnull=False)
                ),
                name="rule_sets_in_force_have_number_and_day",
            ),
        )
        ordering = ("version", "id")

    def __str__(self) -> str:
        return f"{self.version or '-'} {self.state}"


class RoutingRule(models.Model):
    """If all of this is so, then it goes there; the first rule that matches decides."""

    class Kind(models.TextChoices):
        """What a rule names as its target."""

        UNIT = "unit", _("A certain unit")
        LEVEL = "level", _("The unit of the place")
        LEAD = "lead", _("The department that leads a kind of work")
        ITEM = "item", _("As if it were another item")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField()
    name_zh = models.CharField(_("Name of the rule"), max_length=80, blank=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    items = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    categories = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    conditions = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", null=True, blank=True)
    area_level = models.PositiveSmallIntegerField(null=True, blank=True)
    area_kind = models.CharField(max_length=20, blank=True)
    channels = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    since = models.TimeField(null=True, blank=True)
    until = models.TimeField(null=True, blank=True)
    keywords = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_confidential = models.BooleanField(null=True, blank=True)
    target = models.CharField(max_length=6, choices=Kind.choices)
    # Empty when the unit is gone: the rule then says so and never matches.
    unit = models.ForeignKey(Unit, models.SET_NULL, related_name="+", null=True, blank=True)
    level = models.CharField(max_length=12, blank=True)
    lead_kind = models.ForeignKey(LeadKind, models.PROTECT, related_name="+", null=True, blank=True)
    as_item = models.ForeignKey(Item, models.PROTECT, related_name="+", null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("id", "county_id", "rule_set", "order", "name_zh", "name_en"),
            *("items", "categories", "conditions", "area", "area_level", "area_kind"),
            *("channels", "weekdays", "since", "until", "keywords", "is_confidential"),
            *("target", "unit", "level", "lead_kind", "as_item"),
        ),
        "internal",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("rule_set", "order"),
                deferrable=models.Deferrable.DEFERRED,
                name="rules_of_a_set_have_one_order",
            ),
            models.CheckConstraint(
                condition=Q(target="unit", level="", lead_kind=None, as_item=None)
                | (
                    Q(target="level", unit=None, lead_kind=None, as_item=None)
                    & Q(level__in=("grid", "community", "town"))
                )
                | Q(target="lead", unit=None, level="", lead_kind__isnull=False, as_item=None)
                | Q(target="item", unit=None, level="", lead_kind=None, as_item__isnull=False),
                name="a_rule_has_one_target",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7]),
                name="weekdays_are_one_to_seven",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True)
                | Q(until__isnull=True)
                | ~Q(since=models.F("until")),
                name="hours_of_a_rule_are_not_empty",
            ),
        )
        ordering = ("rule_set", "order")

    def __str__(self) -> str:
        return f"{self.order} {self.name_zh}"

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)
