"""What is wrong between the outlines of a file, with its size, and what mending them changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from gewu.ground.territory.rules.outlines import DECIMALS, Finding, Outline, rounded
from gewu.ground.territory.rules.rows import AreaRow
from gewu.methods import mending, shapes

# Far larger ground between outlines is no gap but something that the file does not speak of.
LARGEST_GAP = 200_000.0
SMALLEST_CHANGE = 1.0

Outlines = list[Outline]


@dataclass(frozen=True, kw_only=True)
class Mend:
    """What is to be mended, in this order; nothing without being chosen."""

    valid: bool = False
    snap: float = 0.0
    apart: bool = False
    gaps: float = 0.0
    clip: bool = False

    @property
    def is_between(self) -> bool:
        """Whether outlines are mended against each other."""
        return bool(self.snap or self.apart or self.gaps or self.clip)


@dataclass(frozen=True)
class Change:
    """How large an outline was and is, in square metres."""

    number: int
    name: str
    before: float
    after: float

    @property
    def more(self) -> float:
        """What it gains; below nothing what it loses."""
        return self.after - self.before


@dataclass(frozen=True)
class Around:
    """What lies about the outlines of one parent already: siblings that stay, and the parent."""

    fixed: tuple[Outline, ...] = ()
    parent: Outline | None = None


def mended(
    rows: Sequence[AreaRow], around: Mapping[str, Around], mend: Mend
) -> tuple[list[AreaRow], list[Change]]:
    """The rows with mended outlines, and every outline that is not what it was."""
    done = {row.number: row for row in rows}
    if mend.is_between:
        for parent, group in _groups(rows).items():
            fixed = around.get(parent, Around())
            outlines = _mended([cast(Outline, row.boundary) for row in group], fixed, mend)
            for row, outline in zip(group, outlines, strict=True):
                done[row.number] = replace(row, boundary=rounded(outline))
    changes = [change for row in rows if (change := _change(row, done[row.number])) is not None]
    return [done[row.number] for row in rows], changes


def found_between(rows: Sequence[AreaRow], around: Mapping[str, Around]) -> list[Finding]:
    """Overlaps, gaps, slivers and what lies outside, each with its ground and its size."""
    found = []
    for parent, group in _groups(rows).items():
        beside = around.get(parent, Around())
        outlines = [cast(Outline, row.boundary) for row in group]
        for flaw in mending.flaws([*outlines, *beside.fixed], gaps_up_to=LARGEST_GAP):
            own = [each for each in flaw.at if each < len(group)]
            if own:
                found.append(_finding(group, flaw, own))
        if beside.parent is not None:
            found += _outside(group, beside.parent)
    return sorted(found, key=lambda finding: -finding.size)


def _groups(rows: Iterable[AreaRow]) -> dict[str, list[AreaRow]]:
    groups: dict[str, list[AreaRow]] = {}
    for row in rows:
        if row.boundary is not None:
            groups.setdefault(row.parent_code, []).append(row)
    return groups


def _mended(outlines: Outlines, around: Around, mend: Mend) -> Outlines:
    steps: list[Callable[[Outlines], Outlines]] = []
    if mend.clip and around.parent is not None:
        parent = around.parent
        steps.append(lambda given: mending.clipped(given, parent))
    if mend.snap:
        steps.append(lambda given: mending.snapped(given, around.fixed, mend.snap))
    if mend.apart:
        steps.append(lambda given: mending.apart(given, around.fixed))
    if mend.gaps:
        steps.append(lambda given: mending.filled(given, around.fixed, mend.gaps))
    for step in steps:
        outlines = step(outlines)
    return outlines


def _change(before: AreaRow, after: AreaRow) -> Change | None:
    if before.boundary is None or after.boundary is None:
        return None
    size = shapes.area_of(before.boundary) if before.was is None else before.was
    sizes = size, shapes.area_of(after.boundary)
    same = before.was is None and abs(sizes[0] - sizes[1]) < SMALLEST_CHANGE
    if same and before.boundary.equals_exact(after.boundary, 2 * 10**-DECIMALS):
        return None
    return Change(before.number, before.name_zh, *sizes)


def _finding(group: Sequence[AreaRow], flaw: mending.Flaw, own: list[int]) -> Finding:
    names = _(", ").join(group[each].name_zh for each in own)
    text = {
        "overlap": _("%(names)s: %(size)s m² lie in more than one area."),
        "gap": _("%(names)s: %(size)s m² between them lie in none."),
        "sliver": _("%(names)s: a sliver of %(size)s m² along a border."),
    }[flaw.kind]
    row = group[own[0]]
    return _at(row, text % {"names": names, "size": f"{flaw.size:,.0f}"}, flaw.shape, flaw.size)


def _outside(group: Sequence[AreaRow], parent: Outline) -> list[Finding]:
    found = []
    for row in group:
        rest = shapely.difference(cast(Outline, row.boundary), parent)
        if not rest.is_empty and (size := shapes.area_of(cast(Outline, rest))) >= shapes.SMALLEST:
            text = _("%(size)s m² lie outside the area above it.")
            found.append(_at(row, text % {"size": f"{size:,.0f}"}, rest, size))
    return found


def _at(row: AreaRow, message: str, shape: BaseGeometry, size: float) -> Finding:
    place = shape.representative_point()
    return Finding(
        number=row.number,
        name=row.name_zh,
        message=message,
        lon=round(place.x, DECIMALS),
        lat=round(place.y, DECIMALS),
        size=size,
        shape=shape,
    )
