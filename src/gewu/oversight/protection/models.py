"""Requests of residents about their own data, each step of them, and the county's terms."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.ids import uuid7
from gewu.oversight.protection import rules, states
from gewu.work.tickets.models import Ticket


class DataTerms(models.Model):
    """How long the county takes, and whether those who looked are named."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("county_id", "days", "more_days", "shows_names"), "public"
    )

    county_id = models.UUIDField(primary_key=True)
    days = models.PositiveSmallIntegerField(default=rules.DAYS)
    more_days = models.PositiveSmallIntegerField(default=rules.MORE_DAYS)
    shows_names = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(days__range=(rules.FEWEST, rules.MOST))
                & Q(more_days__range=(rules.FEWEST, rules.MOST)),
                name="an_answer_takes_some_days",
            ),
        )

    def __str__(self) -> str:
        return str(self.county_id)


class DataRequest(models.Model):
    """What somebody asks about their own data. Whose it is only its number tells; words are with the steps."""

    class Kind(models.TextChoices):
        """What is asked."""

        COPY = "copy", _("Copy")
        CORRECT = "correct", _("Correct")
        DELETE = "delete", _("Delete")
        EXPLAIN = "explain", _("Explain")
        OBJECT = "object", _("Object")

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "county_id", "kind", "state", "asked_at", "due_on"), "internal"),
        **dict.fromkeys(("first_due_on", "decided_at", "reminded", "command"), "internal"),
        **dict.fromkeys(("ticket", "number"), "personal"),
        "phone_index": "sensitive",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    kind = models.CharField(_("What is asked"), max_length=8, choices=Kind.choices)
    state = models.CharField(
        _("State"), max_length=10, choices=states.DATA_REQUEST.choices(), default=states.OPEN
    )
    phone_index = models.BinaryField(max_length=32)
    # What it is about; without one, about everything of the number.
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+", null=True)
    # Of that ticket, for the desk, which sees no tickets.
    number = models.CharField(max_length=21, blank=True)
    asked_at = models.DateTimeField(_("Asked"))
    due_on = models.DateField(_("Answered by"))
    first_due_on = models.DateField(null=True)  # before more time was taken
    decided_at = models.DateTimeField(null=True)
    reminded = models.CharField(max_length=4, blank=True)
    command = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes = (
            models.Index(fields=("phone_index", "-id"), name="data_requests_of_a_number"),
            models.Index(
                fields=("due_on", "id"),
                condition=Q(state=states.OPEN),
                name="data_requests_waiting",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=(states.OPEN, states.RESTRICTED), decided_at=None)
                | Q(state__in=states.ENDED, decided_at__isnull=False),
                name="what_is_decided_says_when",
            ),
        )
        ordering = ("due_on", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def state_label(self) -> str:
        """The name of the state in the reader's language."""
        return str(states.DATA_REQUEST.labels[self.state])

    @property
    def shown_number(self) -> str:
        """The number of the ticket in groups; empty where it is about everything."""
        return Ticket(number=self.number).shown_number if self.number else ""

    @property
    def is_open(self) -> bool:
        """Whether the desk still owes an answer."""
        return self.state == states.OPEN

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed without an answer."""
        return self.is_open and today > self.due_on


class DataStep(models.Model):
    """One step of a request. Rows are only ever added; their words can be erased."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "request", "verb", "from_state", "to_state", "at"), "internal"),
        **dict.fromkeys(("by_kind", "by_id", "command"), "internal"),
        "sealed_words": "sensitive",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="+")
    verb = models.CharField(max_length=10)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=20)
    by_id = models.UUIDField(null=True)
    sealed_words = models.BinaryField(null=True)
    command = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ("request", "id")

    def __str__(self) -> str:
        return f"{self.verb} {self.request_id}"

    @property
    def verb_label(self) -> str:
        """What the step is called."""
        return str(states.VERBS[self.verb])

    @property
    def bound_to(self) -> str:
        """What the seal of the words is bound to."""
        return words_bond(self.pk)


def words_bond(pk: UUID) -> str:
    """What the seal of a step's words is bound to."""
    return f"protection_datastep.words:{pk}"
