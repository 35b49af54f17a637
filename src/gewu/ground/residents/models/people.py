"""Households and people. What is held about a person is one sealed part for each purpose."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.residents.models.purposes import Purpose, codes_of_fields
from gewu.ground.residents.rules.consents import Relation
from gewu.ground.territory.models import Area, Building
from gewu.kernel.ids import uuid7


class Household(models.Model):
    """People who live behind one door. Building and entrance help to find it; the room is sealed."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "county_id", "area", "building", "entrance"), "internal"),
        **dict.fromkeys(("since", "ended_at"), "internal"),
        "sealed_room": "sensitive",
        "reference_index": "sensitive",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, on_delete=models.PROTECT, null=True, related_name="+")
    entrance = models.CharField(_("Entrance"), max_length=20, blank=True)
    sealed_room = models.BinaryField(null=True)
    # How another register names the household, so that a repeated import knows it again.
    reference_index = models.BinaryField(max_length=32, null=True)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["area", "building", "entrance", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["area", "id"], condition=Q(ended_at=None), name="households_here"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["county_id", "reference_index"],
                name="households_of_another_register_come_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def bound_to(self) -> str:
        """What the seal of the room is bound to."""
        return self.bond_of(self.pk)

    @staticmethod
    def bond_of(pk: UUID) -> str:
        """The same of a row that is not yet there."""
        return f"residents_household.room:{pk}"


class Person(models.Model):
    """Somebody who lives here, as far as something is held about them."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "county_id", "since", "left_at", "erased_at"), "internal"),
        **dict.fromkeys(("household", "child_until"), "personal"),
        **dict.fromkeys(("name_index", "phone_index", "id_number_index"), "sensitive"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    # The fourteenth birthday; empty for everyone who has had it.
    child_until = models.DateField(null=True)
    name_index = models.BinaryField(max_length=32, null=True)
    phone_index = models.BinaryField(max_length=32, null=True)
    id_number_index = models.BinaryField(max_length=32, null=True)
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["household", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["name_index"],
                condition=Q(name_index__isnull=False),
                name="people_by_name",
            ),
            models.Index(
                fields=["phone_index"],
                condition=Q(phone_index__isnull=False),
                name="people_by_phone",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["county_id", "id_number_index"],
                condition=Q(left_at=None),
                name="people_here_have_different_id_numbers",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(
                    name_index=None,
                    phone_index=None,
                    id_number_index=None,
                    child_until=None,
                    left_at__isnull=False,
                ),
                name="who_was_erased_is_found_no_more",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_child_on(self, day: date) -> bool:
        """Whether the person is under 14 on a day."""
        return self.child_until is not None and day < self.child_until

    @property
    def is_child(self) -> bool:
        """Whether the person is under 14 today."""
        return self.is_child_on(timezone.localdate())


class PersonPart(models.Model):
    """What is held about a person for one purpose: sealed, bound to this very row."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "purpose", "version", "written_at", "keep_until"), "internal"),
        **dict.fromkeys(("person", "held"), "personal"),
        "sealed": "sensitive",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+")
    # Which fields are inside, so that nothing need be opened to say so.
    held = codes_of_fields()
    sealed = models.BinaryField()
    # Whoever writes says which version they saw.
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    keep_until = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["person", "purpose"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["keep_until"], name="parts_by_their_end"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "purpose"], name="a_person_has_one_part_for_a_purpose"
            ),
            models.CheckConstraint(condition=~Q(held=[]), name="a_part_holds_something"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def bound_to(self) -> str:
        """What the seal is bound to."""
        return self.bond_of(self.pk)

    @staticmethod
    def bond_of(pk: UUID) -> str:
        """The same of a row that is not yet there."""
        return f"residents_personpart.sealed:{pk}"


class Guardian(models.Model):
    """Who sees and decides for a child; it ends by itself on the fourteenth birthday."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "since", "ended_at"), "internal"),
        **dict.fromkeys(("child", "guardian", "relation"), "personal"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(_("Relation"), max_length=12, choices=Relation.choices)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["child", "since"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(child=F("guardian")), name="nobody_is_their_own_guardian"
            ),
            models.UniqueConstraint(
                fields=["child", "guardian"],
                condition=Q(ended_at=None),
                name="a_guardian_is_named_once_for_a_child",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.guardian_id}"
