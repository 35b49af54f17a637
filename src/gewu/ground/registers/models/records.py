"""Records, and what became of each."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.registers.models.kinds import RegisterKind
from gewu.ground.registers.states import RECORDS, RETIRED, USED
from gewu.ground.territory.models import Area
from gewu.kernel.ids import uuid7


class Record(models.Model):
    """One thing of a kind: what it is called, where it stands, what is written about it."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "county_id", "kind", "name", "code", "area", "path"), "internal"),
        **dict.fromkeys(("lon", "lat", "state", "version", "confirmed_on", "due_on"), "internal"),
        **dict.fromkeys(("changed_at", "run_id"), "internal"),
        "terms": "internal",
        # Each field says in its kind how private it is; some are personal.
        "values": "personal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    kind = models.ForeignKey(RegisterKind, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=120)
    code = models.CharField(_("Code"), max_length=40, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    # The area's path, so that a list of a place needs no other table.
    path = models.CharField(max_length=120)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    state = models.CharField(max_length=10, choices=RECORDS.choices(), default=USED)
    # By the key of the field, never by its name.
    values = models.JSONField(default=dict)
    # What it is found by: name, code and what everybody who has the kind may read.
    terms = ArrayField(models.CharField(max_length=64), default=list)
    version = models.PositiveIntegerField(default=1)
    confirmed_on = models.DateField()
    due_on = models.DateField(null=True)
    changed_at = models.DateTimeField()
    run_id = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["kind", "path"],
                opclasses=["uuid_ops", "text_pattern_ops"],
                name="records_by_place",
            ),
            models.Index(fields=["kind", "name", "id"], name="records_by_name"),
            models.Index(fields=["kind", "code", "id"], name="records_by_code"),
            models.Index(fields=["kind", "changed_at", "id"], name="records_by_change"),
            models.Index(
                fields=["kind", "due_on", "id"], condition=Q(state=USED), name="records_by_due_day"
            ),
            models.Index(
                fields=["path", "due_on"],
                opclasses=["text_pattern_ops", "date_ops"],
                condition=Q(state=USED),
                name="records_due_in_a_place",
            ),
            GinIndex(fields=["terms"], name="records_by_words", fastupdate=False),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=Q(state=USED) & ~Q(code=""),
                name="records_in_use_differ_in_code",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="every_record_has_a_name"),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__isnull=False, lat__isnull=False),
                name="a_record_has_both_coordinates_or_none",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gt=models.F("confirmed_on")),
                name="a_record_is_due_after_it_was_seen",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_retired(self) -> bool:
        """Whether it is no more."""
        return self.state == RETIRED


class RecordChange(models.Model):
    """One step of a record: what it was before and after, by whom and why. Never changed itself."""

    class What(models.TextChoices):
        """What somebody did."""

        ADD = "add", _("Added")
        IMPORT = "import", _("Brought in from a table")
        CHANGE = "change", _("Something was changed")
        CONFIRM = "confirm", _("Looked at, nothing had changed")
        RETIRE = "retire", _("Retired")
        RESTORE = "restore", _("Taken back into use")
        UNDO = "undo", _("The last change was undone")
        MERGE = "merge", _("Merged with another one")
        REDRAW = "redraw", _("Lies in another area, because areas were drawn anew")

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "record", "number", "what", "reason", "at", "by"), "internal"),
        "changes": "personal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    # The version that it made.
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=What.choices)
    # {"name" | "code" | "area" | "point" | "f_<key>": [before, after]}
    changes = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "number"], name="a_version_of_a_record_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.number}"
