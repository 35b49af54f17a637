"""What people call a place: proposed by how reports were placed, decided by a person."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory import states
from gewu.ground.territory.models.area import Area
from gewu.ground.territory.models.building import Building
from gewu.kernel.ids import uuid7


class Alias(models.Model):
    """A name of an area besides its own, or of a building in it; one that was refused stays refused."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "county_id", "area", "building", "name"), "public"),
        **dict.fromkeys(("state", "reports", "proposed_at", "decided_at"), "internal"),
        "decided_by": "internal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey(
        Building, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("Name"), max_length=40)
    state = models.CharField(max_length=8, choices=states.ALIAS.choices(), default=states.PROPOSED)
    # By how many reports it was proposed; none where somebody entered it.
    reports = models.PositiveSmallIntegerField(default=0)
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["area", "name"], name="an_area_has_each_other_name_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(states.ALIAS.labels)),
                name="another_name_is_in_a_known_state",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="another_name_is_not_empty"),
            models.CheckConstraint(
                condition=Q(state=states.PROPOSED, decided_at=None)
                | (~Q(state=states.PROPOSED) & Q(decided_at__isnull=False)),
                name="only_what_is_proposed_is_not_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.name
