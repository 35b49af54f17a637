"""The best that several searches find beside one another, each on a core of its own."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import pyvrp
from pyvrp import ProblemData
from pyvrp.stop import MaxRuntime


@dataclass(frozen=True)
class Found:
    """Cost as the problem counts it, and the clients of each route."""

    cost: float
    is_feasible: bool
    routes: tuple[tuple[int, ...], ...]


def search(data: ProblemData, seconds: float, seeds: Sequence[int] = (1, 2)) -> Found:
    """The best of as many searches as there are seeds, side by side for that many seconds."""
    if len(seeds) == 1:
        return _one(data, seconds, seeds[0])
    with ProcessPoolExecutor(len(seeds), mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_one, *zip(*((data, seconds, seed) for seed in seeds), strict=True)))
    return min(found, key=lambda each: (not each.is_feasible, each.cost))


def _one(data: ProblemData, seconds: float, seed: int) -> Found:
    result = pyvrp.solve(data, MaxRuntime(seconds), seed=seed, collect_stats=False)
    best = result.best
    routes = tuple(
        tuple(each.idx for each in route.schedule() if each.is_client()) for route in best.routes()
    )
    cost = best.distance() + best.uncollected_prizes()
    return Found(float(cost), bool(result.is_feasible()), routes)
