"""What the clock itself has said about a ticket: one row for each reminder, which fires once."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models import Unit
from gewu.kernel.ids import uuid7
from gewu.work.tickets.models.ticket import Ticket
from gewu.work.tickets.rules.reminding import AUDIENCES, REASONS


class Reminder(models.Model):
    """A reminder that fired: about which limit, on which rung, to whom."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    county_id = models.UUIDField()
    reason = models.CharField(_("Reason"), max_length=12, choices=list(REASONS.items()))
    # Rung of the ladder, or the count that it is about; a new limit begins anew.
    round = models.PositiveIntegerField()
    limit_at = models.DateTimeField()
    fired_at = models.DateTimeField()
    to_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    audience = models.CharField(_("To"), max_length=10, choices=list(AUDIENCES.items()))
    level = models.CharField(
        _("Alert level"), max_length=6, blank=True, choices=Ticket.Supervision.choices
    )

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("id", "ticket", "county_id", "reason", "round", "limit_at"),
            *("fired_at", "to_unit", "audience", "level"),
        ),
        "internal",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("ticket", "reason", "round", "limit_at"), name="a_reminder_fires_once"
            ),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.reason} {self.round}"
