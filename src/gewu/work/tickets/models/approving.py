"""What somebody applies for and another decides: a return, an extension, a suspension …"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models import Unit
from gewu.kernel.ids import uuid7
from gewu.work.tickets import states
from gewu.work.tickets.models.ticket import Ticket


class Approval(models.Model):
    """An application about a ticket; one at a time is open."""

    class Kind(models.TextChoices):
        """What is applied for."""

        RETURN = "return", _("Sending back")
        EXTENSION = "extension", _("Extension")
        SUSPENSION = "suspension", _("Suspension")
        CANCEL = "cancel", _("Cancelling")
        REOPEN = "reopen", _("Reopening once more")
        APPEAL = "appeal", _("Appeal against the overdue mark")
        DOUBT = "doubt", _("Not solved, says somebody who was merged")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    county_id = models.UUIDField()
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=states.APPROVAL.choices(), default=states.ASKED)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    endorsed_by = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    until = models.DateTimeField(_("Until"), null=True, blank=True)
    words = models.TextField(_("Reason"))
    answer = models.TextField(_("Answer"), blank=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "ticket", "county_id", "kind", "state", "unit"), "internal"),
        **dict.fromkeys(("asked_by", "asked_at", "endorsed_by", "decided_by"), "internal"),
        **dict.fromkeys(("decided_at", "until", "shredded_at"), "internal"),
        **dict.fromkeys(("words", "answer"), "personal"),
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("ticket",),
                condition=Q(state__in=(states.ASKED, states.ENDORSED)),
                name="one_application_at_a_time",
            ),
            models.UniqueConstraint(
                fields=("ticket",),
                condition=Q(kind="appeal") & ~Q(state=states.WITHDRAWN),
                name="one_appeal_for_each_ticket",
            ),
            models.UniqueConstraint(
                fields=("ticket", "unit"),
                condition=Q(kind="return"),
                name="a_unit_sends_a_ticket_back_once",
            ),
        )
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def state_label(self) -> str:
        """How far it is, in the reader's language."""
        return str(states.APPROVAL.labels[self.state])


class HelpOrder(models.Model):
    """A part of a ticket that another unit does on a clock of its own; the lead answers for all."""

    class Kind(models.TextChoices):
        """Asked to help, or ordered at the same time as the lead."""

        HELP = "help", _("Helping")
        DUAL = "dual", _("Ordered at the same time")

    class State(models.TextChoices):
        """How far the part is."""

        GIVEN = "given", _("In hand")
        DONE = "done", _("Done")
        WITHDRAWN = "withdrawn", _("No longer needed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="help_orders")
    county_id = models.UUIDField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.HELP)
    state = models.CharField(max_length=10, choices=State.choices, default=State.GIVEN)
    given_at = models.DateTimeField()
    due_at = models.DateTimeField(_("Due"))
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    words = models.TextField(_("What to do"))
    result = models.TextField(_("What was done"), blank=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "ticket", "county_id", "unit", "kind", "state"), "internal"),
        **dict.fromkeys(("given_at", "due_at", "ended_at", "ended_by", "shredded_at"), "internal"),
        **dict.fromkeys(("words", "result"), "personal"),
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("ticket", "unit"),
                condition=Q(state="given"),
                name="a_unit_helps_with_one_part_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="given", ended_at__isnull=True)
                | (~Q(state="given") & Q(ended_at__isnull=False)),
                name="ended_help_has_a_time",
            ),
        )
        indexes = (
            models.Index(fields=("unit", "due_at"), condition=Q(state="given"), name="help_open"),
        )
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Revisit(models.Model):
    """One call back after the work: reached or not, solved, satisfied, how they were treated."""

    class Outcome(models.TextChoices):
        """What came of it."""

        SOLVED = "solved", _("Solved")
        PARTLY = "partly", _("Partly solved")
        UNSOLVED = "unsolved", _("Not solved")
        UNREACHED = "unreached", _("Not reached")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    county_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    contacted = models.BooleanField(null=True)
    satisfied = models.PositiveSmallIntegerField(null=True)
    attitude = models.PositiveSmallIntegerField(null=True)
    channel = models.CharField(max_length=8)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    words = models.TextField(blank=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "ticket", "county_id", "round", "attempt"), "internal"),
        **dict.fromkeys(("outcome", "contacted", "satisfied", "attitude"), "internal"),
        **dict.fromkeys(("channel", "at", "by_id", "shredded_at"), "internal"),
        "words": "personal",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("ticket", "round", "attempt"), name="revisits_are_counted_once"
            ),
            models.CheckConstraint(
                condition=(Q(satisfied__isnull=True) | Q(satisfied__range=(1, 5)))
                & (Q(attitude__isnull=True) | Q(attitude__range=(1, 5))),
                name="marks_are_one_to_five",
            ),
        )
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.outcome}"
