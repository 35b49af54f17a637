"""What one shift leaves to the next."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.ids import uuid7


class Handover(models.Model):
    """A note at the change of a shift: figures and numbers of then, words, and who took it over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    area_path = models.CharField(max_length=120)
    by_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    # Counts, and the ids of the tickets that were urgent then; never their words.
    figures = models.JSONField(default=dict)
    words = models.TextField(_("What the next shift should know"), blank=True)
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "county_id", "area_path", "by_id", "at", "figures", "words", "taken_by", "taken_at"),
        "internal",
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | ~Q(taken_by=models.F("by_id")),
                name="a_shift_is_taken_over_by_somebody_else",
            ),
        )
        indexes = (models.Index(fields=("area_path", "at"), name="handover_of_area"),)
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.area_path} {self.at:%Y-%m-%d %H:%M}"
