"""Files that somebody brings in, from the upload to the result, and mappings that are kept."""

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.kernel.ids import uuid7

FOLDER = "imports"


class SavedMapping(models.Model):
    """What the columns of a source mean, kept by a county under a name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    name = models.CharField(_("Name"), max_length=60)
    data = models.JSONField()

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "county_id", "name", "data"), "internal"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("county_id", "name"), name="saved_mapping_name_is_unique_in_its_county"
            ),
        )
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One file on its way in. What it holds is forgotten when it is done, or a day later."""

    class State(models.TextChoices):
        COLUMNS = "columns", _("Columns to be named")
        CHECKING = "checking", _("Being looked through")
        CHECKED = "checked", _("Looked through")
        LANDING = "landing", _("Being imported")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Imported")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLUMNS)
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sheet = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Emptied when it is done: columns, first rows, meaning, how rows will land, what is wrong.
    columns = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    preview = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    counted = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    bad = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "county_id", "user", "state", "size", "sheet"), "internal"),
        **dict.fromkeys(("language", "created_at", "asked_at", "began_at", "ended_at"), "internal"),
        **dict.fromkeys(("counted", "total", "bad", "known", "added"), "internal"),
        **dict.fromkeys(("file_name", "columns", "mapping"), "internal"),
        **dict.fromkeys(("sample", "preview", "faults", "message"), "personal"),
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(ended_at__isnull=False, sample=[], preview=[], faults=[]),
                name="a_finished_import_holds_nothing_of_its_file",
            ),
        )
        indexes = (models.Index(fields=("user", "created_at"), name="imports_of_a_person"),)
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.file_name

    @property
    def path(self) -> Path:
        """Where the file lies until it is done."""
        return Path(settings.MEDIA_ROOT) / FOLDER / f"{self.pk}.table"

    @property
    def report_path(self) -> Path:
        """Where the list of bad rows lies."""
        return Path(settings.MEDIA_ROOT) / FOLDER / f"{self.pk}.bad"

    def erase_files(self) -> None:
        """The file and the list of what is wrong with it."""
        self.path.unlink(missing_ok=True)
        self.report_path.unlink(missing_ok=True)

    @property
    def new(self) -> int:
        """How many rows an import would add."""
        return (self.total or 0) - self.known - self.bad
