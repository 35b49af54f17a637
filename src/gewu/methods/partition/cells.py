"""Voronoi cells: which of them touch, and along which line."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Voronoi

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# how many times the size of the whole the helping points lie away from it
FAR = 2.0


def ridges(places: Floats, around: Floats) -> tuple[Ints, Floats]:
    """Pairs of places whose cells touch, and where: (m, 2) places and (m, 2, 2) metres.

    `around`: (n, 2) metres, corners of whatever is of interest besides them.
    """
    everything = np.vstack([places, around])
    low, high = everything.min(axis=0), everything.max(axis=0)
    middle, size = (low + high) / 2, max(float(np.hypot(*(high - low))), 1.0)
    turns = np.radians(np.arange(0, 360, 45))
    # points around everything, so that no line inside goes to infinity
    helpers = FAR * size * np.column_stack([np.cos(turns), np.sin(turns)])
    cells = Voronoi(np.vstack([places - middle, helpers]))
    # between two of the places no line is endless, since the helpers are round about
    real = (cells.ridge_points < len(places)).all(axis=1)
    pairs = np.sort(cells.ridge_points[real].astype(np.int64), axis=1)
    ends = np.array(cells.ridge_vertices, dtype=np.int64)[real]
    return pairs, cells.vertices[ends] + middle
