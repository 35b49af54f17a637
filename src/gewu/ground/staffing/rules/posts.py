"""Which unit belongs to which level, which roles it may hold, and the days of an appointment."""

import re
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.ground.territory.models import Level

# Digits with the signs people put between them: 0537-2212345, +86 138 0000 0000, 12345.
PHONE = re.compile(r"\+?\d[\d\- ]{1,18}\d")


class UnitKind(TextChoices):
    """What kinds of units there are."""

    GRID_TEAM = "grid_team", gettext_lazy("Grid team")
    COMMUNITY = "community", gettext_lazy("Community")
    TOWN = "town", gettext_lazy("Town office")
    DEPARTMENT = "department", gettext_lazy("County department")
    COUNTY_DESK = "county_desk", gettext_lazy("County desk")


TERRITORIAL: dict[int, str] = {
    Level.COUNTY: UnitKind.COUNTY_DESK,
    Level.TOWN: UnitKind.TOWN,
    Level.COMMUNITY: UnitKind.COMMUNITY,
    Level.GRID: UnitKind.GRID_TEAM,
}
LEVEL_OF: dict[str, int] = {kind: level for level, kind in TERRITORIAL.items()} | {
    UnitKind.DEPARTMENT: Level.COUNTY
}
ROLES_OF: dict[str, tuple[str, ...]] = {
    UnitKind.GRID_TEAM: ("worker",),
    UnitKind.COMMUNITY: ("community", "checker", "leader"),
    UnitKind.TOWN: (
        *("dispatcher", "checker", "leader", "administrator", "security", "auditor", "protector"),
        "handler",
    ),
    UnitKind.DEPARTMENT: ("handler", "head", "leader"),
    UnitKind.COUNTY_DESK: (
        *("dispatcher", "checker", "leader", "auditor", "protector", "administrator", "security"),
    ),
}
# A leader or head of a department leads its unit, not the county that it stands in.
BOUND_TO_UNIT: dict[tuple[str, str], str] = {(UnitKind.DEPARTMENT, "leader"): "head"}


def unit_fault(kind: str, level: int) -> str:
    """Why a unit of this kind cannot stand on an area of this level; empty when it can."""
    if LEVEL_OF[kind] == level:
        return ""
    return _("A unit of this kind stands on an area of the level %(level)s.") % {
        "level": Level(LEVEL_OF[kind]).label
    }


def post_fault(kind: str, role: str) -> str:
    """Why a unit of this kind cannot have a post with this role; empty when it can."""
    return "" if role in ROLES_OF[kind] else _("A unit of this kind has no posts with this role.")


def granted_role(kind: str, role: str) -> str:
    """The role that a post opens."""
    return BOUND_TO_UNIT.get((kind, role), role)


def is_sole_worker(kind: str, role: str, full_time: bool) -> bool:
    """Whether the post is the one full-time worker of its grid."""
    return kind == UnitKind.GRID_TEAM and role == "worker" and full_time


def phone_fault(phone: str) -> str:
    """What is wrong with a work phone; empty when nothing is."""
    if not phone or PHONE.fullmatch(phone):
        return ""
    return _("A phone number is made of digits, such as 0537-2212345.")


def days_fault(from_day: date, until: date | None) -> str:
    """What is wrong with the first and the last day of an appointment."""
    if until is None or until >= from_day:
        return ""
    return _("The last day lies before the first.")


def day_after(last_day: date | None) -> date | None:
    """The day from which a post is free again."""
    return None if last_day is None else last_day + timedelta(days=1)
