"""Dated changes of areas, what each does to which area, and who came from whom."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory import states
from gewu.ground.territory.models.area import Area
from gewu.ground.territory.rules.codes import LONGEST_CODE
from gewu.ground.territory.rules.levels import KINDS
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language


class Redraw(models.Model):
    """A change of areas that holds from a day on; until it is in force it can be undone."""

    class Kind(models.TextChoices):
        """What is done."""

        RENAME = "rename", _("Rename")
        REDRAW = "redraw", _("Redraw")
        SPLIT = "split", _("Split")
        MERGE = "merge", _("Merge")

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "county_id", "kind", "state", "day", "entered_at"), "public"),
        **dict.fromkeys(("leaves_outline",), "public"),
        **dict.fromkeys(("path", "asked_by", "asked_at", "words", "obstacle"), "internal"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    # Under which path it happens: the area above everything that it touches.
    path = models.CharField(max_length=120)
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices)
    state = models.CharField(
        _("State"), max_length=8, choices=states.REDRAW.choices(), default=states.PLANNED
    )
    day = models.DateField(_("In force from"))
    # Of a redraw: somebody saw that it leaves the outline that the areas had together.
    leaves_outline = models.BooleanField(default=False)
    words = models.CharField(_("Why"), max_length=500, blank=True)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    # Why it could not come into force on its day; tried again until it is mended or undone.
    obstacle = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-day", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["day"], condition=Q(state="planned"), name="redraws_to_come")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=list(states.REDRAW.labels)),
                name="a_redraw_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(state=states.IN_FORCE, entered_at__isnull=False)
                | (~Q(state=states.IN_FORCE) & Q(entered_at=None)),
                name="only_what_is_in_force_has_entered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"

    @property
    def is_planned(self) -> bool:
        """Whether it can still be undone."""
        return self.state == states.PLANNED


class RedrawPart(models.Model):
    """One area that ends, changes or comes by a redraw; what is empty stays as it was."""

    class Role(models.TextChoices):
        """What happens to it."""

        ENDS = "ends", _("Ends")
        CHANGES = "changes", _("Changes")
        COMES = "comes", _("New")

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *(
                "id",
                "county_id",
                "redraw",
                "seq",
                "role",
                "area",
                "parent",
                "code",
                "name_zh",
                "name_en",
            ),
            *("kind", "boundary", "keeps", "is_open"),
        ),
        "public",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    redraw = models.ForeignKey(Redraw, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=8, choices=Role.choices)
    # Of an area that comes: set once it is there.
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=LONGEST_CODE, blank=True)
    name_zh = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=20, choices=KINDS, default="general")
    # WKB in degrees of CGCS2000 with 7 decimals.
    boundary = models.BinaryField(null=True)
    # Of a split: the part where the staff stays. Of a merge: the area whose worker stays full time.
    keeps = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["redraw", "seq", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(is_open=True), name="an_area_has_one_open_plan"
            ),
            models.UniqueConstraint(
                fields=["county_id", "code"],
                condition=Q(is_open=True, role="comes"),
                name="a_new_code_stands_in_one_open_plan",
            ),
            models.UniqueConstraint(
                fields=["redraw"], condition=Q(keeps=True), name="one_part_of_a_redraw_keeps"
            ),
            models.CheckConstraint(
                condition=Q(role="comes") | Q(area__isnull=False),
                name="what_ends_or_changes_is_there",
            ),
            models.CheckConstraint(
                condition=~Q(role="comes")
                | (~Q(code="") & ~Q(name_zh="") & Q(parent__isnull=False)),
                name="what_comes_has_code_name_and_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.code}"

    @property
    def name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)


class AreaLink(models.Model):
    """Who came from whom: this share of the former area's ground went to the heir."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "county_id", "redraw", "former", "heir", "share", "keeps", "day"), "public"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    redraw = models.ForeignKey(Redraw, on_delete=models.PROTECT, related_name="+")
    former = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    heir = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    share = models.FloatField()
    # Where whatever has no place of its own goes: staff, and tickets without a point.
    keeps = models.BooleanField(default=False)
    day = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["day", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["former", "heir"], name="two_areas_are_linked_by_one_row"
            ),
            models.UniqueConstraint(
                fields=["former"], condition=Q(keeps=True), name="one_heir_keeps_the_rest"
            ),
            models.CheckConstraint(
                condition=~Q(former=F("heir")), name="no_area_comes_from_itself"
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1), name="a_share_is_between_none_and_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.former_id} > {self.heir_id}"

    @property
    def percent(self) -> int:
        """The share in hundredths."""
        return round(self.share * 100)
