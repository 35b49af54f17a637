"""What is there, as rows of the same sheets that a county is set up from."""

from collections.abc import Iterator, Sequence

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils import timezone

from gewu.doors.setup.rules.sheets import (
    APPOINTMENTS,
    AREA_KINDS,
    AREAS,
    LEADS,
    ROLE_NAMES,
    SHEETS,
    STAFF,
    UNIT_KINDS,
    UNITS,
    YES_NO,
    SheetKind,
)
from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Appointment, Post, Unit
from gewu.ground.territory.models import Level
from gewu.ground.territory.queries import areas_under, county, has_county
from gewu.work.tickets.queries.routing import lead_units

Row = Sequence[str]


def rows_of(kind: SheetKind) -> Iterator[Row]:
    """The rows of one sheet."""
    return _READERS[kind.name]()


def everything() -> dict[SheetKind, Iterator[Row]]:
    """All sheets with what is there."""
    return {kind: rows_of(kind) for kind in SHEETS.values()}


def blank(kinds: Sequence[SheetKind]) -> dict[SheetKind, Iterator[Row]]:
    """Sheets to fill in; the kinds of work stand there already."""
    return {kind: _leads() if kind is LEADS and has_county() else iter(()) for kind in kinds}


def _areas() -> Iterator[Row]:
    for area in areas_under(county().path).select_related("parent"):
        kind = str(AREA_KINDS[area.kind]) if area.level == Level.GRID else ""
        above = area.parent.code if area.parent else ""
        yield area.code, above, area.name_zh, area.name_en, kind


def _units() -> Iterator[Row]:
    for unit in Unit.objects.select_related("area").order_by("area__level", "area__code", "kind"):
        code = "" if unit.kind == Unit.Kind.DEPARTMENT else unit.area.code
        yield str(UNIT_KINDS[unit.kind]), code, unit.name_zh, unit.name_en, unit.phone


def _staff() -> Iterator[Row]:
    people = User.objects.filter(is_active=True, is_superuser=False)
    # Not who is only named on pages: the sheet makes sign-ins.
    for user in people.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).order_by("username"):
        yield user.username, user.name_zh, user.name_en


def _appointments() -> Iterator[Row]:
    today = timezone.localdate()
    held = {
        each.post_id: each
        for each in Appointment.objects.filter(valid__contains=today).select_related("user")
    }
    posts = Post.objects.filter(unit__dissolved_on=None).select_related("unit__area", "kind")
    for post in posts.order_by("unit__area__level", "unit__area__code", "unit_id", "pk"):
        each = held.get(post.pk)
        if each and each.waiver_id and not post.role:
            each = None  # an exception is granted on its page, for a reason; no file brings it
        last = each.last_day if each else None
        yield (
            _person(each) if each else "",
            post.unit.name_zh if post.unit.kind == Unit.Kind.DEPARTMENT else post.unit.area.code,
            str(ROLE_NAMES[post.role]) if post.role else "",
            post.title_zh,
            str(YES_NO["yes" if post.full_time else "no"]),
            post.phone,
            each.from_day.isoformat() if each else "",
            last.isoformat() if last else "",
            post.kind.name_zh if post.kind and not post.role else "",
        )


def _person(held: Appointment) -> str:
    """How a sheet names a holder: who does not sign in, by the full name."""
    user = held.user
    return user.username if user.has_usable_password() else user.name_zh


def _leads() -> Iterator[Row]:
    for kind, unit in lead_units(county().pk):
        yield kind.name_zh, unit.name_zh if unit else ""


_READERS = {
    AREAS.name: _areas,
    UNITS.name: _units,
    STAFF.name: _staff,
    APPOINTMENTS.name: _appointments,
    LEADS.name: _leads,
}
