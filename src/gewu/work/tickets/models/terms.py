"""A county's promises to residents, and the days on which its clocks stand still."""

from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.ids import uuid7


class Terms(models.Model):
    """What a county promises: working hours, time to sign, to reopen and to answer."""

    county_id = models.UUIDField(primary_key=True)
    county_code = models.CharField(max_length=12)
    zone = models.CharField(_("Time zone"), max_length=40, default="Asia/Shanghai")
    morning_from = models.TimeField(_("Morning from"), default=time(8))
    morning_to = models.TimeField(_("Morning to"), default=time(12))
    afternoon_from = models.TimeField(_("Afternoon from"), default=time(14))
    afternoon_to = models.TimeField(_("Afternoon to"), default=time(18))
    # Changes with every special day, so that cached calendars know that they are old.
    calendar_stamp = models.UUIDField(default=uuid7, editable=False)
    # The same for the routing rules in force.
    routing_stamp = models.UUIDField(default=uuid7, editable=False)
    sign_minutes = models.PositiveSmallIntegerField(
        _("Working minutes to sign for a ticket"), default=120
    )
    file_minutes = models.PositiveSmallIntegerField(_("Working minutes to file"), default=30)
    dispatch_minutes = models.PositiveSmallIntegerField(
        _("Working minutes to dispatch"), default=30
    )
    verify_minutes = models.PositiveSmallIntegerField(_("Working minutes to verify"), default=240)
    return_minutes = models.PositiveSmallIntegerField(
        _("Working minutes in which a unit may send back"), default=240
    )
    decide_minutes = models.PositiveSmallIntegerField(
        _("Working minutes to decide about sending back"), default=120
    )
    check_minutes = models.PositiveSmallIntegerField(_("Working minutes to check"), default=480)
    answer_days = models.PositiveSmallIntegerField(
        _("Working days in which a reporter may answer"), default=3
    )
    reopen_days = models.PositiveSmallIntegerField(_("Days to reopen"), default=7)
    silence_days = models.PositiveSmallIntegerField(
        _("Days without an answer after which a checked ticket closes"), default=7
    )

    # When the limits of open tickets were last counted again, and how many moved.
    recounted = models.PositiveIntegerField(default=0, editable=False)
    recounted_at = models.DateTimeField(null=True, editable=False)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "recounted",
            "recounted_at",
            "county_id",
            "county_code",
            "zone",
            "morning_from",
            "morning_to",
            "afternoon_from",
            "afternoon_to",
            "calendar_stamp",
            "routing_stamp",
            "sign_minutes",
            "file_minutes",
            "dispatch_minutes",
            "verify_minutes",
            "return_minutes",
            "decide_minutes",
            "check_minutes",
            "answer_days",
            "reopen_days",
            "silence_days",
        ),
        "public",
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(morning_from__lt=models.F("morning_to"))
                & Q(morning_to__lte=models.F("afternoon_from"))
                & Q(afternoon_from__lt=models.F("afternoon_to")),
                name="working_hours_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(
                    sign_minutes__gt=0,
                    file_minutes__gt=0,
                    dispatch_minutes__gt=0,
                    verify_minutes__gt=0,
                    return_minutes__gt=0,
                    decide_minutes__gt=0,
                    check_minutes__gt=0,
                    answer_days__gt=0,
                    reopen_days__gt=0,
                    silence_days__gt=0,
                ),
                name="promises_are_longer_than_nothing",
            ),
        )

    def __str__(self) -> str:
        return str(self.county_id)


class SpecialDay(models.Model):
    """A holiday, or a weekend day that is worked to make up for one."""

    class Kind(models.TextChoices):
        """What the day is instead of what its weekday says."""

        HOLIDAY = "holiday", _("Holiday")
        WORKDAY = "workday", _("Make-up working day")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    day = models.DateField(_("Day"))
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices)
    name_zh = models.CharField(_("Name"), max_length=60, blank=True)
    official = models.BooleanField(_("From the official notice"), default=True)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "county_id", "day", "kind", "name_zh", "official"), "public"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("county_id", "day"), name="special_day_is_unique_in_county"
            ),
        )
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.name_zh}"
