"""What speaks against a redraw; each fault of the outlines with its place and its size."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from gewu.ground.territory.models import Area, Redraw, RedrawPart
from gewu.ground.territory.queries.redraws import (
    codes_ever_borne,
    neighbours_of,
    outline_of,
    plan_in_the_way,
)
from gewu.ground.territory.queries.tree import boundary_of, scheme_of
from gewu.ground.territory.rules import fitting
from gewu.ground.territory.rules.codes import code_fault
from gewu.ground.territory.rules.levels import Level
from gewu.ground.territory.rules.outlines import Outline
from gewu.ground.territory.rules.rows import Finding
from gewu.kernel.acting import Refusal
from gewu.ui.words import number

FEWEST = 2
Kind = Redraw.Kind
Role = RedrawPart.Role


class RedrawRefused(Refusal):
    """Outlines that do not fit, with every single place."""

    def __init__(self, message: str, *, code: str, findings: Sequence[Finding]) -> None:
        super().__init__(message, code=code, field="outlines")
        self.findings = list(findings)


def refuse_faults(
    kind: str,
    parts: Sequence[RedrawPart],
    day: date,
    *,
    leaves_outline: bool = False,
    own: UUID | None = None,
) -> None:
    """Everything that is checked when a change is planned, and again on its day."""
    touched = [part.area for part in parts if part.area is not None and part.role != Role.COMES]
    for area in touched:
        _refuse_area(area, day, own, ends=kind in (Kind.SPLIT, Kind.MERGE))
    _refuse_codes([part for part in parts if part.role == Role.COMES], own)
    if kind == Kind.RENAME:
        _refuse_names(parts[0])
    elif kind == Kind.SPLIT:
        _refuse_split(touched[0], [part for part in parts if part.role == Role.COMES])
    elif kind == Kind.MERGE:
        _refuse_merge(touched)
    else:
        _refuse_redraw(parts, leaves_outline)


def _refuse_area(area: Area, day: date, own: UUID | None, *, ends: bool) -> None:
    if area.closed_on is not None:
        text = _("%(area)s was closed on %(day)s and can no longer be changed.")
        raise Refusal(text % {"area": area.name, "day": area.closed_on}, code="closed")
    other = plan_in_the_way(area, ends=ends, but=own)
    if other is not None:
        text = _("%(area)s has a plan for %(day)s already. Undo that one first.")
        raise Refusal(text % {"area": area.name, "day": other.day}, code="planned_already")
    if ends and area.level < Level.GRID:
        text = _("Only grids and micro-grids are split or merged; %(area)s is a level above.")
        raise Refusal(text % {"area": area.name}, code="wrong_level")
    if ends and area.current is not None and area.current.valid.lower >= day:
        text = _("%(area)s was changed on %(day)s; it can end on a later day only.")
        what = {"area": area.name, "day": area.current.valid.lower}
        raise Refusal(text % what, code="too_new", field="day")


def _refuse_codes(comes: Sequence[RedrawPart], own: UUID | None) -> None:
    codes = [part.code for part in comes]
    twice = next((code for code in codes if codes.count(code) > 1), "")
    if twice:
        text = _("Two parts bear the code %(code)s.")
        raise Refusal(text % {"code": twice}, code="code_twice", field="outlines")
    for part in comes:
        assert part.parent is not None
        level = part.parent.level + 1
        if fault := code_fault(scheme_of(part.parent), level, part.code, part.parent.code):
            raise Refusal(fault, code="bad_code", field="code")
    borne = codes_ever_borne(codes, but_by_plan=own)
    if borne:
        raise Refusal(
            _("The code %(code)s was given to an area once; codes are never used again.")
            % {"code": min(borne)},
            code="code_taken",
            field="code",
        )


def _refuse_names(part: RedrawPart) -> None:
    assert part.area is not None
    if not part.name_zh:
        raise Refusal(_("The name is missing."), code="name_missing", field="name_zh")
    if (part.name_zh, part.name_en) == (part.area.name_zh, part.area.name_en):
        raise Refusal(_("That is its name already."), code="same_name", field="name_zh")


def _refuse_split(area: Area, comes: Sequence[RedrawPart]) -> None:
    whole = _drawn(area)
    parts = {}
    for part in comes:
        outline = outline_of(part)
        if outline is None:
            text = _("%(part)s has no outline.")
            raise Refusal(text % {"part": part.name_zh}, code="undrawn", field="outlines")
        parts[f"{part.name_zh} ({part.code})"] = outline
    _refuse_keeping(comes)
    _refuse_findings(
        fitting.cover_faults(whole, parts),
        _("The parts do not cover %(area)s exactly.") % {"area": area.name},
        "not_covered",
    )


def _refuse_merge(areas: Sequence[Area]) -> None:
    if len({area.pk for area in areas}) < FEWEST:
        raise Refusal(_("Choose two areas at least."), code="too_few", field="others")
    if len({area.parent_id for area in areas}) > 1:
        text = _("They stand under different areas, so they cannot become one.")
        raise Refusal(text, code="other_parent", field="others")
    if not fitting.touch([_drawn(area) for area in areas]):
        text = _("They do not touch, so they cannot become one.")
        raise Refusal(text, code="apart", field="others")


def _refuse_redraw(parts: Sequence[RedrawPart], leaves_outline: bool) -> None:
    areas = [part.area for part in parts if part.area is not None]
    if len({area.parent_id for area in areas}) > 1:
        text = _("They stand under different areas, so they are not redrawn together.")
        raise Refusal(text, code="other_parent", field="outlines")
    after = {
        part.area.name: outline for part in parts if part.area and (outline := outline_of(part))
    }
    before = {area.name: outline for area in areas if (outline := boundary_of(area.current))}
    if before == after:
        text = _("That is how they are drawn already.")
        raise Refusal(text, code="same_outline", field="outlines")
    clashes = fitting.overlap_faults(after) + _clashes(areas, before, after)
    _refuse_findings(clashes, _("The new outlines overlap."), "overlap")
    if len(before) == len(after) and not leaves_outline:
        _refuse_findings(
            fitting.cover_faults(fitting.united(list(before.values())), after),
            _("The new outlines leave the ground that the areas had together."),
            "leaves_outline",
        )


def _clashes(
    areas: Sequence[Area], before: Mapping[str, Outline], after: Mapping[str, Outline]
) -> list[fitting.Fault]:
    """Ground that is newly taken and belongs to a neighbour; old overlaps are an import's matter."""
    gained = {
        name: won
        for name, outline in after.items()
        if not (won := outline.difference(before[name]) if name in before else outline).is_empty
    }
    others = {
        f"{each.name} ({each.code})": outline
        for each in neighbours_of(areas, list(after.values()))
        if (outline := boundary_of(each.current))
    }
    return fitting.overlap_faults(_polygons(gained), others) if gained and others else []


