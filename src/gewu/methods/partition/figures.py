"""Figures of a plan: how even, how compact, how far to walk, and what a new plan would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import dijkstra
from shapely import MultiPolygon, Polygon

from gewu.methods.coordinates import zone_meridian
from gewu.methods.partition.graph import Floats, Graph, Ints, on_plane
from gewu.methods.partition.walking import Network, centre_of, ways_to


@dataclass(frozen=True)
class Change:
    """What a new plan moves: weight, its share of the whole, and which new part follows an old."""

    weight: int
    share: float
    heir_of: dict[int, int]


def imbalance(loads: ArrayLike) -> float:
    """How far the heaviest or the lightest part is from the mean, as a part of the mean."""
    found = np.asarray(loads, dtype=np.float64)
    return float(max(found.max() / found.mean() - 1, 1 - found.min() / found.mean()))


def over_mean(loads: ArrayLike) -> float:
    """How far the heaviest part is over the mean, as a part of the mean."""
    found = np.asarray(loads, dtype=np.float64)
    return float(found.max() / found.mean() - 1)


def cut_edges(graph: Graph, parts: ArrayLike) -> int:
    """How many edges lead from one part to another, whatever they cost."""
    own = np.asarray(parts, dtype=np.int64)
    return int((own[graph.edges[:, 0]] != own[graph.edges[:, 1]]).sum())


def compactness(outlines: Sequence[Polygon | MultiPolygon]) -> Floats:
    """Polsby-Popper (1991) of each outline in degrees: 4 pi area / perimeter², 1 for a circle.

    Measured in metres on the plane of the 3-degree zone.
    """
    shapes = np.array(outlines, dtype=object)
    west, _, east, _ = shapely.total_bounds(shapes)
    meridian = zone_meridian(float(west + east) / 2)
    flat = shapely.transform(shapes, partial(on_plane, meridian=meridian))
    scores: Floats = 4 * np.pi * shapely.area(flat) / shapely.length(flat) ** 2
    return scores


def walks(graph: Graph, parts: ArrayLike, along_edges: bool = False) -> Floats:
    """For each part the mean way in metres from its weight to its weighted centre.

    As the crow flies to the centre itself; along the edges inside the part to the node next to it.
    A part without weight has no way (nan).
    """
    own = np.asarray(parts, dtype=np.int64)
    found = np.full(int(own.max()) + 1, np.nan)
    for part in range(len(found)):
        nodes = np.flatnonzero((own == part) & (graph.weights > 0))
        if len(nodes):
            weights = graph.weights[nodes].astype(np.float64)
            centre = np.average(graph.places[nodes], axis=0, weights=weights)
            far = np.hypot(*(graph.places[nodes] - centre).T)
            if along_edges:
                far = _along(graph, own == part, int(nodes[np.argmin(far)]))[nodes]
            found[part] = np.average(far, weights=weights)
    return found


def distances(
    graph: Graph, parts: ArrayLike, net: Network | None = None, count: int = 0
) -> tuple[Floats, Floats]:
    """For each part the mean and the ninth decile of the metres from its weight to its middle.

    Along the network where there is one, else as the crow flies. A part without weight has none.
    """
    own = np.asarray(parts, dtype=np.int64)
    count = count or int(own.max()) + 1
    means, tenths = np.full(count, np.nan), np.full(count, np.nan)
    for part in range(count):
        nodes = np.flatnonzero((own == part) & (graph.weights > 0))
        if len(nodes):
            places, weights = graph.places[nodes], graph.weights[nodes]
            centre = centre_of(places, weights)
            far = ways_to(net, places, centre) if net else np.hypot(*(places - centre).T)
            means[part] = np.average(far, weights=weights)
            tenths[part] = decile(far, weights)
    return means, tenths


def decile(metres: Floats, weights: Ints) -> float:
    """The way that nine in ten do not exceed."""
    order = np.argsort(metres, kind="stable")
    reached = np.cumsum(weights[order]) >= 0.9 * weights.sum()
    return float(metres[order][np.argmax(reached)])


def _along(graph: Graph, inside: NDArray[np.bool_], start: int) -> Floats:
    """Metres from a node to all nodes, along edges with both ends inside."""
    open_ = inside[graph.edges].all(axis=1)
    ways = graph.matrix(np.where(open_, np.maximum(graph.lengths, 1e-6), np.inf))
    far: Floats = dijkstra(ways, directed=False, indices=start)
    return far


def changed(before: ArrayLike, after: ArrayLike, weights: ArrayLike) -> Change:
    """The weight that would have another part, when every old part has the best new one as heir.

    `before` and `after`: (n,) parts from 0. Heirs are chosen so that as much as possible stays
    (Kuhn 1955, by SciPy); a part without an heir is gone, and all that was in it counts as moved.
    """
    old, new = np.asarray(before, dtype=np.int64), np.asarray(after, dtype=np.int64)
    weight: Ints = np.asarray(weights, dtype=np.int64)
    if not (old.shape == new.shape == weight.shape) or old.ndim != 1 or not len(old):
        raise ValueError("both plans and the weights are columns of equal length, not empty")
    shared = np.zeros((int(old.max()) + 1, int(new.max()) + 1), dtype=np.int64)
    np.add.at(shared, (old, new), weight)
    heirs = linear_sum_assignment(shared, maximize=True)
    moved = int(weight.sum() - shared[heirs].sum())
    pairs = zip(*(side.tolist() for side in heirs), strict=True)
    heir_of = {one: two for one, two in pairs if shared[one, two]}
    return Change(moved, moved / max(1, int(weight.sum())), heir_of)
