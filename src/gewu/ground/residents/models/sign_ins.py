"""Codes sent to a phone, and the sessions they open: apart from those of the staff."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gewu.ground.residents.rules.sign_ins import TRIES
from gewu.kernel.ids import uuid7


class ResidentSession(models.Model):
    """Somebody who has shown that a number is theirs; only a digest of the cookie is stored."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "digest": "sensitive",
        "phone_index": "sensitive",
        "sealed_phone": "sensitive",
        "began_at": "personal",
        "last_at": "personal",
        "ended_at": "personal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digest = models.BinaryField(max_length=32, unique=True)
    phone_index = models.BinaryField(max_length=32)
    sealed_phone = models.BinaryField()
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["phone_index"], condition=Q(ended_at=None), name="sessions_of_a_number"
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(last_at__gte=F("began_at")), name="a_session_goes_forward"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SignInCode(models.Model):
    """One code that was sent: a keyed digest of it, until when it holds, how often it was tried."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "phone_index": "sensitive",
        "address_index": "sensitive",
        "sealed_phone": "sensitive",
        "digest": "sensitive",
        "asked_at": "internal",
        "expires_at": "internal",
        "tries": "internal",
        "used_at": "internal",
        "session": "internal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phone_index = models.BinaryField(max_length=32)
    address_index = models.BinaryField(max_length=32)
    sealed_phone = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    # Set where somebody who has signed in shows that a new number is theirs, too.
    session = models.ForeignKey(ResidentSession, models.CASCADE, related_name="+", null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["phone_index", "asked_at"], name="codes_of_a_number"),
            models.Index(fields=["address_index", "asked_at"], name="codes_of_an_address"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(tries__lte=TRIES), name="a_code_is_tried_so_often"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
