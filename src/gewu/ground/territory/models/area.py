"""The tree of areas, its dated versions, and the counter that tells caches to look again."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.rules.codes import LONGEST_CODE, SCHEME_CHOICES
from gewu.ground.territory.rules.levels import KINDS, Level
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language

__all__ = ["Area", "AreaVersion", "Level", "Revision"]


BOX = Func(
    Func("west", "south", function="point", output_field=models.TextField()),
    Func("east", "north", function="point", output_field=models.TextField()),
    function="box",
    output_field=models.TextField(),
)


class Area(models.Model):
    """A node of the tree. Its id never changes; what it is on a day stands in its versions."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "public",
        "county_id": "public",
        "level": "public",
        "kind": "public",
        "node": "public",
        "path": "public",
        "parent": "public",
        "code": "public",
        "code_scheme": "public",
        "name_zh": "public",
        "name_en": "public",
        "current": "public",
        "closed_on": "public",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField(_("County"))
    level = models.PositiveSmallIntegerField(_("Level"), choices=Level.choices)
    kind = models.CharField(_("Kind"), max_length=20, choices=KINDS, default="general")
    node = models.BigIntegerField(unique=True)
    path = models.CharField(max_length=120, unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.CharField(_("Code"), max_length=LONGEST_CODE)
    code_scheme = models.CharField(
        _("Code scheme"), max_length=20, choices=SCHEME_CHOICES, default="national"
    )
    name_zh = models.CharField(_("Name"), max_length=120)
    name_en = models.CharField(_("Name in English"), max_length=160, blank=True)
    current = models.ForeignKey(
        "AreaVersion", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["level", "code"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["path"], opclasses=["text_pattern_ops"], name="areas_by_start_of_path"
            ),
            models.Index(fields=["parent", "code"], name="areas_by_parent"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["county_id", "code"],
                condition=Q(closed_on=None),
                name="codes_are_unique_among_areas_that_exist",
            ),
            models.CheckConstraint(
                condition=Q(level=Level.COUNTY, parent=None)
                | Q(level__gt=Level.COUNTY, parent__isnull=False),
                name="only_a_county_stands_under_nothing",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=Level.COUNTY, level__lte=Level.MICRO_GRID),
                name="areas_have_one_of_five_levels",
            ),
            models.CheckConstraint(
                condition=Q(path__regex=r"^([0-9]+\.)+$"), name="paths_are_numbers_ended_by_dots"
            ),
            models.CheckConstraint(
                condition=~Q(name_zh="") & ~Q(code=""), name="every_area_has_a_code_and_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)

    @property
    def level_name(self) -> str:
        """The level as a word of the code: "county" … "micro_grid"."""
        return Level(self.level).name.lower()

    @property
    def is_grid(self) -> bool:
        """Grids have a public page and a QR code."""
        return self.level == Level.GRID


class AreaVersion(models.Model):
    """What an area was during some days; the days of one area never overlap."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "public",
        "area": "public",
        "valid": "public",
        "code": "public",
        "name_zh": "public",
        "name_en": "public",
        "parent_path": "public",
        "boundary": "public",
        "lon": "public",
        "lat": "public",
        "west": "public",
        "south": "public",
        "east": "public",
        "north": "public",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    valid = DateRangeField(_("Valid"))
    code = models.CharField(max_length=LONGEST_CODE)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    parent_path = models.CharField(max_length=120, blank=True)
    # WKB in degrees of CGCS2000 with 7 decimals; null where nobody has drawn the area yet.
    boundary = models.BinaryField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["area", "valid"]
        # Codes are never used again, so each new one is looked up among all that ever were.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code"], name="versions_by_code"),
            # What reaches into a tile of the map.
            GistIndex(BOX, name="versions_by_box"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="versions_of_an_area_never_overlap",
                expressions=[
                    (F("area"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="a_version_is_valid_for_a_day_at_least"
            ),
            models.CheckConstraint(
                condition=Q(
                    boundary=None, lon=None, lat=None, west=None, south=None, east=None, north=None
                )
                | Q(
                    boundary__isnull=False,
                    lon__isnull=False,
                    lat__isnull=False,
                    west__isnull=False,
                    south__isnull=False,
                    east__isnull=False,
                    north__isnull=False,
                ),
                name="a_boundary_comes_with_centre_and_box",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid}"

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north."""
        if None in (self.west, self.south, self.east, self.north):
            return None
        return (self.west, self.south, self.east, self.north)  # type: ignore[return-value]


class Revision(models.Model):
    """One row per county: how often its tree has changed."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "county_id": "public",
        "number": "public",
        "stamp": "public",
    }

    county_id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField(default=0)
    # A number may come back after a rollback with another content; a stamp never does.
    stamp = models.UUIDField(default=uuid7)

    def __str__(self) -> str:
        return str(self.number)
