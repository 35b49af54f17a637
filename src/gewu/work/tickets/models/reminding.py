"""What the clock itself has said about a ticket or a whistle: each reminder fires once."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models import Unit
from gewu.kernel.ids import uuid7
from gewu.work.tickets.models.ticket import Ticket
from gewu.work.tickets.models.whistling import Whistle
from gewu.work.tickets.rules.reminding import AUDIENCES, REASONS
from gewu.work.tickets.rules.whistle_reminding import WHISTLE_REASONS


class Fired(models.Model):
    """What every reminder says that fired: on which rung, about which limit, to whom."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
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
            *("id", "county_id", "reason", "round", "limit_at"),
            *("fired_at", "to_unit", "audience", "level"),
        ),
        "internal",
    )
    reason: "models.CharField[str, str]"

    class Meta:
        abstract = True
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.reason} {self.round}"


class Reminder(Fired):
    """A reminder of a ticket that fired."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    reason = models.CharField(_("Reason"), max_length=12, choices=list(REASONS.items()))

    PRIVACY: ClassVar[dict[str, str]] = Fired.PRIVACY | {"ticket": "internal"}

    class Meta(Fired.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("ticket", "reason", "round", "limit_at"), name="a_reminder_fires_once"
            ),
        )


class WhistleReminder(Fired):
    """A reminder of a whistle that fired: about which call, task or judgement."""

    whistle = models.ForeignKey(Whistle, models.CASCADE, related_name="+", db_index=False)
    reason = models.CharField(_("Reason"), max_length=12, choices=list(WHISTLE_REASONS.items()))
    # The call, the task, or the whistle itself.
    subject_id = models.UUIDField()

    PRIVACY: ClassVar[dict[str, str]] = Fired.PRIVACY | {
        "whistle": "internal",
        "subject_id": "internal",
    }

    class Meta(Fired.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("whistle", "reason", "subject_id", "round", "limit_at"),
                name="a_reminder_of_a_whistle_fires_once",
            ),
        )
