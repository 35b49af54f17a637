"""Tables that somebody brings in, and what their columns meant the last time."""

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.registers.models.kinds import RegisterKind
from gewu.kernel.ids import uuid7

FOLDER = "register-imports"


class RegisterMapping(models.Model):
    """What a column of this name meant the last time a table of this kind was brought in."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "kind", "data"), "internal")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.OneToOneField(RegisterKind, on_delete=models.PROTECT, related_name="+")
    # {column: "name" | "code" | "area" | "lon" | "lat" | "f_<key>"}
    data = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.kind_id)


class RegisterImport(models.Model):
    """One table on its way in; the file is erased when it is done, or a day later."""

    class State(models.TextChoices):
        """Where it stands."""

        COLUMNS = "columns", _("Columns to be named")
        CHECKING = "checking", _("Being looked through")
        CHECKED = "checked", _("Looked through")
        LANDING = "landing", _("Being imported")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Imported")

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "kind", "user", "state", "file_name", "language"), "internal"),
        **dict.fromkeys(
            ("columns", "mapping", "system", "skip_bad", "created_at", "began_at"), "internal"
        ),
        **dict.fromkeys(("total", "bad", "added", "changed", "known", "message"), "internal"),
        **dict.fromkeys(("sample", "faults"), "personal"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.ForeignKey(RegisterKind, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLUMNS)
    file_name = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    columns = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    system = models.CharField(max_length=10, default="wgs84")
    skip_bad = models.BooleanField(default=False)
    faults = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    # When a worker took it; empty while it waits for its turn.
    began_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(sample=[], faults=[]),
                name="a_table_that_is_in_leaves_nothing_behind",
            ),
        ]

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

    @property
    def is_working(self) -> bool:
        """Whether a worker has it, or will."""
        return self.state in (self.State.CHECKING, self.State.LANDING)

    def erase_files(self) -> None:
        """The file and the list of what is wrong with it."""
        self.path.unlink(missing_ok=True)
        self.report_path.unlink(missing_ok=True)
