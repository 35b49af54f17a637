"""The seats of units, and who holds them."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import ROLE_CHOICES, ROLES, User
from gewu.ground.staffing.models.kinds import PostKind, Waiver
from gewu.ground.staffing.models.units import Unit
from gewu.ground.territory.models import Area
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language


class Post(models.Model):
    """A seat in a unit, of a kind and perhaps with a role, held by one person at a time."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "unit", "kind", "role", "title_zh", "title_en", "full_time", "phone"), "public"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(PostKind, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(_("Role"), max_length=20, choices=ROLE_CHOICES, blank=True)
    title_zh = models.CharField(_("Title"), max_length=80, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=120, blank=True)
    full_time = models.BooleanField(_("Full time"), default=True)
    phone = models.CharField(_("Work phone"), max_length=20, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["unit", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(role__in=list(ROLES)) | Q(role="", kind__isnull=False),
                name="posts_have_a_known_role",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language, else the name of its kind, else of its role."""
        own = in_language(self.title_zh, self.title_en)
        return own or (self.kind.name if self.kind else str(ROLES[self.role].label))


class Appointment(models.Model):
    """A person in a post for some days."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "county_id": "internal",
        "post": "internal",
        "user": "internal",
        "valid": "internal",
        "sole_grid": "internal",
        "waiver": "internal",
        "entered_by": "internal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField(_("County"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    valid = DateRangeField(_("Valid"))
    # Set for the full-time worker of a grid, so that the database can hold the rule below.
    sole_grid = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    # Against a rule of its kind; then it ends with the exception at the latest.
    waiver = models.ForeignKey(Waiver, on_delete=models.PROTECT, null=True, related_name="+")
    # None: the system did it, or it was entered before this was kept.
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, editable=False
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-valid"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="one_full_time_worker_per_grid",
                expressions=[
                    (F("sole_grid"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
                condition=Q(sole_grid__isnull=False),
            ),
            ExclusionConstraint(
                name="one_person_per_post_at_a_time",
                expressions=[
                    (F("post"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="nobody_works_full_time_in_two_grids",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
                condition=Q(sole_grid__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="an_appointment_lasts_a_day_at_least"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.valid}"

    @property
    def from_day(self) -> date:
        """The first day."""
        first: date = self.valid.lower
        return first

    @property
    def last_day(self) -> date | None:
        """The last day, where one is set."""
        return None if self.valid.upper is None else self.valid.upper - timedelta(days=1)
