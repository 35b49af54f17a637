"""Pieces: nodes that always stay together, such as a building or a small area, as one node each."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from gewu.methods.partition.graph import Graph, Ints


def joined(graph: Graph, place: ArrayLike) -> Graph:
    """The graph in which nodes with the same number in `place` (from 0, none left out) are one.

    Weights and costs are added, the shortest length is kept, a piece stands at its weighted middle.
    """
    into: Ints = np.asarray(place, dtype=np.int64)
    size = int(into.max()) + 1
    weights = np.bincount(into, weights=graph.weights, minlength=size).astype(np.int64)
    pairs = np.sort(into[graph.edges], axis=1)
    apart = pairs[:, 0] != pairs[:, 1]
    edges, which = np.unique(pairs[apart], axis=0, return_inverse=True)
    which = which.reshape(-1)
    costs = np.bincount(which, weights=graph.costs[apart], minlength=len(edges)).astype(np.int64)
    lengths = np.full(len(edges), np.inf)
    np.minimum.at(lengths, which, graph.lengths[apart])
    # where nobody lives every point counts the same
    share = graph.weights + 1e-9
    sums = [np.bincount(into, weights=axis * share, minlength=size) for axis in graph.places.T]
    places = np.column_stack(sums) / np.bincount(into, weights=share, minlength=size)[:, None]
    return replace(
        graph,
        places=places,
        weights=weights,
        edges=edges.reshape(-1, 2),
        lengths=lengths,
        costs=costs,
        node_of=into[graph.node_of],
    )
