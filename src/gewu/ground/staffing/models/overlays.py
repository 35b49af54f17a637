"""Professional grids: a department's own cut of the county, over many grids and outside the tree."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models.posts import Post
from gewu.ground.staffing.models.units import Unit
from gewu.ground.staffing.rules.overlays import SCHEMES
from gewu.ground.territory.models import Area
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language


class Overlay(models.Model):
    """A professional grid: it belongs to a department and covers grids of the tree."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "county_id", "unit", "code_scheme", "code", "name_zh", "name_en", "valid"),
        "public",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField(_("County"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code_scheme = models.CharField(_("Code scheme"), max_length=20, choices=SCHEMES)
    code = models.CharField(_("Code"), max_length=40)
    name_zh = models.CharField(_("Name"), max_length=120)
    name_en = models.CharField(_("Name in English"), max_length=160, blank=True)
    valid = DateRangeField(_("Valid"))

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Codes are never given twice, so that an old list still says which grid it means.
            models.UniqueConstraint(
                fields=["county_id", "code"], name="codes_of_professional_grids_differ"
            ),
            models.CheckConstraint(
                condition=~Q(name_zh="") & ~Q(code="") & Q(valid__isempty=False),
                name="a_professional_grid_has_code_name_and_days",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)

    @property
    def from_day(self) -> date:
        """The first day."""
        first: date = self.valid.lower
        return first

    @property
    def last_day(self) -> date | None:
        """The last day, where one is set."""
        return None if self.valid.upper is None else self.valid.upper - timedelta(days=1)


class Cover(models.Model):
    """A professional grid covers a grid of the tree for some days."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "overlay", "area", "valid"), "public")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    overlay = models.ForeignKey(Overlay, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    valid = DateRangeField(_("Valid"))

    class Meta:
        ordering: ClassVar[list[str]] = ["overlay", "area"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="a_grid_is_covered_once_by_a_professional_grid",
                expressions=[
                    (F("overlay"), RangeOperators.EQUAL),
                    (F("area"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="a_cover_lasts_a_day_at_least"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.overlay_id} {self.area_id} {self.valid}"

    @property
    def last_day(self) -> date | None:
        """The last day, where one is set."""
        return None if self.valid.upper is None else self.valid.upper - timedelta(days=1)


class OverlayPost(models.Model):
    """A post of the department that looks after a professional grid."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("post", "overlay"), "public")

    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="+", primary_key=True)
    overlay = models.ForeignKey(Overlay, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.post_id} {self.overlay_id}"
