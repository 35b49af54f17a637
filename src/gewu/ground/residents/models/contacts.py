"""Contacts, sealed, and who looked at them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.residents.rules.contacts import LONGEST_REASON
from gewu.kernel.ids import uuid7


class Contact(models.Model):
    """A name and a phone that somebody gave for one purpose."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "county_id": "internal",
        "purpose": "internal",
        "sealed_name": "sensitive",
        "sealed_phone": "sensitive",
        "phone_index": "sensitive",
        "restricted_at": "internal",
        "erased_at": "internal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField(_("County"))
    purpose = models.CharField(_("Purpose"), max_length=60)
    sealed_name = models.BinaryField(null=True)
    sealed_phone = models.BinaryField(null=True)
    phone_index = models.BinaryField(max_length=32, null=True)
    # The person asked to delete it while somebody still works on the case: kept, never opened.
    restricted_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["phone_index"], name="contacts_by_phone")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(purpose=""), name="every_contact_has_a_purpose"),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(sealed_name=None, sealed_phone=None, phone_index=None),
                name="an_erased_contact_holds_nothing",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False)
                | Q(sealed_name__isnull=False)
                | Q(sealed_phone__isnull=False),
                name="a_contact_holds_a_name_or_a_phone",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ContactAccess(models.Model):
    """One reading of a contact. Rows are only ever added."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "contact": "internal",
        "reader_kind": "internal",
        "reader_id": "internal",
        "reason": "personal",
        "at": "internal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    reader_kind = models.CharField(max_length=20)
    reader_id = models.UUIDField(null=True)
    reason = models.CharField(_("Reason"), max_length=LONGEST_REASON)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="every_access_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.at}"
