"""What kinds of posts there are, which rules they keep, and who was let off a rule for some days."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import ROLE_CHOICES, ROLES, User
from gewu.ground.staffing.models.units import Unit
from gewu.ground.staffing.rules import UnitKind
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language


class PostKind(models.Model):
    """What a seat is called, where it may stand, what it opens, and how many there may be."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("id", "county_id", "code", "name_zh", "name_en", "unit_kinds", "role", "full_time"),
            *("least", "most", "many_grids", "is_public", "order", "in_use"),
        ),
        "public",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField(_("County"))
    code = models.CharField(max_length=30, editable=False)
    name_zh = models.CharField(_("Name"), max_length=80)
    name_en = models.CharField(_("Name in English"), max_length=120, blank=True)
    unit_kinds = ArrayField(
        models.CharField(max_length=20, choices=UnitKind.choices), verbose_name=_("Stands in")
    )
    # Empty: its holder is named on pages and need not sign in.
    role = models.CharField(_("Role"), max_length=20, choices=ROLE_CHOICES, blank=True)
    full_time = models.BooleanField(_("Full time"), default=False)
    # How many a grid should have and may have; None: as many as there are.
    least = models.PositiveSmallIntegerField(_("At least in each grid"), default=0)
    most = models.PositiveSmallIntegerField(_("At most in each grid"), null=True, blank=True)
    many_grids = models.BooleanField(_("One person in several grids"), default=True)
    is_public = models.BooleanField(_("Shown to residents"), default=False)
    order = models.PositiveSmallIntegerField(default=500, editable=False)
    in_use = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "name_zh"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["county_id", "code"], name="kinds_of_posts_differ_in_code"
            ),
            models.UniqueConstraint(
                fields=["county_id", "name_zh"], name="kinds_of_posts_differ_in_name"
            ),
            models.CheckConstraint(
                condition=Q(role="") | Q(role__in=list(ROLES)), name="kinds_open_a_known_role"
            ),
            models.CheckConstraint(
                condition=~Q(name_zh="") & Q(code__regex=r"^[a-z0-9_]+$"),
                name="kinds_of_posts_have_a_name",
            ),
            models.CheckConstraint(
                condition=Q(most=None) | (Q(most__gte=1) & Q(most__gte=F("least"))),
                name="at_most_is_not_less_than_at_least",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)

    @property
    def unit_kind_names(self) -> list[str]:
        """The kinds of units it may stand in, in words."""
        return [str(UnitKind(kind).label) for kind in self.unit_kinds]


class Waiver(models.Model):
    """One person is let off a rule of a kind in one unit, for a reason and until a day."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "county_id": "internal",
        "kind": "internal",
        "unit": "internal",
        "user": "internal",
        "reason": "internal",
        "valid": "internal",
        "granted_by": "internal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField(_("County"))
    kind = models.ForeignKey(PostKind, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("Why"), max_length=300)
    valid = DateRangeField(_("Valid"))
    granted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="one_exception_at_a_time",
                expressions=[
                    (F("kind"), RangeOperators.EQUAL),
                    (F("unit"), RangeOperators.EQUAL),
                    (F("user"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False, valid__upper_inf=False),
                name="every_exception_ends",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="every_exception_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.valid}"

    @property
    def from_day(self) -> date:
        """The first day."""
        first: date = self.valid.lower
        return first

    @property
    def last_day(self) -> date:
        """The last day; every exception has one."""
        last: date = self.valid.upper - timedelta(days=1)
        return last
