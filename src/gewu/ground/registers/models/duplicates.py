"""What somebody decided about two records that look like the same thing."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gewu.ground.accounts.models import User
from gewu.ground.registers.models.records import Record
from gewu.kernel.ids import uuid7


class KeptApart(models.Model):
    """Two records look alike and are two things; nobody is asked again."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "first", "second", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    first = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["first", "second"], name="two_records_are_kept_apart_once"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="the_first_of_two_records_is_the_older"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"
