"""Grids and whistles: what stays near, what is found before anybody complains, who comes when called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from gewu.oversight.facts.rules.ratios import Ratio


@dataclass(frozen=True)
class Grid:
    """What was counted in a grid."""

    raised: int = 0
    ended_within: int = 0
    found_by_workers: int = 0
    complained: int = 0
    patrols_due: int = 0
    patrols_done: int = 0
    households: int = 0
    households_visited: int = 0
    updates_due: int = 0
    updates_on_time: int = 0


def grid(counts: Grid) -> dict[str, Ratio]:
    """网格内办结率 (goal 60 %), 主动发现占比, patrols, visits and updates by their names in code."""
    known = counts.found_by_workers + counts.complained
    return {
        "ended_within": Ratio(counts.ended_within, counts.raised),
        "found_first": Ratio(counts.found_by_workers, known),
        "patrols": Ratio(counts.patrols_done, counts.patrols_due),
        "visits": Ratio(counts.households_visited, counts.households),
        "updates": Ratio(counts.updates_on_time, counts.updates_due),
    }


def first_response(times: Sequence[timedelta]) -> timedelta | None:
    """首次响应时间: the median; none of nothing."""
    return timedelta(seconds=median(each.total_seconds() for each in times)) if times else None


@dataclass(frozen=True)
class Whistles:
    """What was counted of whistles."""

    tickets: int = 0
    raised: int = 0
    called: int = 0  # units that were called
    reported_in: int = 0
    reported_in_on_time: int = 0
    tasks: int = 0
    tasks_done: int = 0
    ended: int = 0
    solved: int = 0
    without_cause: int = 0


def whistles(counts: Whistles) -> dict[str, Ratio]:
    """吹哨率 (neither too low nor too high), 报到率, 到场及时率, 办结率, false ones by their names."""
    return {
        "raised": Ratio(counts.raised, counts.tickets),
        "reported_in": Ratio(counts.reported_in, counts.called),
        "reported_in_on_time": Ratio(counts.reported_in_on_time, counts.called),
        "tasks_done": Ratio(counts.tasks_done, counts.tasks),
        "solved": Ratio(counts.solved, counts.ended),
        "without_cause": Ratio(counts.without_cause, counts.raised),
    }
