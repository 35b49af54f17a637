"""Who agreed to what, in which words, when and how. Rows are only ever added."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.residents.models.people import Person
from gewu.ground.residents.models.purposes import Notice, Purpose
from gewu.ground.residents.rules.consents import Answer, How
from gewu.kernel.ids import uuid7


class Consent(models.Model):
    """One answer of a person, or of the guardian for a child; the last one counts."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "purpose", "notice", "how", "at", "recorded_at"), "internal"),
        **dict.fromkeys(("recorded_kind", "recorded_id", "witness", "own_wish"), "internal"),
        **dict.fromkeys(("person", "given_by", "answer"), "personal"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+")
    # The words that were shown; a withdrawal refers to those that were agreed to.
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("Answer"), max_length=10, choices=Answer.choices)
    how = models.CharField(_("How"), max_length=8, choices=How.choices)
    # The guardian who answered; empty where the person did.
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    own_wish = models.BooleanField(_("They came up with it themselves"), default=False)
    witness = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_kind = models.CharField(max_length=20)
    recorded_id = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-recorded_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "purpose", "-recorded_at"], name="consents_of_a_person"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(how=How.ORAL, answer=Answer.GIVEN, witness=None),
                name="an_oral_consent_was_heard_by_a_witness",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="answers_stay_as_they_are", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.answer}"
