"""Duty: kinds of shifts, a roster for some days, who has which shift, wishes, swaps, what changed."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import ROLE_CHOICES, User
from gewu.ground.staffing.models.units import Unit
from gewu.ground.staffing.rules.duty import Days, Swaps, is_night
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language


def _internal(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "internal")


class ShiftKind(models.Model):
    """A kind of shift that a unit has: when, on which days, for how many, and for whom."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        *("id", "unit", "name_zh", "name_en", "begins", "ends", "on", "weekdays", "need"),
        *("roles", "with_below", "retired_on"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name_zh = models.CharField(_("Name"), max_length=40)
    name_en = models.CharField(_("Name in English"), max_length=60, blank=True)
    begins = models.TimeField(_("From (time)"))
    # At or before the beginning it is a time of the next day.
    ends = models.TimeField(_("Until (time)"))
    on = models.CharField(_("Days"), max_length=10, choices=Days.choices, default=Days.DAILY)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    need = models.PositiveSmallIntegerField(_("How many people"), default=1)
    roles = ArrayField(models.CharField(max_length=20, choices=ROLE_CHOICES), default=list)
    with_below = models.BooleanField(_("Also people of the units below"), default=False)
    retired_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["begins", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(name_zh=""), name="kinds_of_shifts_have_a_name"),
            models.CheckConstraint(condition=Q(need__gt=0), name="a_shift_needs_somebody"),
            models.CheckConstraint(
                condition=Q(on__in=Days.values), name="shifts_are_on_known_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)

    @property
    def is_night(self) -> bool:
        """Whether it takes a night's sleep."""
        return is_night(self.begins, self.ends)


class DutySetting(models.Model):
    """How a unit does it: whether swaps are approved, and the phone of whoever is on duty."""

    PRIVACY: ClassVar[dict[str, str]] = {"unit": "internal", "swaps": "internal", "phone": "public"}

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+", primary_key=True)
    swaps = models.CharField(_("Swaps"), max_length=8, choices=Swaps.choices, default=Swaps.TOLD)
    phone = models.CharField(_("Duty phone"), max_length=20, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(swaps__in=Swaps.values), name="swaps_go_a_known_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.swaps}"


class Roster(models.Model):
    """A unit's shifts for some days: a draft until it is published."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        *("id", "county_id", "unit", "days", "outcome", "published_at", "version")
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    days = DateRangeField()
    # What the last proposal came to: how good it is and which shifts stay short; ids and numbers.
    outcome = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    # One more with every change, so that a proposal made meanwhile is not laid over a change.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-days"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="rosters_of_a_unit_do_not_overlap",
                expressions=[
                    (F("unit"), RangeOperators.EQUAL),
                    (F("days"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(days__isempty=False), name="a_roster_lasts_a_day_at_least"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.days}"

    @property
    def first_day(self) -> date:
        """The first day."""
        first: date = self.days.lower
        return first


class Shift(models.Model):
    """One shift on one day."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        *("id", "roster", "kind", "day", "begins", "ends", "need", "is_night", "is_day_off")
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="+")
    kind = models.ForeignKey(ShiftKind, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    need = models.PositiveSmallIntegerField()
    is_night = models.BooleanField()
    is_day_off = models.BooleanField()

    class Meta:
        ordering: ClassVar[list[str]] = ["begins", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["roster", "kind", "day"], name="a_kind_of_shift_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")), name="a_shift_ends_after_it_begins"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ends", "begins"], name="shift_now"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.day}"


class Duty(models.Model):
    """Somebody has a shift, or had it until it was changed."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        *("id", "shift", "user", "is_pinned", "ended_at", "changed_at")
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_pinned = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["shift__begins", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["shift", "user"],
                condition=Q(ended_at=None),
                name="nobody_has_a_shift_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.shift_id}"


class DutyWish(models.Model):
    """Days on which somebody cannot or would rather not have a shift; nobody asks why."""

    class Kind(models.TextChoices):
        """How firm it is."""

        AWAY = "away", _("Cannot")
        RATHER_NOT = "rather_not", _("Would rather not")

    PRIVACY: ClassVar[dict[str, str]] = _internal("id", "user", "kind", "days", "entered_by")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    days = DateRangeField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["days"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(days__isempty=False), name="a_wish_is_for_a_day_at_least"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.days}"

    @property
    def first_day(self) -> date:
        """The first day."""
        first: date = self.days.lower
        return first

    @property
    def last_day(self) -> date:
        """The last day."""
        last: date = self.days.upper - timedelta(days=1)
        return last


class Swap(models.Model):
    """One asks another to take a shift, perhaps for one of theirs."""

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("Waits for an answer")
        AGREED = "agreed", _("Agreed, waits for approval")
        DONE = "done", _("Swapped")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        *("id", "duty", "other", "asked", "state", "asked_at", "answered_at", "decided_by")
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="+", null=True)
    asked = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["duty"],
                condition=Q(state__in=["asked", "agreed"]),
                name="a_shift_is_offered_to_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.state}"


class DutyChange(models.Model):
    """What changed after publishing, for the history and for whoever it concerns to read."""

    class Kind(models.TextChoices):
        """What happened."""

        PUBLISHED = "published", _("The roster was published")
        GIVEN = "given", _("Got this shift")
        TAKEN_OFF = "taken_off", _("No longer has this shift")

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        *("id", "roster", "shift", "kind", "user", "by", "at", "read_at")
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="+")
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="+", null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="duty_change_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class CalendarFeed(models.Model):
    """The secret address of somebody's own duties; only its digest is stored."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **_internal("user", "made_at"),
        "digest": "sensitive",
    }

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+", primary_key=True)
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["user"]

    def __str__(self) -> str:
        return str(self.made_at)


__all__ = [
    "CalendarFeed",
    "Duty",
    "DutyChange",
    "DutySetting",
    "DutyWish",
    "Roster",
    "Shift",
    "ShiftKind",
    "Swap",
]
