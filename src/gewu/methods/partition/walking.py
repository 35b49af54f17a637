"""Ways on foot along a network of streets and paths, in metres."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from gewu.methods.partition.graph import Floats, Graph, Ints, on_plane

# a way is entered at one of its points, which stand so near to each other
STEP = 20.0
# beyond it neighbours are not looked for along the network
REACH = 1_500.0
AT_ONCE = 256


@dataclass(frozen=True)
class Network:
    """Points of ways in metres, and the metres between those that follow each other."""

    points: Floats
    ways: csr_array


def network(lines: Sequence[BaseGeometry], meridian: float) -> Network:
    """The ways of a network; lines in degrees that meet or cross are joined there."""
    to_metres = partial(on_plane, meridian=meridian)
    flat = shapely.transform(np.array(lines, dtype=object), to_metres)
    noded = shapely.get_parts(shapely.union_all(flat, grid_size=0.1))
    dense = shapely.segmentize(noded[shapely.length(noded) > 0], STEP)
    if not len(dense):
        raise ValueError("there is no way in the network")
    coordinates, line = shapely.get_coordinates(dense, return_index=True)
    points, place = np.unique(np.round(coordinates, 1), axis=0, return_inverse=True)
    place = place.reshape(-1)
    follows = line[1:] == line[:-1]
    pairs = np.sort(np.column_stack([place[:-1], place[1:]])[follows], axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    lengths = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    both = (np.concatenate([lengths, lengths]), (pairs.T.ravel(), pairs[:, ::-1].T.ravel()))
    return Network(points, csr_array(both, shape=(len(points),) * 2))


def along(graph: Graph, net: Network) -> Graph:
    """The graph with the metres on foot between neighbours; straight ones are the least.

    Where the network leads nowhere within reach an edge is as long as that reach.
    """
    legs, at = cKDTree(net.points).query(graph.places)
    first, second = graph.edges[:, 0], graph.edges[:, 1]
    far = np.full(len(graph.edges), REACH)
    order = np.argsort(at[first], kind="stable")
    starts = np.unique(at[first])
    for begin in range(0, len(starts), AT_ONCE):
        some = starts[begin : begin + AT_ONCE]
        ways = dijkstra(net.ways, directed=False, indices=some, limit=REACH)
        low, high = np.searchsorted(at[first][order], [some[0], some[-1] + 1])
        mine = order[low:high]
        far[mine] = ways[np.searchsorted(some, at[first[mine]]), at[second[mine]]]
    lengths = np.maximum(graph.lengths, np.minimum(far + legs[first] + legs[second], REACH))
    return replace(graph, lengths=lengths)


def ways_to(net: Network, places: Floats, centre: Floats) -> Floats:
    """Metres on foot from places to a centre; straight ones where the network does not lead."""
    straight = np.hypot(*(places - centre).T)
    tree = cKDTree(net.points)
    legs, at = tree.query(places)
    last, goal = tree.query(centre)
    ways: Floats = dijkstra(net.ways, directed=False, indices=int(goal))
    found = ways[np.asarray(at, dtype=np.int64)] + legs + last
    metres: Floats = np.where(np.isfinite(found), np.maximum(found, straight), straight)
    return metres


def centre_of(places: Floats, weights: Ints) -> Floats:
    """The weighted middle of places."""
    middle: Floats = np.average(places, axis=0, weights=weights + 1e-9)
    return middle
