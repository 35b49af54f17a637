"""Whistles: a lower level calls units in, which report in, share tasks and are judged by it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area
from gewu.kernel.ids import uuid7
from gewu.work.tickets import states
from gewu.work.tickets.models.ticket import Ticket

IS_OVER = Q(state__in=(states.WHISTLE_ENDED, states.WHISTLE_REFUSED))
WAS_APPROVED = Q(state__in=(*states.CALLING, states.WHISTLE_ENDED))


class Whistle(models.Model):
    """A call of a grid, community or town for units that it does not command."""

    class Kind(models.TextChoices):
        """The three cases in which one may whistle."""

        RESIDENT_PROBLEM = "resident_problem", _("A residents' problem that we cannot solve alone")
        JOINT_ENFORCEMENT = "joint_enforcement", _("Joint enforcement")
        EMERGENCY = "emergency", _("Emergency response")

    class Level(models.TextChoices):
        """Who answers: the levels above a grid, or departments, which the town calls."""

        COMMUNITY = "community", _("Grid whistles, community and town come")
        DEPARTMENTS = "departments", _("Town whistles, departments come")

    class Outcome(models.TextChoices):
        """How it ended."""

        SOLVED = "solved", _("Solved")
        PARTLY = "partly", _("Partly solved")
        UNSOLVED = "unsolved", _("Not solved")
        GROUNDLESS = "groundless", _("There was no reason to whistle")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    number = models.CharField(_("Number"), max_length=16, unique=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    state = models.CharField(
        _("State"), max_length=12, choices=states.WHISTLE.choices(), default=states.RAISED
    )
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120)
    # Whoever leads at least this area may approve: a town's lead where departments are called.
    approval_path = models.CharField(max_length=120)
    words = models.TextField(_("What is wanted"))
    raised_by = models.UUIDField(null=True)
    raised_at = models.DateTimeField(_("Raised"))
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(_("Report in by"), null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("Outcome"), max_length=12, choices=Outcome.choices, blank=True)
    outcome_words = models.TextField(_("In words"), blank=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "county_id", "number", "kind", "level", "state"), "internal"),
        **dict.fromkeys(("ticket", "unit", "area", "area_path", "approval_path"), "internal"),
        **dict.fromkeys(("raised_by", "raised_at", "approved_by", "approved_at"), "internal"),
        **dict.fromkeys(("due_at", "ended_at", "outcome", "shredded_at"), "internal"),
        **dict.fromkeys(("words", "outcome_words"), "personal"),
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("ticket",),
                condition=Q(state__in=states.OPEN_WHISTLE),
                name="one_open_whistle_for_each_ticket",
            ),
            models.CheckConstraint(
                condition=(IS_OVER & Q(ended_at__isnull=False) & ~Q(outcome=""))
                | (~IS_OVER & Q(ended_at__isnull=True, outcome="")),
                name="ended_whistles_have_a_time_and_an_outcome",
            ),
            models.CheckConstraint(
                condition=~WAS_APPROVED | Q(approved_at__isnull=False, due_at__isnull=False),
                name="units_are_called_after_an_approval",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(raised_by__isnull=True)
                | ~Q(approved_by=F("raised_by")),
                name="nobody_approves_their_own_whistle",
            ),
        )
        indexes = (
            models.Index(
                fields=("unit", "id"),
                condition=Q(state__in=states.OPEN_WHISTLE),
                name="whistle_open_unit",
            ),
            models.Index(fields=("state", "id"), name="whistle_state"),
            models.Index(
                fields=("ticket",), condition=Q(ticket__isnull=False), name="whistle_of_ticket"
            ),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.number

    @property
    def shown_number(self) -> str:
        """Day and count, as people say it."""
        return f"{self.number[:8]} {self.number[8:]}"

    @property
    def state_label(self) -> str:
        """How far it is, in the reader's language."""
        return str(states.WHISTLE.labels[self.state])

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in states.OPEN_WHISTLE


class WhistleCall(models.Model):
    """One unit that a whistle calls: when it heard, when and how it came."""

    class Mode(models.TextChoices):
        """How a unit reports in."""

        ONSITE = "onsite", _("On site")
        ONLINE = "online", _("Online")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    whistle = models.ForeignKey(Whistle, models.CASCADE, related_name="calls", db_index=False)
    county_id = models.UUIDField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField(_("Report in by"), null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.UUIDField(null=True)
    mode = models.CharField(max_length=6, choices=Mode.choices, blank=True)
    late = models.BooleanField(default=False)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "whistle", "county_id", "unit", "due_at"), "internal"),
        **dict.fromkeys(("acknowledged_at", "acknowledged_by", "reported_at"), "internal"),
        **dict.fromkeys(("reported_by", "mode", "late"), "internal"),
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("whistle", "unit"), name="a_unit_is_called_once_by_a_whistle"
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True, mode="", late=False)
                | (Q(reported_at__isnull=False) & ~Q(mode="")),
                name="reporting_in_has_a_time_and_a_mode",
            ),
        )
        indexes = (
            models.Index(
                fields=("unit", "due_at"),
                condition=Q(reported_at__isnull=True),
                name="whistle_call_open",
            ),
        )
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.whistle_id} {self.unit_id}"


class WhistleTask(models.Model):
    """What one of the called units does, until when, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    whistle = models.ForeignKey(Whistle, models.CASCADE, related_name="tasks")
    county_id = models.UUIDField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    words = models.TextField(_("What to do"))
    given_at = models.DateTimeField()
    due_at = models.DateTimeField(_("Due"))
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    result = models.TextField(_("What was done"), blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "whistle", "county_id", "unit", "given_at", "due_at"), "internal"),
        **dict.fromkeys(("done_at", "done_by", "confirmed_at", "confirmed_by"), "internal"),
        "shredded_at": "internal",
        **dict.fromkeys(("words", "result"), "personal"),
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(done_at__isnull=False),
                name="a_task_is_done_before_it_is_confirmed",
            ),
        )
        indexes = (
            models.Index(
                fields=("unit", "due_at"),
                condition=Q(done_at__isnull=True),
                name="whistle_task_open",
            ),
        )
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.whistle_id} {self.unit_id}"


class WhistleMeeting(models.Model):
    """A joint meeting about what was not solved: its minutes and what it decided."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    whistle = models.ForeignKey(Whistle, models.CASCADE, related_name="meetings")
    county_id = models.UUIDField()
    held_at = models.DateTimeField(_("Held"))
    minutes = models.TextField(_("Minutes"))
    decisions = models.TextField(_("Decisions"))
    by_id = models.UUIDField(null=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "whistle", "county_id", "held_at", "by_id"), "internal"),
        "shredded_at": "internal",
        **dict.fromkeys(("minutes", "decisions"), "personal"),
    }

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.whistle_id} {self.held_at:%Y-%m-%d}"


class WhistleStep(models.Model):
    """One row of a whistle's history, with codes only; rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    whistle = models.ForeignKey(Whistle, models.CASCADE, related_name="steps")
    county_id = models.UUIDField()
    verb = models.CharField(max_length=20)
    to_state = models.CharField(max_length=12)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, db_index=False)
    codes = models.JSONField(default=dict)
    command = models.UUIDField(null=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "whistle", "county_id", "verb", "to_state", "at"), "internal"),
        **dict.fromkeys(("by_id", "unit", "codes", "command"), "internal"),
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("command",),
                condition=Q(command__isnull=False),
                name="a_command_moves_a_whistle_once",
            ),
        )
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"

    @property
    def verb_label(self) -> str:
        """The name of the step in the reader's language."""
        return str(states.WHISTLE_VERBS[self.verb])