def _polygons(found: Mapping[str, BaseGeometry]) -> dict[str, Outline]:
    """Without the lines and points that a difference leaves."""
    cleaned = {name: fitting.only_ground(outline) for name, outline in found.items()}
    return {name: outline for name, outline in cleaned.items() if outline is not None}


def _refuse_keeping(comes: Sequence[RedrawPart]) -> None:
    if sum(part.keeps for part in comes) != 1:
        text = _("Say which part keeps the staff.")
        raise Refusal(text, code="keeps", field="keeps")


def _drawn(area: Area) -> Outline:
    outline = boundary_of(area.current)
    if outline is None:
        text = _("Nobody has drawn %(area)s yet. Import its boundary first.")
        raise Refusal(text % {"area": area.name}, code="undrawn")
    return outline


def _refuse_findings(faults: Sequence[fitting.Fault], text: str, code: str) -> None:
    if faults:
        raise RedrawRefused(text, code=code, findings=[_finding(fault) for fault in faults])


def _finding(fault: fitting.Fault) -> Finding:
    messages = {
        "gap": _("%(size)s m² belong to no part."),
        "outside": _("%(size)s m² of it lie outside."),
        "overlap": _("%(size)s m² lie in both."),
    }
    name = " · ".join(fault.names)
    message = messages[fault.kind] % {"size": number(round(fault.size))}
    return Finding(number=0, name=name, message=message, lon=fault.lon, lat=fault.lat)
