"""A bent lattice: whole numbers in, longitude and latitude out.

Every border runs along lattice points, so two neighbours share their border point for point and
areas tile without a gap; the bending makes streets follow the lie of the land.
"""

from dataclasses import dataclass, field
from math import cos, pi, radians, sin
from random import Random

import numpy as np
from numpy.typing import NDArray

CENTRE_LON, CENTRE_LAT = 116.6, 35.4
METRES_PER_DEGREE_LAT = 110_950.0
METRES_PER_DEGREE_LON = 111_320.0 * cos(radians(CENTRE_LAT))
DECIMALS = 7

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on the lattice, before bending."""

    left: int
    bottom: int
    right: int
    top: int

    @property
    def width(self) -> int:
        """Steps from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Steps from bottom to top."""
        return self.top - self.bottom

    def around(self) -> list[tuple[int, int]]:
        """Every lattice point of the border, against the clock, open."""
        below = [(u, self.bottom) for u in range(self.left, self.right)]
        right = [(self.right, v) for v in range(self.bottom, self.top)]
        above = [(u, self.top) for u in range(self.right, self.left, -1)]
        left = [(self.left, v) for v in range(self.top, self.bottom, -1)]
        return below + right + above + left


@dataclass(frozen=True)
class Lattice:
    """How the plane is bent: spread towards the edges, waves, a turn and a meandering river."""

    columns: int
    rows: int
    step: float
    seed: int
    spread: float = 0.3
    river_at: float = -1.0
    phases: tuple[float, ...] = field(init=False)

    def __post_init__(self) -> None:
        rng = Random(f"{self.seed}:lattice")
        object.__setattr__(self, "phases", tuple(rng.uniform(0, 2 * pi) for _ in range(8)))

    @property
    def whole(self) -> Rect:
        """The rectangle that is the whole county."""
        return Rect(0, 0, self.columns, self.rows)

    def metres(self, us: Points, vs: Points) -> tuple[Points, Points]:
        """Where lattice positions lie, in metres east and north of the centre."""
        wide, high = self.columns * self.step, self.rows * self.step
        x, y = us * self.step - wide / 2, vs * self.step - high / 2
        across, upward = (2 * x / wide) ** 2, (2 * y / high) ** 2
        wider = 1 + self.spread * (across - 0.8 * upward) / 2  # towards the edges, corners drawn in
        higher = 1 + self.spread * (upward - 0.8 * across) / 2
        p, reach = self.phases, min(wide, high)
        bent_x = x * wider + 0.022 * reach * np.sin(2 * pi * y / (0.85 * reach) + p[0])
        bent_x += 0.010 * reach * np.sin(2 * pi * (y + 0.4 * x) / (0.4 * reach) + p[1])
        bent_y = y * higher + 0.022 * reach * np.sin(2 * pi * x / (0.95 * reach) + p[2])
        bent_y += 0.009 * reach * np.sin(2 * pi * (x - 0.3 * y) / (0.37 * reach) + p[3])
        if self.river_at >= 0:
            away = (us - self.river_at) * self.step / (0.22 * reach)
            bend = np.sin(2 * pi * y / (0.62 * reach) + p[4])
            bent_x += 0.038 * reach * np.exp(-(away**2)) * bend
        turn = radians(4 + 3 * sin(p[5]))
        return bent_x * cos(turn) - bent_y * sin(turn), bent_x * sin(turn) + bent_y * cos(turn)

    def degrees(self, us: Points, vs: Points) -> Points:
        """Longitude and latitude of lattice positions, rounded, one row each."""
        x, y = self.metres(np.asarray(us, dtype=float), np.asarray(vs, dtype=float))
        lonlat = np.column_stack(
            (CENTRE_LON + x / METRES_PER_DEGREE_LON, CENTRE_LAT + y / METRES_PER_DEGREE_LAT)
        )
        return np.round(lonlat, DECIMALS)

    def line(self, positions: list[tuple[float, float]]) -> list[tuple[float, float]]:
        """A run of lattice positions as longitude and latitude."""
        flat = np.array(positions, dtype=float)
        return [(float(lon), float(lat)) for lon, lat in self.degrees(flat[:, 0], flat[:, 1])]


def metres_of(lon: float, lat: float) -> tuple[float, float]:
    """Metres east and north of the centre; good enough for one county."""
    return (lon - CENTRE_LON) * METRES_PER_DEGREE_LON, (lat - CENTRE_LAT) * METRES_PER_DEGREE_LAT
