"""What can be given work."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.rules import TERRITORIAL, UnitKind
from gewu.ground.territory.models import Area
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language


class StandingUnits(models.Manager["Unit"]):
    """Units that can be given work today."""

    def get_queryset(self) -> models.QuerySet["Unit"]:
        """Without those that were dissolved."""
        return super().get_queryset().filter(dissolved_on=None)


class Unit(models.Model):
    """Anything that can be given work; a dissolved one stays in the histories that name it."""

    Kind = UnitKind

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("id", "county_id", "kind", "name_zh", "name_en", "area", "phone"),
            *("dissolved_on", "successor"),
        ),
        "public",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField(_("County"))
    kind = models.CharField(_("Kind"), max_length=20, choices=UnitKind.choices)
    name_zh = models.CharField(_("Name"), max_length=120)
    name_en = models.CharField(_("Name in English"), max_length=160, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(_("Public phone"), max_length=20, blank=True)
    dissolved_on = models.DateField(_("Dissolved"), null=True, editable=False)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    objects = StandingUnits()
    ever = models.Manager["Unit"]()

    class Meta:
        base_manager_name = "ever"
        ordering: ClassVar[list[str]] = ["kind", "name_zh"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(kind__in=list(TERRITORIAL.values()), dissolved_on=None),
                name="an_area_has_one_unit_of_its_own",
            ),
            models.UniqueConstraint(
                fields=["area", "name_zh"],
                condition=Q(kind=UnitKind.DEPARTMENT, dissolved_on=None),
                name="departments_of_a_county_differ_in_name",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=UnitKind.values), name="units_are_of_a_known_kind"
            ),
            models.CheckConstraint(condition=~Q(name_zh=""), name="every_unit_has_a_name"),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(dissolved_on__isnull=False),
                name="only_a_dissolved_unit_has_a_successor",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("id")),
                name="no_unit_succeeds_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)
