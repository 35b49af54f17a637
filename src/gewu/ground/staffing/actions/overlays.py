"""Professional grids: add, cover other grids from a day, add seats, close."""

from collections.abc import Sequence
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.staffing import events, policies, rules
from gewu.ground.staffing.actions.posts import add_post
from gewu.ground.staffing.models import Appointment, Cover, Overlay, OverlayPost, Post, Unit
from gewu.ground.staffing.queries import kind_by_code
from gewu.ground.territory.hooks import Succession
from gewu.ground.territory.models import Area, Level
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.journal import announce

PROFESSIONAL = "professional_worker"


@action
def add_overlay(
    *,
    unit: Unit,
    code: str,
    name_zh: str,
    areas: Sequence[Area],
    name_en: str = "",
    code_scheme: str = rules.SEQUENCE,
    from_day: date | None = None,
    by: Actor,
) -> Overlay:
    """A department's professional grid over some grids, from a day on."""
    _need(by, unit)
    _refuse(unit.kind != rules.UnitKind.DEPARTMENT and _("It belongs to a department."), "unit")
    county = Area.objects.get(pk=unit.county_id)
    _refuse(rules.overlay_code_fault(code_scheme, code, county.code), "code")
    same = Overlay.objects.filter(county_id=unit.county_id, code=code)
    _refuse(same.exists() and _("This code was given already."), "code")
    _refuse(not name_zh and _("The name is missing."), "name_zh")
    _refuse(not areas and _("Choose at least one grid."), "areas")
    first = from_day or timezone.localdate()
    overlay = Overlay.objects.create(
        county_id=unit.county_id,
        unit=unit,
        code_scheme=code_scheme,
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        valid=DateRange(first, None),
    )
    _cover(overlay, areas, first)
    event = events.OverlayAdded(overlay_id=overlay.pk, unit_id=unit.pk, code=code)
    announce(event, by=by, path=unit.area.path)
    return overlay


@action
def change_cover(*, overlay: Overlay, areas: Sequence[Area], from_day: date, by: Actor) -> Overlay:
    """From a day on it covers exactly these grids; what it covered until then stays on record."""
    overlay = _locked(overlay)
    _need(by, overlay.unit)
    _refuse(overlay.last_day and _("It is closed already."), None)
    fault = rules.cover_day_fault(from_day, timezone.localdate(), overlay.from_day)
    _refuse(fault, "from_day")
    _refuse(not areas and _("Choose at least one grid."), "areas")
    on_day = Cover.objects.filter(overlay=overlay, valid__overlap=DateRange(from_day, None))
    wanted = {area.pk for area in areas}
    kept = {row.area_id for row in on_day if from_day in row.valid and row.valid.upper is None}
    removed = [row for row in on_day if row.area_id not in wanted & kept]
    if not removed and wanted <= kept:
        return overlay
    for row in removed:
        _end(row, from_day)
    new = [area for area in areas if area.pk not in kept]
    _cover(overlay, new, from_day)
    event = events.CoverChanged(
        overlay_id=overlay.pk, from_day=from_day, added=len(new), removed=len(removed)
    )
    announce(event, by=by, path=overlay.unit.area.path)
    return overlay


@action
def add_seat(*, overlay: Overlay, phone: str = "", by: Actor) -> Post:
    """One more professional worker for it: a post of its department."""
    overlay = _locked(overlay)
    _refuse(overlay.last_day and _("It is closed already."), None)
    kind = kind_by_code(overlay.county_id, PROFESSIONAL)
    post = add_post(unit=overlay.unit, kind=kind, role="handler", phone=phone, by=by)
    OverlayPost.objects.create(post=post, overlay=overlay)
    return post


@action
def close_overlay(*, overlay: Overlay, last_day: date, by: Actor) -> Overlay:
    """Its last day, with everything that it covers and whoever looks after it."""
    overlay = _locked(overlay)
    _need(by, overlay.unit)
    if overlay.last_day == last_day:
        return overlay
    _refuse(overlay.last_day and _("It is closed already."), None)
    fault = rules.cover_day_fault(last_day, timezone.localdate(), overlay.from_day)
    _refuse(fault, "last_day")
    after = rules.day_after(last_day)
    assert after is not None
    overlay.valid = DateRange(overlay.from_day, after)
    overlay.save(update_fields=["valid"])
    for row in Cover.objects.filter(overlay=overlay, valid__overlap=DateRange(after, None)):
        _end(row, after)
    posts = OverlayPost.objects.filter(overlay=overlay).values("post")
    lasting = Q(valid__upper_inf=True) | Q(valid__endswith__gt=after)
    for held in Appointment.objects.filter(lasting, post__in=posts):
        if held.from_day >= after:
            held.delete()
        else:
            held.valid = DateRange(held.from_day, after)
            held.save(update_fields=["valid"])
    event = events.OverlayClosed(overlay_id=overlay.pk, last_day=last_day)
    announce(event, by=by, path=overlay.unit.area.path)
    return overlay


@action
def cover_heirs(*, succession: Succession, by: Actor) -> None:
    """Where grids ended, the professional grids over them cover those that came in their place."""
    heirs = [area for area in succession.heirs if area.level == Level.GRID]
    rows = Cover.objects.filter(
        area__in=[area.pk for area in succession.ended],
        valid__overlap=DateRange(succession.day, None),
    ).select_related("overlay__unit__area")
    overlays = {row.overlay_id: row.overlay for row in rows}
    for row in rows:
        _end(row, succession.day)
    for overlay in overlays.values():
        known = Cover.objects.filter(
            overlay=overlay, area__in=heirs, valid__overlap=DateRange(succession.day, None)
        )
        there = set(known.values_list("area_id", flat=True))
        new = [area for area in heirs if area.pk not in there]
        _cover(overlay, new, succession.day)
        ended = sum(row.overlay_id == overlay.pk for row in rows)
        event = events.CoverChanged(
            overlay_id=overlay.pk, from_day=succession.day, added=len(new), removed=ended
        )
        announce(event, by=by, path=overlay.unit.area.path)


def _cover(overlay: Overlay, areas: Sequence[Area], day: date) -> None:
    Cover.objects.bulk_create(
        Cover(overlay=overlay, area=area, valid=DateRange(day, None)) for area in areas
    )


def _end(row: Cover, day: date) -> None:
    if row.valid.lower >= day:
        row.delete()
    else:
        row.valid = DateRange(row.valid.lower, day)
        row.save(update_fields=["valid"])


def _locked(overlay: Overlay) -> Overlay:
    held = Overlay.objects.select_for_update(of=("self",)).select_related("unit__area")
    return held.get(pk=overlay.pk)


def _need(by: Actor, unit: Unit) -> None:
    if not policies.may_edit(by, unit.area.path):
        raise Refusal(_("Only an administrator of this area may do this."), code="not_allowed")


def _refuse(fault: object, field: str | None) -> None:
    refuse(fault, field or "closed", field)
