"""Once a month a grid with open orders is cut in two, and another time two grids become one."""

import shapely
from shapely import MultiPolygon, Polygon

from gewu.ground.territory import actions
from gewu.ground.territory.models import Area, Level, Redraw
from gewu.ground.territory.queries import AreaRow, boundary_of, free_codes
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.simulation.month.world import NobodyMay, World
from gewu.work.tickets.models import Ticket

Outline = Polygon | MultiPolygon


def split_grid(world: World) -> Redraw:
    """The grid with the most open orders, between its micro-grids; its worker keeps the east."""
    for grid in sorted(_standing(level=Level.GRID), key=_open_in, reverse=True):
        halves = _halves(grid)
        if len(halves) < 2:
            continue
        try:
            done = actions.plan_split(
                area=grid,
                parts=(rows := _rows(grid, halves)),
                keeps=rows[0].code,
                words="户数过多",
                by=SYSTEM,
            )
        except Refusal as refused:  # a half would leave a gap
            world.refused[f"split_grid:{refused.code}"] += 1
            continue
        world.look_round()
        return done
    raise NobodyMay("split_grid")


def merge_grids(world: World) -> Redraw:
    """Two neighbours of one community."""
    grids = _standing(level=Level.GRID)
    world.rng.shuffle(grids)
    pairs = [(one, two) for one in grids for two in grids if one.pk < two.pk]
    for one, two in pairs:
        if one.parent_id != two.parent_id:
            continue
        try:
            done = actions.plan_merge(
                areas=[one, two],
                code=free_codes(one, 1)[0],
                name_zh=f"{one.name_zh}与{two.name_zh}",
                words="户数过少",
                by=SYSTEM,
            )
        except Refusal as refused:  # they do not touch
            world.refused[f"merge_grids:{refused.code}"] += 1
            continue
        world.look_round()
        return done
    raise NobodyMay("merge_grids")


def _standing(**wanted: object) -> list[Area]:
    found = Area.objects.filter(closed_on=None, **wanted).order_by("pk")
    return list(found.select_related("current", "parent"))


def _open_in(grid: Area) -> int:
    return Ticket.objects.filter(area_path__startswith=grid.path, closed_at=None).count()


def _halves(grid: Area) -> list[Outline]:
    """What the micro-grids of the east and of the west cover together; else fewer than two."""
    drawn = [boundary for each in _standing(parent=grid) if (boundary := boundary_of(each.current))]
    drawn.sort(key=lambda outline: -float(outline.centroid.x))
    middle = len(drawn) // 2
    halves = [shapely.union_all(part) for part in (drawn[:middle], drawn[middle:]) if part]
    return [half for half in halves if isinstance(half, Outline)]


def _rows(grid: Area, halves: list[Outline]) -> list[AreaRow]:
    codes = free_codes(grid, len(halves))
    return [
        AreaRow(
            number=number,
            code=code,
            parent_code="",
            name_zh=f"{grid.name_zh}{side}",
            kind=grid.kind,
            boundary=half,
        )
        for number, (code, half, side) in enumerate(zip(codes, halves, "东西", strict=True), 1)
    ]
