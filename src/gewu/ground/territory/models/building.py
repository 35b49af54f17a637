"""Buildings and estates below the areas: what people name when they say where they are."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.models.area import Area
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language


class Building(models.Model):
    """A building in an area, not in the tree: its names, where it stands, how many live there."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("id", "county_id", "area", "name_zh", "name_en", "aliases", "lon", "lat"),
            *("households", "units", "floors", "valid_from", "valid_to"),
        ),
        "public",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    name_zh = models.CharField(_("Name"), max_length=120)
    name_en = models.CharField(_("Name in English"), max_length=160, blank=True)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    households = models.PositiveIntegerField(_("Households"), default=0)
    units = models.PositiveSmallIntegerField(_("Entrances"), default=0)
    floors = models.PositiveSmallIntegerField(_("Floors"), default=0)
    valid_from = models.DateField(_("Valid from"))
    # The first day on which it is no more.
    valid_to = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name_zh", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["area", "name_zh"], name="buildings_by_area")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["area", "name_zh"],
                condition=Q(valid_to=None),
                name="buildings_of_an_area_have_different_names",
            ),
            models.CheckConstraint(condition=~Q(name_zh=""), name="every_building_has_a_name"),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__isnull=False, lat__isnull=False),
                name="a_building_has_both_coordinates_or_none",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="a_building_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)
