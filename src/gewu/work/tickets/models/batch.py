"""One verb for many tickets: what was asked for, and what became of each."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.ids import uuid7


class BatchRun(models.Model):
    """Many tickets moved at once, each for itself. Rows hold ids, codes and refusals only."""

    class State(models.TextChoices):
        """How far it is."""

        WORKING = "working", _("Being worked on")
        DONE = "done", _("Done")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WORKING)
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Ids and codes of what was chosen: unit, condition, master, level.
    given = models.JSONField(default=dict)
    # [ticket, outcome, reason]: outcome is "" while it waits, then "done" or "refused".
    rows = models.JSONField(default=list)
    # What staff wrote for each ticket; it stays in the notes and is emptied here at the end.
    words = models.TextField(blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "county_id", "user", "verb", "state", "language"), "internal"),
        **dict.fromkeys(("asked_at", "touched_at", "ended_at", "given", "rows"), "internal"),
        "words": "personal",
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="done") | Q(ended_at__isnull=False, words=""),
                name="a_finished_batch_holds_no_words",
            ),
        )
        indexes = (
            models.Index(
                fields=("touched_at",), condition=Q(state="working"), name="batches_at_work"
            ),
        )
        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"

    @property
    def waiting(self) -> list[list[Any]]:
        """Rows that were not tried yet."""
        return [row for row in self.rows if not row[1]]

    def counted(self, outcome: str) -> int:
        """How many rows came out so."""
        return sum(1 for row in self.rows if row[1] == outcome)
