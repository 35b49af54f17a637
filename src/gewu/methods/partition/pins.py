"""Pinned nodes: what must stay together in one part, and apart from what is pinned to another.

A part's pinned nodes, and the shortest ways between them, become one node of a smaller graph. So
they cannot be parted whatever is moved, and their part is in one piece from the beginning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import dijkstra

from gewu.methods.partition.board import Board
from gewu.methods.partition.graph import Graph, Ints
from gewu.methods.partition.pieces import joined
from gewu.methods.partition.starts import grown


@dataclass(frozen=True)
class Pinned:
    """A smaller graph, where each node went, and the part to which a node of it is held."""

    graph: Graph
    place: Ints
    held: dict[int, int]


def pinned_together(graph: Graph, pins: Mapping[int, int]) -> Pinned:
    """The graph in which what is pinned (node -> part) to one part is one node."""
    place, held = np.full(len(graph), -1, dtype=np.int64), dict[int, int]()
    taken = {int(node): int(part) for node, part in pins.items()}
    for part in sorted(set(taken.values())):
        own = [node for node, to in taken.items() if to == part]
        for node in _with_ways(graph, own, {n for n, to in taken.items() if to != part}):
            taken[node] = part
    for number, part in enumerate(sorted(set(taken.values()))):
        place[[node for node, to in taken.items() if to == part]] = number
        held[number] = part
    free = place < 0
    place[free] = np.arange(len(held), len(held) + free.sum())
    return Pinned(joined(graph, place), place, held)


def _with_ways(graph: Graph, own: list[int], closed: set[int]) -> set[int]:
    """The nodes and what lies on the shortest ways between them, around what is not theirs."""
    shut = np.isin(graph.edges, list(closed)).any(axis=1)
    ways = graph.matrix(np.where(shut, np.inf, np.maximum(graph.lengths, 1e-6)))
    found = {own[0]}
    if len(own) == 1:
        return found
    far, before = dijkstra(ways, directed=False, indices=own[0], return_predecessors=True)
    for node in own[1:]:
        if not np.isfinite(far[node]):
            raise ValueError("nodes that are pinned to one part cannot be joined by any way")
        while node not in found:
            found.add(node)
            node = int(before[node])
    return found


def kept_apart(
    graph: Graph, parts: Sequence[int], count: int, held: Mapping[int, int]
) -> list[int]:
    """A plan in which every held node has the part that it is held to.

    Where two came into one part, that part is split between them, and the two lightest neighbours
    that may be one become one.
    """
    found, pieces = list(parts), count
    for part in range(count):
        rivals = [node for node in held if found[node] == part]
        if len(rivals) > 1:
            inside = {node for node, own in enumerate(found) if own == part}
            seeds = {node: number for number, node in enumerate(rivals)}
            split = grown(graph, len(rivals), seeds, inside)
            for node in inside:
                found[node] = part if split[node] == 0 else pieces + split[node] - 1
            pieces += len(rivals) - 1
    while pieces > count:
        _join_two(graph, found, pieces, {found[node] for node in held})
        pieces -= 1
    return _numbered(found, count, held)


def _join_two(graph: Graph, parts: list[int], pieces: int, of_held: set[int]) -> None:
    loads = Board(graph, parts, pieces).load
    pairs = {tuple(sorted((parts[one], parts[two]))) for one, two in graph.edges.tolist()}
    free = [pair for pair in pairs if pair[0] != pair[1] and not of_held.issuperset(pair)]
    one, two = min(free, key=lambda pair: (loads[pair[0]] + loads[pair[1]], pair))
    for node, part in enumerate(parts):
        # the last number moves into the place of the one that is gone
        now = one if part == two else part
        parts[node] = two if now == pieces - 1 else now


def _numbered(parts: list[int], count: int, held: Mapping[int, int]) -> list[int]:
    """The same parts with the numbers of what is held in them, the others with what is left."""
    numbers = {parts[node]: number for node, number in held.items()}
    left = iter(sorted(set(range(count)) - set(held.values())))
    for part in range(count):
        if part not in numbers:
            numbers[part] = next(left)
    return [numbers[part] for part in parts]
