"""What happened to a ticket: moves that are only ever added, and the words that go with them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.ids import uuid7
from gewu.kernel.models import Attachment
from gewu.work.tickets import states
from gewu.work.tickets.models.ticket import Ticket


class Move(models.Model):
    """One step of a ticket: who, from, to, when, with codes only.

    The table is partitioned by month on its id, nothing refers to it, and the application may
    only add to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ticket_id = models.UUIDField()
    county_id = models.UUIDField()
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    was_overdue = models.BooleanField()
    # The limit of the step that begins here, and whether the one that ends here was late.
    due_at = models.DateTimeField(null=True)
    stage_late = models.BooleanField(default=False)
    codes = models.JSONField(default=dict)
    command = models.UUIDField(null=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "ticket_id": "internal",
        "county_id": "public",
        "verb": "public",
        "from_state": "public",
        "to_state": "public",
        "at": "public",
        "by_kind": "internal",
        "by_id": "internal",
        "unit_id": "public",
        "was_overdue": "public",
        "due_at": "internal",
        "stage_late": "internal",
        "codes": "internal",
        "command": "internal",
    }

    class Meta:
        indexes = (models.Index(fields=("ticket_id", "id"), name="move_of_ticket"),)
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"

    @property
    def verb_label(self) -> str:
        """The name of the step in the reader's language."""
        return str(states.VERBS[self.verb])


class Note(models.Model):
    """The words of a move, which can be shredded; `is_public` says whether the resident reads it."""

    move_id = models.UUIDField(primary_key=True)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    county_id = models.UUIDField()
    words = models.TextField()
    is_public = models.BooleanField()
    shredded_at = models.DateTimeField(null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        "move_id": "internal",
        "ticket": "internal",
        "county_id": "public",
        "words": "personal",
        "is_public": "internal",
        "shredded_at": "internal",
    }

    def __str__(self) -> str:
        return str(self.move_id)


class TicketPhoto(models.Model):
    """A picture of a ticket, from before or after the work."""

    class Stage(models.TextChoices):
        """When the picture was taken."""

        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    county_id = models.UUIDField()
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=6, choices=Stage.choices)
    move_id = models.UUIDField()

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "ticket": "internal",
        "county_id": "public",
        "attachment": "personal",
        "stage": "internal",
        "move_id": "internal",
    }

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.stage}"


class Rating(models.Model):
    """One to five stars of the resident for one closing of a ticket."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    county_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    stars = models.PositiveSmallIntegerField(_("Stars"))
    words = models.TextField(_("In your words"), blank=True)
    at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "ticket": "internal",
        "county_id": "public",
        "round": "internal",
        "stars": "internal",
        "words": "personal",
        "at": "internal",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("ticket", "round"), name="closing_is_rated_once"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="stars_are_one_to_five"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.stars}"
