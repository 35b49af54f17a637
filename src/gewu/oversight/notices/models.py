"""Messages, the ways they went, how a person wants them, and how a county words them."""

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area
from gewu.kernel.ids import uuid7
from gewu.oversight.notices import rules
from gewu.work.tickets.models import Item

LANGUAGES = (("zh-hans", "中文"), ("en", "English"))


class Message(models.Model):
    """One message to one person about one event; it names no resident."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    event_id = models.UUIDField()
    kind = models.CharField(_("Kind"), max_length=12, choices=list(rules.KINDS.items()))
    # It is about a ticket, a whistle, or a matter of staff: a leave, a roster, a swap.
    ticket_id = models.UUIDField(null=True)
    whistle_id = models.UUIDField(null=True)
    matter_id = models.UUIDField(null=True)
    number = models.CharField(max_length=21, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", null=True, db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", null=True, db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, db_index=False)
    days = DateRangeField(null=True)
    limit_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=12, blank=True)
    is_urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("id", "user", "event_id", "kind", "ticket_id", "number", "item", "area"),
            *(
                "whistle_id",
                "matter_id",
                "unit",
                "days",
                "limit_at",
                "reason",
                "is_urgent",
                "created_at",
                "read_at",
            ),
        ),
        "internal",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "event_id"), name="an_event_is_told_to_a_person_once"
            ),
            models.CheckConstraint(
                condition=Q(ticket_id__isnull=False, whistle_id=None, matter_id=None)
                | Q(ticket_id=None, whistle_id__isnull=False, matter_id=None)
                | Q(ticket_id=None, whistle_id=None, matter_id__isnull=False),
                name="a_message_is_about_one_thing",
            ),
        )
        indexes = (
            models.Index(fields=("user", "-id"), name="message_of_user"),
            models.Index(fields=("user",), condition=Q(read_at__isnull=True), name="message_new"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def shown_days(self) -> str:
        """The days that it is about, or the one day."""
        if self.days is None:
            return ""
        first, last = self.days.lower, self.days.upper - timedelta(days=1)
        return f"{first}" if first == last else f"{first} – {last}"


class Delivery(models.Model):
    """A message on its way by one sender: when it may go, how often it was tried, what came of it."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting to be sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=12)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    tried = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=60, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "message", "channel", "state", "due_at", "tried", "sent_at", "fault"), "internal"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("message", "channel"), name="a_message_goes_each_way_once"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="sent_deliveries_have_a_time",
            ),
        )
        indexes = (
            models.Index(fields=("due_at",), condition=Q(state="waiting"), name="delivery_due"),
        )
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Preference(models.Model):
    """How a person wants messages: by mail or not, and when not at all."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+", primary_key=True)
    by_email = models.BooleanField(_("Also by e-mail"), default=False)
    email = models.EmailField(_("E-mail address"), blank=True)
    quiet_from = models.TimeField(_("Quiet from"), default=rules.QUIET_FROM)
    quiet_until = models.TimeField(_("Quiet until"), default=rules.QUIET_UNTIL)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("user", "by_email", "quiet_from", "quiet_until"), "internal"),
        "email": "personal",
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(by_email=False) | ~Q(email=""), name="mail_goes_to_an_address"
            ),
        )

    def __str__(self) -> str:
        return str(self.user_id)


class Wording(models.Model):
    """A county's own words for a kind of message; without a row the default holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=list(rules.KINDS.items()))
    language = models.CharField(max_length=8, choices=LANGUAGES)
    subject = models.CharField(_("Subject"), max_length=120)
    words = models.TextField(_("Words"))

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "kind", "language", "subject", "words"), "internal"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "language"), name="a_kind_has_one_wording_in_a_language"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
