"""Visits shared out over days: the days alike, neighbours on one day (PyVRP).

Each day is a walk of its own from the same start. How long a day may be is made as small as
finds room for everything, so that no day is heavy; within that the ways are short, which puts
neighbours together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyvrp import Client, Depot, Location, ProblemData, VehicleType
from pyvrp import solve as solved
from pyvrp.stop import MaxIterations

from gewu.methods.routes.day import Minutes

STEPS = 1_000
# A day may first be this much longer than the mean of what is to be done, then again as much.
SLACK, TRIES = 0.12, 8
# A way on a day that does not suit, in minutes: longer than anybody walks, short of overflowing.
NEVER = 100_000
PRIZE = 1_000_000


@dataclass(frozen=True)
class Visit:
    """A call at a place that takes so long, on one of the days that suit (by their index)."""

    minutes: int
    days: frozenset[int]


@dataclass(frozen=True)
class Spread:
    """The day of each visit (None: none of its days has room), and the minutes of each day."""

    days: tuple[int | None, ...]
    loads: tuple[int, ...]
    walking: int


def spread(
    ways: Minutes, visits: Sequence[Visit], limits: Sequence[int], steps: int = STEPS
) -> Spread:
    """Share visits out; `limits` are the most minutes of each day, 0 for a day that is free.

    `ways` is as for `in_order`: index 0 is where every day begins. ValueError when a size does
    not agree.
    """
    ways = np.asarray(ways, dtype=np.int64)
    if ways.shape != (len(visits) + 1,) * 2 or (ways < 0).any():
        raise ValueError("a way of no less than no time is needed between all visits")
    open_days = sum(limit > 0 for limit in limits)
    if not visits or not open_days:
        return Spread((None,) * len(visits), (0,) * len(limits), 0)
    mean = _least(ways, visits) / open_days
    best = Spread((None,) * len(visits), (0,) * len(limits), 0)
    for step in range(1, TRIES + 1):
        cap = int(mean * (1 + SLACK * step)) + 1
        found = _shared(ways, visits, [min(limit, cap) for limit in limits], steps)
        if found.days.count(None) < best.days.count(None):
            best = found
        if None not in best.days or cap >= max(limits):
            break
    return best


def _least(ways: Minutes, visits: Sequence[Visit]) -> int:
    """Minutes that are needed in any case: the visits, and to each the way from the nearest."""
    apart = ways + np.diag(np.full(len(ways), NEVER))
    return sum(visit.minutes for visit in visits) + int(apart.min(axis=0)[1:].sum())


def _shared(ways: Minutes, visits: Sequence[Visit], limits: Sequence[int], steps: int) -> Spread:
    days = [day for day, limit in enumerate(limits) if limit > 0]
    data = _data(ways, visits, days, limits)
    best = solved(data, MaxIterations(steps), seed=1, collect_stats=False).best
    found: list[int | None] = [None] * len(visits)
    loads, walking = [0] * len(limits), 0
    for route in best.routes():
        day, at = days[route.vehicle_type()], 0
        for each in route.schedule():
            if not each.is_client() or day not in visits[each.idx].days:
                continue
            found[each.idx] = day
            way = int(ways[at, each.idx + 1])
            loads[day] += visits[each.idx].minutes + way
            walking, at = walking + way, each.idx + 1
    return Spread(tuple(found), tuple(loads), walking)


def _data(
    ways: Minutes, visits: Sequence[Visit], days: Sequence[int], limits: Sequence[int]
) -> ProblemData:
    size = len(ways) + 1
    whole: Any = np.zeros((size, size), dtype=np.int64)
    whole[:-1, :-1] = ways
    matrices: list[Any] = []
    for day in days:
        matrix = whole.copy()
        closed = [index + 1 for index, visit in enumerate(visits) if day not in visit.days]
        matrix[:, closed] = NEVER
        np.fill_diagonal(matrix, 0)
        matrices.append(matrix)
    return ProblemData(
        locations=[Location(0, 0) for _place in range(size)],
        clients=[
            Client(location=index + 1, service_duration=visit.minutes, prize=PRIZE, required=False)
            for index, visit in enumerate(visits)
        ],
        depots=[Depot(location=0), Depot(location=size - 1)],
        vehicle_types=[
            VehicleType(start_depot=0, end_depot=1, shift_duration=limits[day], profile=profile)
            for profile, day in enumerate(days)
        ],
        distance_matrices=matrices,
        duration_matrices=matrices,
    )
