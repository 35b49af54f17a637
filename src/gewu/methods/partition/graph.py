"""Who lives next to whom: a connected graph of places, made from points alone.

Neighbours are the edges of the Delaunay triangulation that are not longer than a street is wide
with its front gardens (150 m), and besides them the shortest tree that connects everything, so that
a lonely farm belongs to its nearest neighbours. Points at the very same place are one node.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree
from scipy.spatial import Delaunay, QhullError
from shapely import MultiPolygon, Polygon

from gewu.methods.coordinates import metres_projection, zone_meridian
from gewu.methods.partition.cells import ridges

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

LONGEST = 150.0
DECIMALS = 7
# degrees of longitude around its meridian on which the plane keeps the order of neighbours
REACH = 12.0
FEWEST_OF_A_TRIANGLE = 3


@dataclass(frozen=True)
class Graph:
    """Nodes and the edges between them.

    `places`: (n, 2) metres east and north; `weights`: (n,) whole numbers, what a node counts;
    `edges`: (m, 2) nodes, the smaller first, each pair once; `lengths`: (m,) metres;
    `costs`: (m,) whole numbers from 1, what it costs to cut an edge;
    `node_of`: (points,) the node of each point that was given;
    `meridian`: the central meridian of the plane on which the metres are.
    """

    places: Floats
    weights: Ints
    edges: Ints
    lengths: Floats
    costs: Ints
    node_of: Ints
    meridian: float

    def __len__(self) -> int:
        return len(self.weights)

    def matrix(self, values: Floats | Ints) -> csr_array:
        """One value for each edge as a symmetric sparse matrix."""
        first, second = self.edges[:, 0], self.edges[:, 1]
        rows, columns = np.concatenate([first, second]), np.concatenate([second, first])
        return csr_array(
            (np.concatenate([values, values]), (rows, columns)), shape=(len(self),) * 2
        )


def neighbours(
    lons: ArrayLike,
    lats: ArrayLike,
    weights: ArrayLike | None = None,
    longest: float = LONGEST,
    within: Polygon | MultiPolygon | None = None,
) -> Graph:
    """The graph of points in degrees, each with a weight (households; one if not said).

    `within`: an outline in degrees; who would touch only beyond it are no neighbours, so that what
    hangs together in the graph hangs together on the ground.
    """
    x, y, meridian = in_metres(lons, lats)
    given = np.ones(len(x), dtype=np.int64) if weights is None else _whole(weights, len(x))
    degrees = np.column_stack([np.asarray(lons, float), np.asarray(lats, float)])
    _, first, node_of = np.unique(
        np.round(degrees, DECIMALS), axis=0, return_index=True, return_inverse=True
    )
    # nodes stand in the order in which their first points were given
    rank = np.argsort(np.argsort(first))
    node_of = rank[node_of.reshape(-1)]
    places = np.column_stack([x, y])[np.sort(first)]
    joined = np.bincount(node_of, weights=given, minlength=len(places)).astype(np.int64)
    pairs = _triangulated(places) if within is None else _touching(places, within, meridian)
    edges, lengths = _edges(places, pairs, longest)
    costs = np.ones(len(edges), dtype=np.int64)
    return Graph(places, joined, edges, lengths, costs, node_of, meridian)


def in_metres(lons: ArrayLike, lats: ArrayLike) -> tuple[Floats, Floats, float]:
    """Metres east and north on the plane of a 3-degree zone, and the meridian of that zone.

    Refused is what is no place in degrees or too far from the others to be on one plane with them.
    """
    lon, lat = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    if lon.ndim != 1 or lon.shape != lat.shape or not len(lon):
        raise ValueError("longitudes and latitudes are two columns of equal length, not empty")
    if not (np.isfinite(lon).all() and (np.abs(lon) <= 180).all() and (np.abs(lat) <= 90).all()):
        raise ValueError("longitudes lie within 180 and latitudes within 90 degrees")
    meridian = zone_meridian(float(np.median(lon)))
    if (np.abs(lon - meridian) > REACH).any():
        raise ValueError("the points lie too far apart for one plane")
    x, y = metres_projection(meridian).forward(lon, lat)
    return x, y, meridian


def on_plane(degrees: Floats, meridian: float) -> Floats:
    """(n, 2) longitudes and latitudes as (n, 2) metres on the plane around a meridian."""
    return np.column_stack(metres_projection(meridian).forward(degrees[:, 0], degrees[:, 1]))


def is_connected(graph: Graph) -> bool:
    """Whether one can get from every node to every other."""
    return bool(connected_components(graph.matrix(graph.costs), directed=False)[0] == 1)


def _whole(weights: ArrayLike, length: int) -> Ints:
    given = np.asarray(weights)
    whole = given.astype(np.int64)
    if given.shape != (length,) or (whole != given).any() or (whole < 0).any():
        raise ValueError("every point needs a weight, a whole number that is not negative")
    return whole


def _edges(places: Floats, pairs: Ints, longest: float) -> tuple[Ints, Floats]:
    """The short ones of the pairs and their shortest tree, with their lengths."""
    lengths = np.hypot(*(places[pairs[:, 0]] - places[pairs[:, 1]]).T)
    # a length of nothing would be no edge in a sparse matrix
    tree = minimum_spanning_tree(
        csr_array((np.maximum(lengths, 1e-6), (pairs[:, 0], pairs[:, 1])), shape=(len(places),) * 2)
    ).tocoo()
    size = len(places)
    kept = np.isin(pairs[:, 0] * size + pairs[:, 1], tree.row.astype(np.int64) * size + tree.col)
    kept |= lengths <= longest
    return pairs[kept], lengths[kept]


def _touching(places: Floats, within: Polygon | MultiPolygon, meridian: float) -> Ints:
    """Pairs whose Voronoi cells touch within an outline, and the tree that connects the rest."""
    everyone = _triangulated(places)
    flat = shapely.transform(within, partial(on_plane, meridian=meridian))
    pairs, lines = ridges(places, shapely.get_coordinates(flat))
    shapely.prepare(flat)
    met = pairs[shapely.intersects(flat, shapely.linestrings(lines))]
    # the shortest tree of all prefers who touch within, and takes others only where it must
    lengths = np.hypot(*(places[everyone[:, 0]] - places[everyone[:, 1]]).T)
    size = len(places)
    beyond = ~np.isin(everyone[:, 0] * size + everyone[:, 1], met[:, 0] * size + met[:, 1])
    ways = np.maximum(lengths, 1e-6) + beyond * (lengths.sum() + 1.0)
    tree = minimum_spanning_tree(
        csr_array((ways, (everyone[:, 0], everyone[:, 1])), shape=(size, size))
    ).tocoo()
    needed = np.column_stack([tree.row, tree.col]).astype(np.int64)
    return np.unique(np.concatenate([met, np.sort(needed, axis=1)]), axis=0)


def _triangulated(places: Floats) -> Ints:
    """Every edge of the Delaunay triangulation once; points on one line follow each other."""
    if len(places) < FEWEST_OF_A_TRIANGLE:
        return _in_a_row(places)
    try:
        found = Delaunay(places - places.mean(axis=0))
    except QhullError:
        return _in_a_row(places)
    corners = found.simplices.astype(np.int64)
    # what lies too near to another point to be a corner is tied to that point
    near = found.coplanar[:, [0, 2]].astype(np.int64)
    pairs = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]], near])
    return np.unique(np.sort(pairs, axis=1), axis=0)


def _in_a_row(places: Floats) -> Ints:
    away = places - places.mean(axis=0)
    direction = np.linalg.svd(away, full_matrices=False)[2][0] if len(places) > 1 else away[0]
    order = np.argsort(away @ direction, kind="stable").astype(np.int64)
    return np.sort(np.column_stack([order[:-1], order[1:]]), axis=1)
