"""Made-up places near Jining: points by rule from a seed, counted in metres."""

import numpy as np

LON, LAT = 116.5, 35.4
EAST, NORTH = 1 / 91_000, 1 / 111_000


def degrees(x, y):
    """Metres east and north of a place near Jining, roughly, as degrees."""
    return LON + np.asarray(x, float) * EAST, LAT + np.asarray(y, float) * NORTH


def scattered(count, seed=0, side=1500.0):
    """Houses anywhere in a square."""
    random = np.random.default_rng(seed)
    return degrees(random.uniform(0, side, count), random.uniform(0, side, count))


def blocks(columns, rows, apart=50.0):
    """Houses in straight rows, row after row."""
    y, x = np.divmod(np.arange(columns * rows), columns)
    return degrees(x * apart, y * apart)
