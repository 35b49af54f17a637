"""What the kernel keeps: the journal, how far each listener has heard it, and files."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models
from django.utils import timezone

from gewu.kernel.fields import CurrentTransaction, TransactionIdField
from gewu.kernel.ids import uuid7

# Sorts before every id: "from the beginning of this transaction".
NO_ID = UUID(int=0)


class JournalEntry(models.Model):
    """One event. Rows are never changed; the table is partitioned by month on the id."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField(default=1)
    tx = TransactionIdField(db_default=CurrentTransaction(), editable=False)
    occurred_at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.UUIDField(null=True)
    path = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "name": "internal",
        "version": "internal",
        "tx": "internal",
        "occurred_at": "internal",
        "recorded_at": "internal",
        "actor_kind": "internal",
        "actor_id": "internal",
        "path": "internal",
        "payload": "internal",
    }

    class Meta:
        indexes = [models.Index(fields=["tx", "id"], name="journal_in_order_of_delivery")]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class AuditRecord(models.Model):
    """One link of the audit: who signed in, who was given what. Rows are only ever added."""

    seq = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=100)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.UUIDField(null=True)
    about_id = models.UUIDField(null=True)  # the user whom the payload names
    path = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=64, blank=True)  # the address the call came from
    payload = models.JSONField(default=dict)
    mac = models.BinaryField(max_length=32)

    PRIVACY: ClassVar[dict[str, str]] = {
        "seq": "internal",
        "name": "internal",
        "at": "internal",
        "actor_kind": "internal",
        "actor_id": "internal",
        "about_id": "internal",
        "path": "internal",
        "source": "personal",
        "payload": "internal",
        "mac": "internal",
    }

    class Meta:
        ordering: ClassVar[list[str]] = ["-seq"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["actor_id", "-seq"], name="audit_of_an_actor"),
            models.Index(fields=["about_id", "-seq"], name="audit_about_somebody"),
            models.Index(fields=["name", "-seq"], name="audit_of_a_kind"),
            models.Index(fields=["at"], name="audit_in_time"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"


class AuditHead(models.Model):
    """The end of the chain; whoever adds a link holds this one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    mac = models.BinaryField(max_length=32, default=b"")

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "seq", "mac"), "internal")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="the_audit_has_one_head"),
        ]

    def __str__(self) -> str:
        return str(self.seq)


class AuditStart(models.Model):
    """Where the chain begins since its head was cut by age; signed, so that only we can cut it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)  # the last record that is gone
    mac = models.BinaryField(max_length=32, default=b"")
    signed = models.BinaryField(max_length=32, default=b"")
    cut_at = models.DateTimeField(default=timezone.now)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "seq", "mac", "signed", "cut_at"), "internal"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="the_audit_begins_once"),
        ]

    def __str__(self) -> str:
        return str(self.seq)


class ExportRecord(models.Model):
    """One file that left the house: who took what, how much of it and what for."""

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=60)
    format = models.CharField(max_length=10)
    rows = models.PositiveIntegerField(null=True)  # none where it is not a list
    is_personal = models.BooleanField()
    purpose = models.CharField(max_length=200, blank=True)
    by_kind = models.CharField(max_length=20)
    by_id = models.UUIDField(null=True)
    source = models.CharField(max_length=64, blank=True)  # the address the call came from

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("number", "at", "what", "format", "rows", "is_personal"), "internal"),
        **dict.fromkeys(("by_kind", "by_id"), "internal"),
        **dict.fromkeys(("purpose", "source"), "personal"),
    }

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["by_id", "-number"], name="exports_of_somebody"),
            models.Index(fields=["at"], name="exports_in_time"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(is_personal=False) | ~models.Q(purpose=""),
                name="personal_exports_say_what_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what}"


class ListenerCursor(models.Model):
    """How far a listener has heard: everything up to this transaction and entry."""

    listener = models.CharField(max_length=100, primary_key=True)
    tx = TransactionIdField(default=0)
    entry = models.UUIDField(default=NO_ID)
    moved_at = models.DateTimeField(default=timezone.now)

    PRIVACY: ClassVar[dict[str, str]] = {
        "listener": "internal",
        "tx": "internal",
        "entry": "internal",
        "moved_at": "internal",
    }

    def __str__(self) -> str:
        return self.listener


class ListenerFailure(models.Model):
    """An event that a listener could not take in; tried again later, in the end by a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    listener = models.CharField(max_length=100)
    entry = models.UUIDField()
    event_name = models.CharField(max_length=100)
    tries = models.PositiveSmallIntegerField(default=1)
    next_try_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=100)
    hint = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "listener": "internal",
        "entry": "internal",
        "event_name": "internal",
        "tries": "internal",
        "next_try_at": "internal",
        "error": "internal",
        "hint": "internal",
        "created_at": "internal",
        "resolved_at": "internal",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listener", "entry"],
                name="a_listener_fails_an_entry_only_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="failures_waiting_for_a_try",
                condition=models.Q(resolved_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listener} / {self.event_name}"


class Stamp(models.Model):
    """A value that changes whenever a watched table does."""

    name = models.CharField(max_length=20, primary_key=True)
    value = models.UUIDField(default=uuid4)

    PRIVACY: ClassVar[dict[str, str]] = {"name": "internal", "value": "internal"}

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A file that somebody added; equal contents share one file on disk."""

    class Kind(models.TextChoices):
        PHOTO = "photo"
        DOCUMENT = "document"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    sha256 = models.CharField(max_length=64, db_index=True)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    added_by_kind = models.CharField(max_length=20)
    added_by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "kind": "internal",
        "sha256": "internal",
        "media_type": "internal",
        "size": "internal",
        "width": "internal",
        "height": "internal",
        "added_by_kind": "internal",
        "added_by_id": "internal",
        "created_at": "internal",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="photo", width__isnull=False, height__isnull=False)
                | models.Q(kind="document", width__isnull=True, height__isnull=True),
                name="a_photo_has_a_size_in_pixels_and_a_document_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
