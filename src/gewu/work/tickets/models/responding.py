"""What the reporters of merged tickets answer about the work on their master."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.ids import uuid7
from gewu.work.tickets.models.approving import Approval
from gewu.work.tickets.models.ticket import Ticket


class Response(models.Model):
    """One answer of one merged reporter in one round of the master, each kind once."""

    class Kind(models.TextChoices):
        """What was answered."""

        SOLVED = "solved", _("Solved")
        UNSOLVED = "unsolved", _("Not solved")
        RATED = "rated", _("Rated")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    master = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    county_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    stars = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)
    approval = models.ForeignKey(
        Approval, models.SET_NULL, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField()
    shredded_at = models.DateTimeField(null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "ticket", "master", "county_id", "round", "kind"), "internal"),
        **dict.fromkeys(("stars", "approval", "at", "shredded_at"), "internal"),
        "words": "personal",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("ticket", "master", "round", "kind"),
                name="a_merged_reporter_answers_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="rated", stars__isnull=False, stars__range=(1, 5))
                | (~Q(kind="rated") & Q(stars__isnull=True)),
                name="merged_reporters_give_one_to_five",
            ),
        )
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind}"
