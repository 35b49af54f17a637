"""Where the refinement starts from: METIS with several seeds, or parts grown from their seeds."""

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import pymetis
from scipy.sparse.csgraph import dijkstra

from gewu.methods.partition.graph import Graph

SEEDS = 16
# in thousandths over the mean: what METIS itself takes by default, which is our 3 % as well
TOLERANCE = 30


def plain_metis(graph: Graph, count: int, seed: int = -1) -> list[int]:
    """METIS k-way with contiguous parts and nothing else changed: what plans are compared with."""
    if count == 1:
        return [0] * len(graph)
    costs = graph.matrix(graph.costs)
    found = pymetis.part_graph(
        count,
        pymetis.CSRAdjacency(costs.indptr, costs.indices),
        vweights=graph.weights,
        eweights=costs.data,
        options=pymetis.Options(contig=1, ufactor=TOLERANCE, seed=seed),
        recursive=False,
    )
    return [int(part) for part in found.vertex_part]


def metis_starts(graph: Graph, count: int) -> Iterator[list[int]]:
    """METIS as it comes and then with other seeds (Karypis and Kumar 1998), each plan once."""
    seen = set()
    for seed in range(-1, SEEDS if count > 1 else 0):
        parts = plain_metis(graph, count, seed)
        if tuple(parts) not in seen:
            seen.add(tuple(parts))
            yield parts


def grown(
    graph: Graph, count: int, seeds: Mapping[int, int], inside: Collection[int] | None = None
) -> list[int]:
    """Parts grown from seeds (node -> part), always the lightest; -1 for what is not inside.

    Every part is in one piece, and as heavy as its place allows.
    """
    lengths = graph.matrix(graph.lengths)
    parts, loads = [-1] * len(graph), [0] * count
    heaps: list[list[tuple[float, int]]] = [[] for _ in range(count)]
    for node, part in seeds.items():
        heaps[part].append((0.0, node))
    turns = [(0, part) for part in range(count)]
    while turns:
        _, part = heapq.heappop(turns)
        node, way = _next(heaps[part], parts)
        if node < 0:
            continue
        if seeds.get(node, part) == part:
            parts[node] = part
            loads[part] += int(graph.weights[node])
            span = slice(lengths.indptr[node], lengths.indptr[node + 1])
            for other, length in zip(lengths.indices[span], lengths.data[span], strict=True):
                if parts[other] < 0 and (inside is None or other in inside):
                    heapq.heappush(heaps[part], (way + float(length), int(other)))
        heapq.heappush(turns, (loads[part], part))
    return parts


def _next(heap: list[tuple[float, int]], parts: Sequence[int]) -> tuple[int, float]:
    """The nearest node that nobody has yet, -1 when there is none, and the way to it."""
    while heap:
        way, node = heapq.heappop(heap)
        if parts[node] < 0:
            return node, way
    return -1, 0.0


def spread_seeds(graph: Graph, count: int) -> dict[int, int]:
    """A node for each part, each as far as can be from those before it."""
    hops = graph.matrix(np.ones(len(graph.edges)))
    far = np.full(len(graph), np.inf)
    found: dict[int, int] = {}
    for part in range(count):
        node = int(np.argmax(far)) if found else 0
        found[node] = part
        far = np.minimum(far, dijkstra(hops, directed=False, unweighted=True, indices=node))
    return found
