"""When whoever looks after a place was last told that records of a kind are due there."""

from typing import ClassVar

from django.db import models

from gewu.ground.registers.models.kinds import RegisterKind
from gewu.ground.territory.models import Area
from gewu.kernel.ids import uuid7


class DueNotice(models.Model):
    """One for each kind and place; the day moves on with every cycle that is told."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "kind", "area", "told_on"), "internal")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.ForeignKey(RegisterKind, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    told_on = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-told_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "area"], name="a_place_is_told_of_a_kind_by_one_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.area_id}"
