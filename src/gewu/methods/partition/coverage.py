"""The polygons of parts: who is nearest to a point of the part, within a given outline.

Borders between parts are edges of Voronoi cells, made in metres and then set, together with the
given outline, on a raster of 7 decimals of a degree (about 1 cm). The faces between those lines are
the parts, so that neighbours share every corner and nothing is left over or covered twice.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree
from shapely import MultiPolygon, Polygon

from gewu.methods.coordinates import MetresProjection, metres_projection
from gewu.methods.partition.cells import ridges
from gewu.methods.partition.graph import DECIMALS, Floats, Ints, in_metres, on_plane

Outline = Polygon | MultiPolygon
Faces = NDArray[np.object_]
Flags = NDArray[np.bool_]

RASTER = 10.0**-DECIMALS


def outlines(
    points: ArrayLike,
    parts: ArrayLike,
    within: Outline,
    wholes: Sequence[tuple[Outline, int]] = (),
) -> list[Outline]:
    """The outline of each part, in the order of the parts' numbers from 0.

    `points`: (n, 2) longitudes and latitudes; `parts`: (n,) the part of each; `within`: degrees.
    A part is one polygon, unless its points lie apart for the outline; a piece without any point
    goes to the neighbour with the longest common border. `wholes`: areas that no border cuts, each
    with its part.
    """
    given = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    own = np.asarray(parts, dtype=np.int64)
    if own.shape != (len(given),) or not len(own):
        raise ValueError("every point needs its part")
    whole = shapely.set_precision(within, RASTER)
    if whole.is_empty or whole.geom_type not in ("Polygon", "MultiPolygon"):
        raise ValueError("the outline to divide is no polygon")
    x, y, meridian = in_metres(given[:, 0], given[:, 1])
    places, own = _once(np.column_stack([x, y]), given, own)
    plane = metres_projection(meridian)
    rims = [shapely.boundary(shapely.set_precision(each, RASTER)) for each, _part in wholes]
    faces = _faces(places, own, whole, plane, rims)
    nearest = cKDTree(places)
    homes = own[nearest.query(_middles(faces, plane))[1]]
    kept = _in_wholes(faces, homes, wholes)
    holds = _holding(faces, homes, places, own, plane) | kept
    _hand_over(faces, homes, holds)
    count = int(own.max()) + 1
    missing = sorted(set(range(count)) - set(homes.tolist()))
    if missing:
        raise ValueError(f"parts without any area within the outline: {missing}")
    found: list[Any] = [shapely.coverage_union_all(faces[homes == part]) for part in range(count)]
    return found


def _once(places: Floats, given: Floats, own: Ints) -> tuple[Floats, Ints]:
    """Every place once, refused where it is in two parts."""
    _, first, which = np.unique(
        np.round(given, DECIMALS), axis=0, return_index=True, return_inverse=True
    )
    if (own[first][which.reshape(-1)] != own).any():
        raise ValueError("points at the same place belong to different parts")
    return places[first], own[first]


def _in_wholes(faces: Faces, homes: Ints, wholes: Sequence[tuple[Outline, int]]) -> Flags:
    """Give what lies in an area that is not cut to its part; which faces those are."""
    kept = np.zeros(len(faces), dtype=np.bool_)
    if wholes:
        tree = shapely.STRtree([outline for outline, _part in wholes])
        face, area = tree.query(shapely.point_on_surface(faces), predicate="intersects")
        homes[face] = np.array([part for _outline, part in wholes], dtype=np.int64)[area]
        kept[face] = True
    return kept


def _faces(
    places: Floats, own: Ints, whole: Outline, plane: MetresProjection, rims: Sequence[Any] = ()
) -> Faces:
    """What the borders between parts and the rim of the whole enclose, inside the whole."""
    rim = shapely.boundary(whole)
    lines = [rim, *rims, *_borders(places, own, whole, plane)]
    # noded twice: where snapping made new crossings they are corners as well
    noded = shapely.union_all(np.array(lines, dtype=object), grid_size=RASTER)
    found = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    shapely.prepare(whole)
    inside = shapely.contains_properly(whole, shapely.point_on_surface(found))
    kept: Faces = found[inside]
    return kept


def _borders(places: Floats, own: Ints, whole: Outline, plane: MetresProjection) -> list[Any]:
    """The edges between cells of different parts, in degrees."""
    if (own == own[0]).all():
        return []
    corners = on_plane(shapely.get_coordinates(shapely.box(*whole.bounds)), plane.central_meridian)
    pairs, lines = ridges(places, corners)
    ends = lines[own[pairs[:, 0]] != own[pairs[:, 1]]]
    lon, lat = plane.inverse(ends[..., 0].ravel(), ends[..., 1].ravel())
    lines_in_degrees: Any = shapely.linestrings(np.column_stack([lon, lat]).reshape(-1, 2, 2))
    return list(lines_in_degrees)


def _middles(faces: Faces, plane: MetresProjection) -> Floats:
    """A point inside of each face, in metres."""
    middles = shapely.point_on_surface(faces)
    return np.column_stack(plane.forward(shapely.get_x(middles), shapely.get_y(middles)))


def _holding(
    faces: Faces, homes: Ints, places: Floats, own: Ints, plane: MetresProjection
) -> Flags:
    """Whether a face holds a point of its part; of each part the largest face counts as one."""
    lon, lat = plane.inverse(places[:, 0], places[:, 1])
    at, face = shapely.STRtree(faces).query(shapely.points(lon, lat), predicate="intersects")
    holds = np.zeros(len(homes), dtype=np.bool_)
    holds[face[own[at] == homes[face]]] = True
    for part in np.unique(homes):
        if not holds[homes == part].any():
            mine = np.flatnonzero(homes == part)
            holds[mine[np.argmax(shapely.area(faces[mine]))]] = True
    return holds


def _hand_over(faces: Faces, homes: Ints, holds: Flags) -> None:
    """Give faces without a point to the part with which they share the longest border."""
    tree, rims = shapely.STRtree(faces), shapely.boundary(faces)
    moved = True
    while moved:
        moved = False
        for face in np.flatnonzero(~holds):
            touching = tree.query(faces[face], predicate="intersects")
            touching = touching[holds[touching]]
            shared = shapely.length(shapely.intersection(rims[face], rims[touching]))
            if len(shared) and shared.max() > 0:
                homes[face] = homes[touching[np.argmax(shared)]]
                holds[face] = moved = True
