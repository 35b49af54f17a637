"""Where the micro-grids of grids that end go on, and under which code."""

from collections.abc import Sequence
from dataclasses import dataclass

from gewu.ground.territory.models import Area, RedrawPart
from gewu.ground.territory.queries.redraws import codes_ever_borne, outline_of
from gewu.ground.territory.queries.tree import boundary_of, existing, scheme_of
from gewu.ground.territory.rules import fitting
from gewu.ground.territory.rules.codes import fresh_code
from gewu.ground.territory.rules.levels import Level

WHOLE = 0.99


@dataclass(frozen=True)
class Below:
    """A micro-grid that goes on in a new grid: the grid's code, its own new code.

    `share` is how much of it lies in that grid; 1 where nobody has drawn it.
    """

    area: Area
    into: str
    code: str
    share: float = 1.0

    @property
    def is_cut(self) -> bool:
        """Whether the new border runs through it."""
        return self.share < WHOLE


def moved_below(ending: Sequence[Area], comes: Sequence[RedrawPart]) -> list[Below]:
    """Every micro-grid below goes whole into the new grid that has most of its ground."""
    found: list[Below] = []
    below = existing().filter(parent__in=ending, level=Level.MICRO_GRID)
    for area in below.select_related("current", "parent").order_by("code"):
        part, share = _home(area, comes)
        taken = {one.code for one in found}
        found.append(Below(area, part.code, _code(area, part.code, taken), share))
    return found


def _home(area: Area, comes: Sequence[RedrawPart]) -> tuple[RedrawPart, float]:
    keeper = next((part for part in comes if part.keeps), comes[0])
    outline = boundary_of(area.current)
    if outline is None:
        return keeper, 1.0
    shares = [
        (fitting.share_of(outline, around) if (around := outline_of(part)) else 0.0, part)
        for part in comes
    ]
    share, part = max(shares, key=lambda each: each[0])
    return (part, share) if share else (keeper, 1.0)


def _code(area: Area, into: str, taken: set[str]) -> str:
    former = area.parent.code if area.parent else ""
    for code in fresh_code(scheme_of(area), into, former, area.code):
        if code not in taken and not codes_ever_borne([code]):
            return code
    raise AssertionError("codes never run out before a number is free")


def reaching_out(part: RedrawPart) -> list[Area]:
    """Areas below one that is redrawn which would reach outside its new outline."""
    outline = outline_of(part)
    if outline is None:
        return []
    below = existing().filter(parent=part.area).select_related("current").order_by("code")
    return [
        area
        for area in below
        if (own := boundary_of(area.current)) is not None and fitting.share_of(own, outline) < WHOLE
    ]
