"""Planning a change of areas for a day, and taking it back before it is in force."""

from collections.abc import Sequence
from datetime import date

import shapely
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.territory import events, policies, states
from gewu.ground.territory.actions.drawing import drawn
from gewu.ground.territory.actions.entering import enter_into_force, held_areas
from gewu.ground.territory.actions.refusing import FEWEST, Kind, Role, refuse_faults
from gewu.ground.territory.models import Area, Redraw, RedrawPart
from gewu.ground.territory.queries.tree import boundary_of
from gewu.ground.territory.rules import fitting
from gewu.ground.territory.rules.levels import paths_above
from gewu.ground.territory.rules.outlines import Outline
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce


@action
def plan_split(
    *,
    area: Area,
    parts: Sequence[AreaRow],
    keeps: str,
    day: date | None = None,
    words: str = "",
    by: Actor,
) -> Redraw:
    """One area becomes several; `keeps` is the code of the part where its staff stays."""
    return _plan(Kind.SPLIT, split_parts(area, parts, keeps), day, words, by)


@action
def plan_merge(
    *,
    areas: Sequence[Area],
    code: str,
    name_zh: str,
    name_en: str = "",
    kind: str = "general",
    keeps: Area | None = None,
    day: date | None = None,
    words: str = "",
    by: Actor,
) -> Redraw:
    """Several areas become one; the worker of `keeps` stays its full-time worker."""
    parts = merge_parts(
        areas,
        AreaRow(number=1, code=code, parent_code="", name_zh=name_zh, name_en=name_en, kind=kind),
        keeps,
    )
    return _plan(Kind.MERGE, parts, day, words, by)


@action
def plan_redraw(
    *,
    outlines_of: Sequence[tuple[Area, Outline]],
    leaves_outline: bool = False,
    day: date | None = None,
    words: str = "",
    by: Actor,
) -> Redraw:
    """Areas get other boundaries; their codes and names stay.

    Together they keep the ground they had, unless somebody saw where they leave it.
    """
    parts = redraw_parts(outlines_of)
    return _plan(Kind.REDRAW, parts, day, words, by, leaves_outline=leaves_outline)


@action
def plan_rename(
    *,
    area: Area,
    name_zh: str,
    name_en: str = "",
    day: date | None = None,
    words: str = "",
    by: Actor,
) -> Redraw:
    """An area gets other names."""
    return _plan(Kind.RENAME, rename_parts(area, name_zh, name_en), day, words, by)


@action
def undo_redraw(*, redraw: Redraw, by: Actor) -> Redraw:
    """Take a plan back; once it is in force only another plan changes anything."""
    redraw = Redraw.objects.select_for_update(of=("self",)).get(pk=redraw.pk)
    _need(policies.may_edit(by, redraw.path))
    if redraw.state == states.UNDONE:
        return redraw
    redraw.state = states.REDRAW.ask("undo", redraw.state)
    redraw.save(update_fields=["state"])
    RedrawPart.objects.filter(redraw=redraw).update(is_open=False)
    event = events.RedrawUndone(redraw_id=redraw.pk, kind=redraw.kind)
    announce(event, by=by, path=redraw.path)
    return redraw


def split_parts(area: Area, rows: Sequence[AreaRow], keeps: str) -> list[RedrawPart]:
    """What a split does, not yet saved."""
    if len(rows) < FEWEST:
        raise Refusal(_("A split needs two parts at least."), code="too_few", field="outlines")
    comes = [_comes(area, row, keeps=row.code == keeps) for row in rows]
    return [_touches(area, Role.ENDS), *comes]


def merge_parts(areas: Sequence[Area], row: AreaRow, keeps: Area | None) -> list[RedrawPart]:
    """What a merge does, not yet saved; the new outline is what the old ones cover together."""
    if not areas:
        raise Refusal(_("Choose two areas at least."), code="too_few", field="others")
    unique = list({area.pk: area for area in areas}.values())
    first = keeps if keeps in unique else unique[0]
    ends = [_touches(area, Role.ENDS, keeps=area == first) for area in unique]
    found = [outline for area in unique if (outline := boundary_of(area.current))]
    comes = _comes(unique[0], row)
    if found:
        comes.boundary = shapely.to_wkb(fitting.united(found))
    return [*ends, comes]


