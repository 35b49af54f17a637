"""What stands in the invented grids: some things in each register, some of them due for a look."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from gewu.ground.registers.actions import Given, add_record, change_record, fill_kinds
from gewu.ground.registers.models import RegisterKind
from gewu.ground.territory.models import Area
from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM

# Code of the register, what a thing is called, and what is written about it.
THINGS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("hydrants", "室外消防栓", {"sort": "c1", "diameter": 100, "pressure": "0.35", "condition": "c1"}),
    ("charging", "电动车充电棚", {"sort": "c1", "sockets": 20, "cover": True, "condition": "c1"}),
    ("toilets", "公共厕所", {"grade": "c2", "cabins": 12, "barrier_free": True, "hours": "全天"}),
    ("boards", "社区公告栏", {"sort": "c1", "size": "2.4", "condition": "c1"}),
    ("organisations", "便民超市", {"sort": "c2", "open_fire": False, "extinguishers": 4}),
    ("organisations", "家常菜馆", {"sort": "c1", "open_fire": True, "extinguishers": 6}),
    ("gas", "燃气调压箱", {"sort": "c1", "alarm": True, "condition": "c1"}),
    ("lifts", "住宅电梯", {"sort": "c1", "floors": 18, "maintainer": "安顺电梯维保", "condition": "c1"}),
    ("places", "口袋公园", {"sort": "c3", "size": "1800", "exits": 2, "hours": "全天"}),
    ("meals", "长者食堂", {"seats": 40, "hours": "10:30–12:30", "delivery": True}),
    ("hazards", "低洼积水点", {"sort": "c1", "level": "c1", "sign": True}),
    ("schools", "幼儿园", {"sort": "c1", "crossing": True, "stalls": 2}),
)  # fmt: skip
KEPT_BY = {"keeper": "市政设施管理所", "phone": "0537-2212345"}
LATELY, LONG_AGO = timedelta(days=3), timedelta(days=100)
IN_A_GRID = 4
MOST_GRIDS = 60
NEAR = 0.0008  # degrees around the middle of a grid


def fill_registers(county: Area, seed: int, now: datetime) -> int:
    """Some things in each of the first grids; how many."""
    fill_kinds(county=county, by=SYSTEM)
    kinds = {kind.code: kind for kind in RegisterKind.objects.filter(county_id=county.pk)}
    dice, count = Random(f"{seed}:registers"), 0
    for grid in _grids(county):
        for code, name, values in dice.sample(THINGS, IN_A_GRID):
            count += 1
            seen = now - (LONG_AGO if dice.random() < 0.2 else LATELY)
            with clock.standing_at(seen):
                _write(kinds[code], grid, f"{name}{count:03}", values, dice)
    return count


def _grids(county: Area) -> Sequence[Area]:
    drawn = Area.objects.filter(county_id=county.pk, level=4, current__boundary__isnull=False)
    return list(drawn.select_related("current").order_by("code")[:MOST_GRIDS])


def _write(kind: RegisterKind, grid: Area, name: str, values: dict[str, Any], dice: Random) -> None:
    assert grid.current is not None
    lon, lat = grid.current.lon or 0.0, grid.current.lat or 0.0
    given = Given(
        name=name,
        area=grid,
        lon=round(lon + dice.uniform(-NEAR, NEAR), 7),
        lat=round(lat + dice.uniform(-NEAR, NEAR), 7),
        values={**KEPT_BY, **values},
    )
    record = add_record(kind=kind, given=given, by=SYSTEM)
    if dice.random() < 0.15:
        changed = Given(name, grid, "", given.lon, given.lat, {**given.values, "condition": "c2"})
        change_record(record=record, given=changed, version=1, by=SYSTEM)
