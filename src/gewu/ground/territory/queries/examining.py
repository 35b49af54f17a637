"""What an import of areas would do, and everything that speaks against it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.territory.models import Area
from gewu.ground.territory.queries.redraws import codes_ever_borne
from gewu.ground.territory.queries.tree import boundary_of, existing, has_county
from gewu.ground.territory.rules.codes import SCHEMES, CodeScheme, code_fault
from gewu.ground.territory.rules.levels import Level
from gewu.ground.territory.rules.outlines import Finding, Outline, rounded
from gewu.ground.territory.rules.rows import AreaRow
from gewu.methods import shapes
from gewu.methods.coordinates import System

# Neighbours drawn by hand touch by slivers; below these shares nobody needs to decide anything.
SHARED = 0.001
OUTSIDE = 0.01


@dataclass
class Examined:
    """The rows of an import in order, with levels, and what was found."""

    rows: list[AreaRow]
    scheme: CodeScheme
    levels: dict[str, int] = field(default_factory=dict)
    known: dict[str, Area] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    overlaps: list[Finding] = field(default_factory=list)
    # Worth a look, but nothing that stands in the way.
    notes: list[Finding] = field(default_factory=list)

    @property
    def new(self) -> int:
        """How many areas would be added."""
        return sum(row.code not in self.known for row in self.rows)


def examine(rows: Sequence[AreaRow], scheme_name: str | None = None) -> Examined:
    """Look at all rows together and with what exists; nothing is written."""
    wanted = {row.code for row in rows} | {row.parent_code for row in rows}
    known = {
        area.code: area
        for area in existing().filter(code__in=wanted).select_related("current", "parent")
    }
    top = existing().filter(level=Level.COUNTY).first()
    scheme = SCHEMES[scheme_name or (top.code_scheme if top else "national")]
    examined = Examined(rows=list(rows), scheme=scheme, known=known)
    _find_doubles(examined)
    _find_used_codes(examined)
    _find_levels(examined)
    _find_faults(examined)
    if not examined.findings:
        examined.rows.sort(key=lambda row: (examined.levels[row.code], row.code))
        examined.overlaps = _overlaps(examined)
        examined.notes = _twins(examined)
    return examined


def _find_doubles(examined: Examined) -> None:
    seen: dict[str, AreaRow] = {}
    for row in examined.rows:
        if row.code and (first := seen.get(row.code)):
            text = _("The code %(code)s stands in row %(first)s as well.")
            if first.parent_code != row.parent_code:
                text = _(
                    "The code %(code)s stands in row %(first)s as well, under another area: it can lie in one only."
                )
            _find(examined, row, text % {"code": row.code, "first": first.number})
        seen.setdefault(row.code, row)


def _twins(examined: Examined) -> list[Finding]:
    """Areas under one parent that bear the same name."""
    seen: dict[tuple[str, str], AreaRow] = {}
    found = []
    for row in examined.rows:
        first = seen.setdefault((row.parent_code, row.name_zh), row)
        if first is not row:
            text = _("%(code)s and %(other)s bear the same name under one area.")
            message = text % {"code": row.code, "other": first.code}
            found.append(Finding(number=row.number, name=row.name_zh, message=message))
    return found


def _find_used_codes(examined: Examined) -> None:
    """A code that a closed area bore, or that a plan has given away, is not used again."""
    new = {row.code for row in examined.rows if row.code not in examined.known}
    borne = codes_ever_borne(sorted(new))
    text = _("The code %(code)s was given to an area once; codes are never used again.")
    for row in examined.rows:
        if row.code in borne:
            _find(examined, row, text % {"code": row.code})


def _find_levels(examined: Examined) -> None:
    """Levels follow from the parents; who reaches no county is left without one."""
    examined.levels = {code: area.level for code, area in examined.known.items()}
    waiting = [row for row in examined.rows if row.code not in examined.levels]
    while waiting:
        ready = [
            row for row in waiting if not row.parent_code or row.parent_code in examined.levels
        ]
        if not ready:
            return
        for row in ready:
            above = examined.levels.get(row.parent_code, 0) if row.parent_code else 0
            examined.levels[row.code] = above + 1
        waiting = [row for row in waiting if row.code not in examined.levels]


def _find_faults(examined: Examined) -> None:
    county_exists, today = has_county(), timezone.localdate()
    for row in examined.rows:
        level = examined.levels.get(row.code)
        if level is None:
            text = _("Its parent %(code)s is neither in the file nor known.")
            _find(examined, row, text % {"code": row.parent_code})
        elif level > Level.MICRO_GRID:
            _find(examined, row, _("Nothing stands below a micro-grid."))
        elif level == Level.COUNTY and county_exists and row.code not in examined.known:
            _find(examined, row, _("Say under which area it stands: the county exists already."))
        elif row.valid_to and row.valid_to < today:
            text = _("It ended on %(day)s; an import brings in what is in force.")
            _find(examined, row, text % {"day": row.valid_to})
        else:
            _find_code(examined, row, level)


def _find_code(examined: Examined, row: AreaRow, level: int) -> None:
    area = examined.known.get(row.code)
    if area is None:
        if fault := code_fault(examined.scheme, level, row.code, row.parent_code):
            _find(examined, row, fault)
    elif area.parent and area.parent.code != row.parent_code:
        text = _("It stands under %(known)s today; an import cannot move it to %(given)s.")
        _find(examined, row, text % {"known": area.parent.code, "given": row.parent_code or "–"})


def _overlaps(examined: Examined) -> list[Finding]:
    found = []
    by_code = {row.code: row for row in examined.rows}
    for siblings in _siblings(examined):
        pairs = shapes.overlaps([outline for _code, outline in siblings], [c for c, _o in siblings])
        for pair in pairs:
            row = by_code.get(pair.first) or by_code.get(pair.second)
            if row is not None and pair.share >= SHARED:
                found.append(_overlap(examined, row, pair))
    return found + [one for row in examined.rows if (one := _outside(examined, by_code, row))]


def _siblings(examined: Examined) -> Iterable[list[tuple[str, Outline]]]:
    """Outlines under one parent: those of the file, and those that stay as they are."""
    groups: dict[str, dict[str, Outline]] = {}
    for row in examined.rows:
        if row.boundary is not None:
            groups.setdefault(row.parent_code, {})[row.code] = row.boundary
    there = existing().filter(parent__code__in=groups)
    in_file = {code for group in groups.values() for code in group}
    # a file often holds all of them: only those that it leaves out are fetched whole
    rest = [code for code in there.order_by().values_list("code", flat=True) if code not in in_file]
    for area in there.filter(code__in=rest).select_related("current", "parent"):
        outline = boundary_of(area.current)
        if outline is not None and area.parent:
            groups[area.parent.code].setdefault(area.code, outline)
    return [list(group.items()) for group in groups.values()]


def _overlap(examined: Examined, row: AreaRow, pair: shapes.Overlap) -> Finding:
    other = pair.second if row.code == pair.first else pair.first
    names = {each.code: each.name_zh for each in examined.rows}
    text = _(
        "It shares %(share)s %% (%(area)d m²) with %(other)s; the smaller of them will win there."
    )
    return Finding(
        number=row.number,
        name=row.name_zh,
        message=text
        % {
            "share": round(pair.share * 100, 1),
            "area": pair.area,
            "other": names.get(other, other),
        },
        lon=round(pair.lon, 7),
        lat=round(pair.lat, 7),
    )


def _outside(examined: Examined, by_code: dict[str, AreaRow], row: AreaRow) -> Finding | None:
    parent = by_code[row.parent_code].boundary if row.parent_code in by_code else None
    if parent is None and row.parent_code in examined.known:
        parent = boundary_of(examined.known[row.parent_code].current)
    if parent is None or row.boundary is None:
        return None
    rest = shapes.outside_parent(row.boundary, parent)
    if rest is None or rest.share < OUTSIDE:
        return None
    message = _("%(share)s %% of it lie outside the area above it.")
    return Finding(
        number=row.number,
        name=row.name_zh,
        message=message % {"share": round(rest.share * 100, 1)}
        + _shifted(row.boundary, parent, rest.share),
        lon=round(rest.lon, 7),
        lat=round(rest.lat, 7),
    )


def _shifted(outline: Outline, parent: Outline, share: float) -> str:
    """Whether it would lie inside, if the file were in the system of a map site after all."""
    for system, name in (("gcj02", "GCJ-02"), ("bd09", "BD-09")):
        rest = shapes.outside_parent(rounded(outline, cast(System, system)), parent)
        if rest is None or rest.share < min(OUTSIDE, share / 2):
            return " " + _("Read as %(system)s it would lie inside.") % {"system": name}
    return ""


def _find(examined: Examined, row: AreaRow, message: str) -> None:
    examined.findings.append(Finding(number=row.number, name=row.name_zh, message=message))
