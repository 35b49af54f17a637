"""Days on which somebody is away, who stands in for them, and what is handed over."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models.posts import Post
from gewu.kernel.ids import uuid7


class Leave(models.Model):
    """Somebody is away for some days; the kind is known to them and to whoever decides."""

    class Kind(models.TextChoices):
        """Why, without any detail."""

        ANNUAL = "annual", _("Annual leave")
        SICK = "sick", _("Sick leave")
        FAMILY = "family", _("Family leave")
        TRAINING = "training", _("Training")
        OTHER = "other", _("Other leave")

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("To be decided")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        CANCELLED = "cancelled", _("Taken back")

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "county_id", "user", "valid", "state"), "internal"),
        **dict.fromkeys(("asked_by", "decided_by", "words"), "internal"),
        "kind": "personal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField(_("County"))
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind of leave"), max_length=10, choices=Kind.choices)
    valid = DateRangeField(_("Days"))
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    words = models.CharField(_("Why it is declined"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-valid"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="nobody_is_away_twice_at_a_time",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["asked", "approved"]),
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False, valid__upper_inf=False), name="every_leave_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.valid}"

    @property
    def from_day(self) -> date:
        """The first day."""
        first: date = self.valid.lower
        return first

    @property
    def last_day(self) -> date:
        """The last day."""
        last: date = self.valid.upper - timedelta(days=1)
        return last


class StandIn(models.Model):
    """Somebody does the work of a post for some days, with its rights on exactly these."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "county_id", "post", "user", "leave", "valid", "told_at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField(_("County"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # None: the post is vacant.
    leave = models.ForeignKey(Leave, on_delete=models.CASCADE, related_name="+", null=True)
    valid = DateRangeField(_("Days"))
    # When they were told, shortly before, that it begins.
    told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-valid"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="one_stand_in_per_post_at_a_time",
                expressions=[
                    (F("post"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False, valid__upper_inf=False),
                name="every_stand_in_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.valid}"

    @property
    def from_day(self) -> date:
        """The first day."""
        first: date = self.valid.lower
        return first

    @property
    def last_day(self) -> date:
        """The last day."""
        last: date = self.valid.upper - timedelta(days=1)
        return last


class Handover(models.Model):
    """What whoever leaves a post tells whoever goes on, and that they have read it."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "county_id", "post", "giver", "taker"), "internal"),
        **dict.fromkeys(("words", "written_at", "confirmed_at"), "internal"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField(_("County"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("What the next one should know"), max_length=1000)
    written_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(giver=F("taker")) & ~Q(words=""),
                name="a_handover_is_words_to_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.written_at}"