def redraw_parts(outlines_of: Sequence[tuple[Area, Outline]]) -> list[RedrawPart]:
    """What a redraw does, not yet saved."""
    if not outlines_of:
        raise Refusal(_("There is nothing to redraw."), code="too_few", field="outlines")
    parts = []
    for area, outline in outlines_of:
        part = _touches(area, Role.CHANGES)
        part.boundary = drawn(outline)["boundary"]
        parts.append(part)
    if len({part.area_id for part in parts}) < len(parts):
        text = _("One area stands in the file twice.")
        raise Refusal(text, code="twice", field="outlines")
    return parts


def rename_parts(area: Area, name_zh: str, name_en: str) -> list[RedrawPart]:
    """What a renaming does, not yet saved."""
    part = _touches(area, Role.CHANGES)
    part.name_zh, part.name_en = name_zh.strip(), name_en.strip()
    return [part]


def look_at(
    kind: str,
    parts: list[RedrawPart],
    day: date,
    *,
    leaves_outline: bool = False,
    by: Actor,
) -> list[RedrawPart]:
    """Everything that planning it would refuse, without planning it."""
    refuse_day(day)
    for part in parts:
        if part.area is not None:
            _need(policies.may_edit(by, part.area.path))
    refuse_faults(kind, parts, day, leaves_outline=leaves_outline)
    return parts


def refuse_day(day: date) -> None:
    """Refuse a day that is over: what was, was."""
    if day < timezone.localdate():
        raise Refusal(_("Choose today or a later day."), code="past_day", field="day")


def _plan(
    kind: str,
    parts: list[RedrawPart],
    day: date | None,
    words: str,
    by: Actor,
    *,
    leaves_outline: bool = False,
) -> Redraw:
    """Check and keep a plan; if its day is today, it is in force with the same transaction."""
    today = timezone.localdate()
    day = day or today
    refuse_day(day)
    touched = held_areas(parts)
    for area in touched:
        _need(policies.may_edit(by, area.path))
    refuse_faults(kind, parts, day, leaves_outline=leaves_outline)
    redraw = Redraw(
        county_id=touched[0].county_id,
        path=_path_above(touched),
        kind=kind,
        day=day,
        words=words.strip(),
        leaves_outline=leaves_outline,
        asked_by=by.actor_id,
        asked_at=clock.now(),
    )
    _save(redraw, parts)
    event = events.RedrawPlanned(redraw_id=redraw.pk, kind=kind, day=day)
    announce(event, by=by, path=redraw.path)
    return enter_into_force(redraw=redraw, by=by) if day == today else redraw


def _save(redraw: Redraw, parts: Sequence[RedrawPart]) -> None:
    redraw.save(force_insert=True)
    for seq, part in enumerate(parts, 1):
        part.seq, part.redraw, part.county_id = seq, redraw, redraw.county_id
    try:
        RedrawPart.objects.bulk_create(parts)
    except IntegrityError:  # two administrators at the same moment; the constraints decide
        raise Refusal(
            _("Somebody else has just planned something here. Look again."), code="raced"
        ) from None


def _path_above(areas: Sequence[Area]) -> str:
    """The area itself where there is one, else what stands above all of them."""
    chains = [paths_above(area.path) for area in areas]
    common = [path for path in chains[0] if all(path in chain for chain in chains)]
    return common[-1]


def _touches(area: Area, role: str, *, keeps: bool = False) -> RedrawPart:
    return RedrawPart(area=area, role=role, keeps=keeps, code=area.code)


def _comes(former: Area, row: AreaRow, *, keeps: bool = False) -> RedrawPart:
    return RedrawPart(
        role=Role.COMES,
        parent=former.parent,
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        kind=row.kind,
        boundary=drawn(row.boundary)["boundary"] if row.boundary is not None else None,
        keeps=keeps,
    )


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("Only an administrator of this area may change it."), code="not_allowed")
