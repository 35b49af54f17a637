"""The ticket itself, and the words that can be shredded without touching the rest."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gewu.ground.residents.models import Contact
from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area
from gewu.kernel.ids import uuid7
from gewu.work.tickets import states
from gewu.work.tickets.models.catalogue import Condition, Item
from gewu.work.tickets.rules.clocks import CLASS_NAMES, NEAR, clock_of
from gewu.work.tickets.rules.numbers import grouped

ENDED = Q(closed_at__isnull=False)
NEED_A_UNIT = (
    *(states.DISPATCHED, states.RETURNING, states.IN_PROGRESS),
    *(states.SUSPENDED, states.CHECKING, states.CHECKED),
)
NEED_A_CONDITION = (states.DISPATCHED, states.RETURNING, states.IN_PROGRESS, states.SUSPENDED)


class Ticket(models.Model):
    """One request or found problem; every change of it is a row of Move as well."""

    class Channel(models.TextChoices):
        """The door by which it came."""

        WEB = "web", _("Web page")
        CODE = "code", _("QR code of a grid")
        PHONE = "phone", _("Telephone")
        COUNTER = "counter", _("Counter")
        PATROL = "patrol", _("Found by staff")
        API = "api", _("Connected system")
        FILE = "file", _("Imported file")

    class Supervision(models.TextChoices):
        """How closely a supervisor follows it; a label beside the clock, never for a person."""

        BLUE = "blue", _("Blue: near its limit")
        YELLOW = "yellow", _("Yellow: behind")
        RED = "red", _("Red: long overdue")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    number = models.CharField(_("Number"), max_length=21)
    state = models.CharField(
        _("State"), max_length=12, choices=list(states.TICKET.labels.items()), default="submitted"
    )
    channel = models.CharField(_("Channel"), max_length=8, choices=Channel.choices)
    item = models.ForeignKey(
        Item,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Item"),
        db_index=False,
    )
    condition = models.ForeignKey(
        Condition, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Area"),
        db_index=False,
    )
    area_version = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Unit"),
        db_index=False,
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, related_name="+", null=True, blank=True, db_index=False
    )
    handled_by = models.UUIDField(null=True, blank=True)
    lon = models.DecimalField(
        _("Longitude"), max_digits=10, decimal_places=7, null=True, blank=True
    )
    lat = models.DecimalField(_("Latitude"), max_digits=10, decimal_places=7, null=True, blank=True)
    submitted_at = models.DateTimeField(_("Reported"))
    deadline_class = models.CharField(max_length=4)
    due_at = models.DateTimeField(_("Due"))
    # The limits of whoever has it now; the promise to the resident is due_at alone.
    stage_due_at = models.DateTimeField(_("This step is due"), null=True, blank=True)
    unit_due_at = models.DateTimeField(_("The unit's own limit"), null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    resume_on = models.DateTimeField(_("Taken up again"), null=True, blank=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    suspensions = models.PositiveSmallIntegerField(default=0)
    reworks = models.PositiveSmallIntegerField(default=0)
    urges = models.PositiveSmallIntegerField(default=0)
    urged_on = models.DateField(null=True, blank=True)
    supervision = models.CharField(max_length=6, blank=True, choices=Supervision.choices)
    # "kind:state" of the application that waits for a decision.
    pending = models.CharField(max_length=24, blank=True)
    return_locked = models.BooleanField(default=False)
    self_handled = models.BooleanField(default=False)
    is_excused = models.BooleanField(default=False)
    is_confidential = models.BooleanField(_("Confidential"), default=False)
    is_follow_up = models.BooleanField(default=False)
    # Units that a complaint is about, or that withdrew: they never get it nor learn who reported.
    barred = ArrayField(models.UUIDField(), default=list, blank=True)
    master = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    helpers = ArrayField(models.UUIDField(), default=list, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(_("Times reopened"), default=0)
    version = models.PositiveIntegerField(default=1)
    source_system = models.CharField(max_length=40, blank=True)
    source_id = models.CharField(max_length=80, blank=True)
    command = models.UUIDField(null=True, blank=True, unique=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "county_id": "public",
        "number": "public",
        "state": "public",
        "channel": "internal",
        "item": "public",
        "condition": "public",
        "area": "public",
        "area_version": "internal",
        "area_path": "internal",
        "unit": "public",
        "contact": "personal",
        "handled_by": "internal",
        "lon": "internal",
        "lat": "internal",
        "submitted_at": "public",
        "deadline_class": "public",
        "due_at": "public",
        **dict.fromkeys(("stage_due_at", "unit_due_at", "paused_at"), "internal"),
        **dict.fromkeys(("resume_on", "extensions", "suspensions"), "public"),
        **dict.fromkeys(("reworks", "urges", "urged_on", "supervision"), "internal"),
        **dict.fromkeys(("pending", "return_locked", "self_handled"), "internal"),
        **dict.fromkeys(("is_excused", "is_confidential", "is_follow_up"), "internal"),
        **dict.fromkeys(("barred", "master", "parent", "helpers"), "internal"),
        "checked_at": "public",
        "closed_at": "public",
        "reopened": "public",
        "version": "internal",
        "source_system": "internal",
        "source_id": "internal",
        "command": "internal",
    }

    class Meta:
        constraints = (
            # Looked up whole and by its beginning, by one index.
            models.UniqueConstraint(
                fields=("number",), name="number_is_unique", opclasses=("varchar_pattern_ops",)
            ),
            models.UniqueConstraint(
                fields=("source_system", "source_id"),
                condition=~Q(source_id=""),
                name="source_id_is_imported_once",
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="place_is_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.OPEN, closed_at__isnull=True)
                | Q(state__in=(*states.ENDED, states.ARCHIVED), closed_at__isnull=False),
                name="ended_tickets_have_a_closing_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=NEED_A_UNIT) | Q(unit__isnull=False),
                name="dispatched_tickets_have_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=NEED_A_CONDITION)
                | Q(item__isnull=False, condition__isnull=False),
                name="dispatched_tickets_have_item_and_condition",
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.PAUSED, paused_at__isnull=False)
                | (~Q(state__in=states.PAUSED) & Q(paused_at__isnull=True)),
                name="the_clock_stands_still_only_in_a_pause",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.MERGED) | Q(master__isnull=False),
                name="merged_tickets_name_their_master",
            ),
            models.CheckConstraint(
                condition=Q(master__isnull=True) | ~Q(master=models.F("id")),
                name="a_ticket_is_not_merged_into_itself",
            ),
        )
        indexes = (
            models.Index(fields=("due_at", "id"), condition=~ENDED, name="ticket_open_due"),
            models.Index(
                fields=("unit", "due_at", "id"), condition=~ENDED, name="ticket_open_unit_due"
            ),
            models.Index(
                fields=("state", "due_at", "id"), condition=~ENDED, name="ticket_open_state_due"
            ),
            # Which steps are past their limit, read every minute for reminders.
            models.Index(
                fields=("state", "stage_due_at"),
                condition=~ENDED & Q(stage_due_at__isnull=False),
                name="ticket_open_stage_due",
            ),
            # The queue by the limit of the step, and by when it was reported; see migration 0011.
            models.Index(
                fields=("stage_due_at", "id"),
                condition=~ENDED & Q(stage_due_at__isnull=False),
                name="ticket_open_by_stage",
            ),
            models.Index(
                fields=("submitted_at", "id"), condition=~ENDED, name="ticket_open_submitted"
            ),
            models.Index(fields=("closed_at", "id"), condition=ENDED, name="ticket_closed"),
            models.Index(
                fields=("unit", "closed_at", "id"), condition=ENDED, name="ticket_unit_closed"
            ),
            # All tickets of a unit, the newest first.
            models.Index(fields=("unit", "id"), name="ticket_unit_all"),
            models.Index(
                OpClass("area_path", name="text_pattern_ops"),
                "due_at",
                name="ticket_area_path",
            ),
            models.Index(fields=("item", "submitted_at"), name="ticket_item_submitted"),
            models.Index(
                fields=("contact",), condition=Q(contact__isnull=False), name="ticket_of_contact"
            ),
            models.Index(
                fields=("master",), condition=Q(master__isnull=False), name="ticket_of_master"
            ),
            models.Index(
                fields=("parent",), condition=Q(parent__isnull=False), name="ticket_of_parent"
            ),
            GinIndex(fields=("helpers",), condition=~Q(helpers=[]), name="ticket_of_helper"),
        )
        ordering = ("due_at", "id")

    def __str__(self) -> str:
        return self.number

    @property
    def shown_number(self) -> str:
        """The number in groups, as it is read aloud."""
        return grouped(self.number)

    @property
    def state_label(self) -> str:
        """The name of the state in the reader's language."""
        return str(states.TICKET.labels[self.state])

    @property
    def limit_words(self) -> str:
        """How long it may take."""
        return str(CLASS_NAMES[self.deadline_class])

    @property
    def ended_at(self) -> datetime | None:
        """When the resident's clock stopped."""
        return self.checked_at or self.closed_at

    @property
    def clock_state(self) -> str:
        """Whether the resident's clock is running, standing still or done."""
        if self.ended_at:
            return "done"
        return "paused" if self.paused_at else "running"

    @property
    def warn_at(self) -> datetime:
        """From here on it is near its limit."""
        return self.due_at - (self.due_at - self.submitted_at) * NEAR

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in states.OPEN

    @property
    def is_late(self) -> bool:
        """Whether the promise was kept too late and nothing excuses it."""
        return not self.is_excused and self.ended_at is not None and self.ended_at > self.due_at

    @property
    def is_emptied(self) -> bool:
        """Whether its words were removed for good."""
        return self.text.shredded_at is not None

    @property
    def pending_kind(self) -> str:
        """What somebody applied for and nobody has decided."""
        return self.pending.partition(":")[0]

    @property
    def pending_state(self) -> str:
        """How far that application is."""
        return self.pending.partition(":")[2]

    def clock(self, now: datetime) -> str:
        """The honest word for the resident's clock at a moment."""
        return clock_of(
            now, self.submitted_at, self.due_at, self.ended_at, paused=self.paused_at is not None
        )


class TicketText(models.Model):
    """Title, words and address of a request: one row that can be shredded."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="text", primary_key=True)
    county_id = models.UUIDField()
    title = models.CharField(_("Headline"), max_length=120)
    words = models.TextField(_("Description"), blank=True)
    address = models.CharField(_("Place in words"), max_length=200, blank=True)
    terms = ArrayField(models.TextField(), default=list)
    shredded_at = models.DateTimeField(null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        "ticket": "internal",
        "county_id": "public",
        "title": "personal",
        "words": "personal",
        "address": "personal",
        "terms": "personal",
        "shredded_at": "internal",
    }

    class Meta:
        indexes = (GinIndex(fields=("terms",), name="ticket_text_terms"),)

    def __str__(self) -> str:
        return self.title

    @property
    def headline(self) -> str:
        """The title; where the words were removed, that they were, in the reader's language."""
        if self.shredded_at is None:
            return self.title
        return gettext("Removed on %(date)s") % {"date": f"{localtime(self.shredded_at):%Y-%m-%d}"}
