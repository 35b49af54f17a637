"""A planned change comes into force: versions end and begin, areas end and come, all or nothing."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.territory import events, hooks, policies, states
from gewu.ground.territory.actions import buildings
from gewu.ground.territory.actions.areas import begin_version, born, touch
from gewu.ground.territory.actions.refusing import Kind, Role, refuse_faults
from gewu.ground.territory.models import Area, AreaLink, Redraw, RedrawPart
from gewu.ground.territory.queries.redraws import due_redraws, outline_of, parts_of
from gewu.ground.territory.queries.succeeding import Below, moved_below
from gewu.ground.territory.queries.tree import boundary_of
from gewu.ground.territory.rules import fitting
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce

# Micro-grids follow after what the plan itself names.
LAST = 1000


@action
def enter_into_force(*, redraw: Redraw, by: Actor) -> Redraw:
    """Bring a plan into force on its day, or later if nobody was there; twice is once.

    Versions begin on the day on which it really happens, since until then people worked by the
    old outlines.
    """
    redraw = Redraw.objects.select_for_update(of=("self",)).get(pk=redraw.pk)
    _need(policies.may_edit(by, redraw.path))
    if redraw.state == states.IN_FORCE:
        return redraw
    target, day = states.REDRAW.ask("enter_into_force", redraw.state), timezone.localdate()
    if redraw.day > day:
        text = _("This is planned for %(day)s.") % {"day": redraw.day}
        raise Refusal(text, code="too_early", field="day")
    parts = parts_of(redraw)
    held_areas(parts)
    refuse_faults(redraw.kind, parts, day, leaves_outline=redraw.leaves_outline, own=redraw.pk)
    if redraw.kind in (Kind.SPLIT, Kind.MERGE):
        _succeed(redraw, parts, day, by)
    else:
        _change(redraw, parts, day, by)
    redraw.state, redraw.entered_at, redraw.obstacle = target, clock.now(), ""
    redraw.save(update_fields=["state", "entered_at", "obstacle"])
    RedrawPart.objects.filter(redraw=redraw).update(is_open=False)
    touch(redraw.county_id)
    event = events.RedrawEntered(redraw_id=redraw.pk, kind=redraw.kind, county_id=redraw.county_id)
    announce(event, by=by, path=redraw.path)
    return redraw


@action
def note_obstacle(*, redraw: Redraw, words: str, by: Actor) -> None:
    """Keep why a plan could not come into force, for whoever looks after it."""
    _need(policies.may_edit(by, redraw.path))
    Redraw.objects.filter(pk=redraw.pk, state=states.PLANNED).update(obstacle=words)


def enter_due(*, by: Actor) -> int:
    """Bring every plan into force whose day has come; one that cannot waits with its reason.

    Each is a transaction of its own: two workers at once wait for each other at its row, and
    whoever is stopped has done whole ones only.
    """
    done = 0
    for redraw in due_redraws(timezone.localdate()):
        try:
            enter_into_force(redraw=redraw, by=by)
            done += 1
        except Refusal as refusal:
            note_obstacle(redraw=redraw, words=str(refusal), by=by)
    return done


def held_areas(parts: Sequence[RedrawPart]) -> list[Area]:
    """The areas as they stand, held in one order, so that two plans for one wait for each other."""
    pks = {part.area_id for part in parts if part.area_id}
    rows = Area.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    held = {area.pk: area for area in rows.select_related("current", "parent")}
    for part in parts:
        if part.area_id:
            part.area = held[part.area_id]
    return list(held.values())


def _change(redraw: Redraw, parts: Iterable[RedrawPart], day: date, by: Actor) -> None:
    """The same areas with other names or outlines."""
    for part in parts:
        area = part.area
        assert area is not None
        if part.name_zh:
            area.name_zh, area.name_en = part.name_zh, part.name_en
            area.save(update_fields=["name_zh", "name_en"])
        version = begin_version(area, outline_of(part), day)
        event = events.AreaChanged(
            area_id=area.pk, version_id=version.pk, level=area.level, redraw_id=redraw.pk
        )
        announce(event, by=by, path=area.path)


def _succeed(redraw: Redraw, parts: Sequence[RedrawPart], day: date, by: Actor) -> None:
    """Areas end, others come in their place, and everything that hangs on them is told."""
    ending = [part.area for part in parts if part.role == Role.ENDS and part.area is not None]
    comes = [part for part in parts if part.role == Role.COMES]
    below = moved_below(ending, comes)
    heirs = [_arrive(redraw, part, day, by) for part in comes]
    keeper = next((heir for heir, part in zip(heirs, comes, strict=True) if part.keeps), heirs[0])
    links = [
        AreaLink(former=former, heir=heir, share=_share(former, heir), keeps=heir == keeper)
        for former in ending
        for heir in heirs
    ]
    by_code = {heir.code: heir for heir in heirs}
    links += [_moved(redraw, one, by_code[one.into], day, by) for one in below]
    _close([*ending, *(one.area for one in below)], redraw, day, by)
    _link(redraw, links, day)
    keepers = {link.former_id: link.heir for link in links if link.keeps}
    buildings.follow(keepers, heirs)
    first = sorted(parts, key=lambda part: not part.keeps)
    ended = [part.area for part in first if part.role == Role.ENDS]
    succession = hooks.Succession(
        day=day,
        ended=(*ended, *(one.area for one in below)),
        heirs=tuple(heirs),
        keepers=keepers,
        words=redraw.words,
    )
    for follow in hooks.successions:
        follow(succession, by)


def _arrive(redraw: Redraw, part: RedrawPart, day: date, by: Actor) -> Area:
    assert part.parent is not None
    row = AreaRow(
        number=1,
        code=part.code,
        parent_code=part.parent.code,
        name_zh=part.name_zh,
        name_en=part.name_en,
        kind=part.kind,
        boundary=outline_of(part),
    )
    scheme = part.parent.code_scheme
    part.area = born(part.parent, row, scheme, day, by, redraw_id=redraw.pk)
    part.save(update_fields=["area"])
    return part.area


def _moved(redraw: Redraw, one: Below, parent: Area, day: date, by: Actor) -> AreaLink:
    """A micro-grid goes on in the new grid under a code of that grid."""
    old = one.area
    row = AreaRow(
        number=1,
        code=one.code,
        parent_code=parent.code,
        name_zh=old.name_zh,
        name_en=old.name_en,
        kind=old.kind,
        boundary=boundary_of(old.current),
    )
    heir = born(parent, row, old.code_scheme, day, by, redraw_id=redraw.pk)
    common = {"redraw": redraw, "county_id": redraw.county_id, "is_open": False, "seq": LAST}
    named = {"code": heir.code, "name_zh": heir.name_zh, "name_en": heir.name_en}
    ends = RedrawPart(role=Role.ENDS, area=old, code=old.code, **common)
    comes = RedrawPart(role=Role.COMES, area=heir, parent=parent, kind=heir.kind, **named, **common)
    RedrawPart.objects.bulk_create([ends, comes])
    return AreaLink(former=old, heir=heir, share=1.0, keeps=True)


def _close(areas: Iterable[Area], redraw: Redraw, day: date, by: Actor) -> None:
    for area in areas:
        version = area.current
        assert version is not None
        version.valid = DateRange(version.valid.lower, day)
        version.save(update_fields=["valid"])
        area.closed_on = day
        area.save(update_fields=["closed_on"])
        event = events.AreaClosed(
            area_id=area.pk, version_id=version.pk, level=area.level, redraw_id=redraw.pk
        )
        announce(event, by=by, path=area.path)


def _link(redraw: Redraw, links: Sequence[AreaLink], day: date) -> None:
    known = AreaLink.objects.filter(county_id=redraw.county_id)
    pairs = [*known.values_list("former_id", "heir_id")]
    pairs += [(link.former_id, link.heir_id) for link in links]
    if fitting.circle_in(pairs):
        raise Refusal(_("An area cannot come from itself."), code="circle")
    for link in links:
        link.redraw, link.county_id, link.day = redraw, redraw.county_id, day
    AreaLink.objects.bulk_create(links)


def _share(former: Area, heir: Area) -> float:
    before, after = boundary_of(former.current), boundary_of(heir.current)
    assert before is not None and after is not None
    return fitting.share_of(before, after)


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("Only an administrator of this area may change it."), code="not_allowed")
