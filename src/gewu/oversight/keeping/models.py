"""Periods that were set here, and the proofs of the runs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.kernel.ids import uuid7
from gewu.oversight.keeping.rules import LONGEST_SOURCE


class Period(models.Model):
    """How long a kind is kept here; without a row its default holds."""

    kind = models.CharField(primary_key=True, max_length=60)
    days = models.PositiveIntegerField(_("For how many days"))
    source = models.CharField(_("Rule it follows"), max_length=LONGEST_SOURCE)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("kind", "days", "source", "changed_by", "changed_at"), "internal"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(source=""), name="every_period_follows_a_rule"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.days}"


class Purge(models.Model):
    """One run over one kind: the proof of what went. It names nobody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    days = models.PositiveIntegerField()
    border = models.DateTimeField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    gone = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    left_over = models.PositiveIntegerField(null=True)  # counted anew: should be 0
    oldest_left = models.DateTimeField(null=True)
    fault = models.CharField(max_length=60, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "kind", "days", "border", "began_at", "ended_at"), "internal"),
        **dict.fromkeys(("gone", "held", "left_over", "oldest_left", "fault"), "internal"),
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind",), condition=Q(ended_at=None), name="a_kind_is_purged_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(left_over__isnull=False) | ~Q(fault=""),
                name="a_finished_purge_was_checked",
            ),
        )
        indexes = (models.Index(fields=("kind", "-id"), name="purges_of_a_kind"),)
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.gone}"

    @property
    def is_proven(self) -> bool:
        """Whether nothing was found that should no longer be there."""
        return self.left_over == 0
