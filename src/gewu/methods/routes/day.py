"""One day of one person: which stops, in which order, and when (PyVRP).

Times are whole minutes since midnight, ways whole minutes between places. The same stops give
the same order: what ends the search is a number of steps, not a clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, Solution, VehicleType
from pyvrp import solve as solved
from pyvrp.stop import MaxIterations

Minutes = NDArray[np.int64]

# What must be done outweighs any way; what is nice to do is worth a quarter of an hour's walk.
# A minute of walking counts twice, a minute of waiting once.
MUST, NICE = 10_000, 2 * 15
STEPS = 2_000


class Window(NamedTuple):
    """From when and until when a stop may begin."""

    opens: int
    closes: int


ALL_DAY = (Window(0, 24 * 60),)


@dataclass(frozen=True)
class Stop:
    """A place to go to; it takes so long, and may begin within one of the windows."""

    minutes: int = 10
    windows: tuple[Window, ...] = ALL_DAY
    is_must: bool = True

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise ValueError("a stop takes no less than no time")
        if not self.windows or any(opens > closes for opens, closes in self.windows):
            raise ValueError("a window opens before it closes, and a stop has one at least")


@dataclass(frozen=True)
class Day:
    """When somebody sets out and has to be done."""

    begins: int = 8 * 60 + 30
    ends: int = 17 * 60 + 30

    def __post_init__(self) -> None:
        if self.begins > self.ends:
            raise ValueError("a day begins before it ends")


@dataclass(frozen=True)
class Order:
    """Stops by their index with the minute at which each begins; what found no room is left."""

    stops: tuple[int, ...]
    begins: tuple[int, ...]
    left: tuple[int, ...]
    walking: int
    ends: int


def in_order(ways: Minutes, stops: Sequence[Stop], day: Day, steps: int = STEPS) -> Order:
    """The order with the shortest ways in which all that must be done finds room.

    `ways` has a row and a column for the place to set out from (index 0) and one for each stop,
    in minutes; the last stop is where the day ends. Stops that are nice to do are taken when the
    detour is worth it. ValueError when sizes do not agree or a way is negative.
    """
    ways = np.asarray(ways, dtype=np.int64)
    if ways.shape != (len(stops) + 1,) * 2 or (ways < 0).any():
        raise ValueError("a way of no less than no time is needed between all stops")
    if not stops:
        return Order((), (), (), 0, day.begins)
    problem = _Problem(ways, stops, day)
    best = solved(problem.data, MaxIterations(steps), seed=1, collect_stats=False).best
    return problem.read(best)


class _Problem:
    """Stops as PyVRP knows them: a stop of several windows is a group of which one is done."""

    def __init__(self, ways: Minutes, stops: Sequence[Stop], day: Day) -> None:
        self.ways, self.stops, self.day = ways, stops, day
        self.stop_of: list[int] = []
        clients: list[Client] = []
        groups: list[ClientGroup] = []
        for index, stop in enumerate(stops):
            first = len(clients)
            clients += self._clients(index, stop, len(groups))
            if len(clients) - first > 1:
                groups.append(ClientGroup(list(range(first, len(clients))), required=False))
        self.data = self._data(clients, groups)

    def _clients(self, index: int, stop: Stop, group: int) -> list[Client]:
        """One for each window in which the stop can still begin."""
        found = []
        for opens, closes in stop.windows:
            early = max(opens, self.day.begins)
            late = min(closes, self.day.ends - stop.minutes)
            if early <= late:
                found.append((early, late))
        self.stop_of += [index] * len(found)
        return [
            Client(
                location=index + 1,
                service_duration=stop.minutes,
                tw_early=early,
                tw_late=late,
                prize=MUST if stop.is_must else NICE + stop.minutes,
                required=False,
                group=group if len(found) > 1 else None,
            )
            for early, late in found
        ]

    def _data(self, clients: list[Client], groups: list[ClientGroup]) -> ProblemData:
        """The end is a place of its own that is no way from anywhere."""
        size = len(self.ways) + 1
        matrix: Any = np.zeros((size, size), dtype=np.int64)
        matrix[:-1, :-1] = self.ways
        walker = VehicleType(
            start_depot=0,
            end_depot=1,
            tw_early=self.day.begins,
            start_late=self.day.begins,
            tw_late=self.day.ends,
            unit_duration_cost=1,
        )
        return ProblemData(
            locations=[Location(0, 0) for _place in range(size)],
            clients=clients,
            depots=[Depot(location=0), Depot(location=size - 1)],
            vehicle_types=[walker],
            distance_matrices=[matrix],
            duration_matrices=[matrix],
            groups=groups,
        )

    def read(self, best: Solution) -> Order:
        """The order; the times are reckoned anew, since one sets out as early as one may."""
        order = [self.stop_of[each] for each in _visited(best)]
        now, at, walking = self.day.begins, 0, 0
        begins: list[int] = []
        for stop in order:
            walking += int(self.ways[at, stop + 1])
            now = self._begin(stop, now + int(self.ways[at, stop + 1]))
            begins.append(now)
            now, at = now + self.stops[stop].minutes, stop + 1
        left = tuple(each for each in range(len(self.stops)) if each not in set(order))
        return Order(tuple(order), tuple(begins), left, walking, now)

    def _begin(self, stop: int, arrival: int) -> int:
        """The first minute from the arrival on that lies in a window."""
        fits = [window for window in self.stops[stop].windows if window.closes >= arrival]
        return max(arrival, min(window.opens for window in fits))


def _visited(best: Solution) -> list[int]:
    return [each.idx for route in best.routes() for each in route.schedule() if each.is_client()]
