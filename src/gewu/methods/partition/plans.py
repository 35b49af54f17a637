"""A graph in equal parts, each in one piece, with short borders between them.

METIS gives good starts in milliseconds; chains of moves even out what it leaves uneven, and passes
of single moves shorten the borders. The shortest of the plans that are even enough is divided again,
two or three neighbouring parts at a time.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import numpy as np

from gewu.methods.partition.again import divide_again
from gewu.methods.partition.board import Board
from gewu.methods.partition.chains import even_out
from gewu.methods.partition.cuts import Limits, shorten
from gewu.methods.partition.graph import Graph, Ints, is_connected
from gewu.methods.partition.pins import kept_apart, pinned_together
from gewu.methods.partition.starts import grown, metis_starts, spread_seeds

TOLERANCE = 0.03
FEWEST = 2
# how many of the starts, the shortest first, are refined
REFINED = 4
# how many times the best of them is divided again, few parts at a time
TURNS = 4
# moves after which the next start is not taken up any more: when a plan is even enough, and anyhow
ENOUGH, TOO_MANY = 2_000, 8_000


@dataclass(frozen=True)
class Division:
    """`parts`: (n,) the part of each node, from 0; `loads`: (count,) the weight in each part."""

    parts: Ints
    loads: Ints
    broken: int

    @property
    def count(self) -> int:
        """How many parts there are."""
        return len(self.loads)


def how_many(graph: Graph, target: int) -> int:
    """As many parts as bring the weight of each nearest to the target, at least one."""
    if target < FEWEST:
        raise ValueError("a part is meant to weigh at least 2")
    total = int(graph.weights.sum())
    if total == 0:
        raise ValueError("there is no weight to divide")
    return min(max(1, round(total / target)), int((graph.weights > 0).sum()))


def divide(
    graph: Graph,
    target: int,
    pins: Mapping[int, int] | None = None,
    tolerance: float = TOLERANCE,
    seed: int = 0,
) -> Division:
    """Parts of about the target's weight; `pins` holds nodes (node -> part) where they are.

    The same graph and seed give the same plan. Where no plan is within the tolerance of the mean
    the most even one is the answer.
    """
    count = how_many(graph, target)
    if not is_connected(graph):
        raise ValueError("the graph is not connected")
    pins = pins or {}
    if not all(0 <= part < count for part in pins.values()):
        raise ValueError(f"nodes are pinned to parts from 0 to {count - 1}")
    if not all(0 <= node < len(graph) for node in pins):
        raise ValueError("a pinned node is not in the graph")
    small = pinned_together(graph, pins)
    if len(small.graph) < count:
        raise ValueError(f"so much is pinned together that too little is left for {count} parts")
    board = _refined(small.graph, count, small.held, tolerance, Random(seed))
    parts = np.array(board.part, dtype=np.int64)[small.place]
    return Division(parts, np.array(board.load, dtype=np.int64), board.broken())


def _refined(
    graph: Graph, count: int, held: Mapping[int, int], tolerance: float, random: Random
) -> Board:
    """The best plan found, on its board."""
    limits = _limits(graph, int(graph.weights.sum()) / count, tolerance)
    board = Board(graph, [0] * len(graph), count, tuple(held))
    plans: list[tuple[int, int, list[int]]] = []
    for start in _starts(graph, count, held, board)[:REFINED]:
        board.put(start)
        even_out(board, limits.least, limits.most)
        shorten(board, limits, random)
        plans.append(_plan(board, limits))
        if board.moves > (TOO_MANY if min(plans)[0] else ENOUGH):
            break
    board.put(min(plans)[2])
    for turn in range(TURNS):
        even_out(board, limits.least, limits.most)
        divide_again(board, limits, turn)
        shorten(board, limits, random)
    return board


def _plan(board: Board, limits: Limits) -> tuple[int, int, list[int]]:
    """A plan as it is judged: first what is too much or too little, then the borders."""
    return sum(map(limits.excess, board.load)), board.cut(), list(board.part)


def _limits(graph: Graph, mean: float, tolerance: float) -> Limits:
    """Whole weights within the tolerance of the mean, or next to it where there are none."""
    least = min(math.ceil(mean * (1 - tolerance) - 1e-9), math.floor(mean))
    most = max(math.floor(mean * (1 + tolerance) + 1e-9), math.ceil(mean))
    return Limits(least, most, slack=max(1, int(np.median(graph.weights))))


def _starts(graph: Graph, count: int, held: Mapping[int, int], board: Board) -> list[list[int]]:
    """Whole plans: those with little to even out before others, then the shortest borders first."""
    found = []
    for parts in metis_starts(graph, count):
        board.put(parts)
        if board.broken() == 0:
            board.put(kept_apart(graph, parts, count, held))
            tenths = max(board.load) * count * 10 // sum(board.load)
            found.append((tenths, board.cut(), list(board.part)))
    if not found:
        # METIS may leave a part empty where there are hardly more nodes than parts
        board.put(grown(graph, count, spread_seeds(graph, count)))
        found.append((0, 0, kept_apart(graph, board.part, count, held)))
    return [parts for _, _, parts in sorted(found)]
