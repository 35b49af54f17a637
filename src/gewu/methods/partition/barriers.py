"""Barriers: main roads, rivers and railways, along which the border of a part should run."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree
from shapely.geometry.base import BaseGeometry

from gewu.methods.partition.graph import Floats, Graph, on_plane

FACTOR = 5
Flags = NDArray[np.bool_]


def with_barriers(graph: Graph, lines: Sequence[BaseGeometry], factor: int = FACTOR) -> Graph:
    """The graph with new costs: cutting an edge that crosses no line costs so many times more.

    Lines are in degrees. It is cheap to part neighbours whom a line parts already and dear to part
    others, so the borders of a plan follow the lines where balance lets them.
    """
    if factor < 1:
        raise ValueError("the factor of barriers is a whole number from 1")
    costs = np.where(crossing(graph, lines), 1, int(factor)).astype(np.int64)
    return replace(graph, costs=costs)


def crossing(graph: Graph, lines: Sequence[BaseGeometry]) -> Flags:
    """Which edges cross a line; lines are in degrees, areas of water count as well."""
    found = np.zeros(len(graph.edges), dtype=np.bool_)
    if len(lines) and len(graph.edges):
        to_metres = partial(on_plane, meridian=graph.meridian)
        flat = shapely.transform(np.array(lines, dtype=object), to_metres)
        edges: Any = shapely.linestrings(graph.places[graph.edges])
        hits = shapely.STRtree(edges).query(flat, predicate="intersects")[1]
        found[np.unique(hits)] = True
    return found


def cut_by(graph: Graph, closed: Flags) -> tuple[Graph, Flags]:
    """The graph without these edges, except where it would fall apart; and which edges stay.

    Of the closed edges as few stay as hold everything together, the shortest ones.
    """
    kept = ~closed
    if closed.any():
        # closed ways are so long that the shortest tree takes them only where it must
        ways = np.maximum(graph.lengths, 1e-6) + closed * (graph.lengths.sum() + 1.0)
        tree = minimum_spanning_tree(_numbered(graph, ways)).tocoo()
        size = len(graph)
        low, high = np.minimum(tree.row, tree.col), np.maximum(tree.row, tree.col)
        needed = low.astype(np.int64) * size + high
        kept |= np.isin(graph.edges[:, 0] * size + graph.edges[:, 1], needed)
    left = replace(
        graph, edges=graph.edges[kept], lengths=graph.lengths[kept], costs=graph.costs[kept]
    )
    return left, kept


def _numbered(graph: Graph, values: Floats) -> csr_array:
    first, second = graph.edges[:, 0], graph.edges[:, 1]
    return csr_array((values, (first, second)), shape=(len(graph),) * 2)
