"""Coordinates: between the three systems of Chinese maps, and from degrees to metres.

WGS-84 stands for CGCS2000 too (they differ by centimetres). GCJ-02 is the shifted system of most
Chinese maps, BD-09 Baidu's shift on top of it. Order is always longitude, latitude. Every function
takes floats or arrays and answers in kind; steps back are iterated to far below a millimetre.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

Floats = NDArray[np.float64]
Number = TypeVar("Number", float, Floats)
Box = tuple[float, float, float, float]
System = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
Move = Callable[[Floats, Floats], tuple[Floats, Floats]]

CHINA: Box = (72.004, 0.8293, 137.8347, 55.8271)
AXIS = 6378245.0
ECCENTRICITY = 0.00669342162296594323
BAIDU_TURN = np.pi * 3000.0 / 180.0
BAIDU_SHIFT = (0.0065, 0.006)
CLOSE_ENOUGH = 1e-11
MAX_STEPS = 30
FALSE_EASTING = 500_000


def wgs84_to_gcj02(lon: Number, lat: Number) -> tuple[Number, Number]:
    """From the satellite's system to the one of Chinese maps; unchanged outside China."""
    return _moved(_wgs84_to_gcj02, lon, lat)


def gcj02_to_wgs84(lon: Number, lat: Number) -> tuple[Number, Number]:
    """Back from the system of Chinese maps."""
    return _moved(lambda x, y: _undone(_wgs84_to_gcj02, x, y), lon, lat)


def gcj02_to_bd09(lon: Number, lat: Number) -> tuple[Number, Number]:
    """From the system of Chinese maps to Baidu's."""
    return _moved(_gcj02_to_bd09, lon, lat)


def bd09_to_gcj02(lon: Number, lat: Number) -> tuple[Number, Number]:
    """Back from Baidu's system to the one of Chinese maps."""
    return _moved(lambda x, y: _undone(_gcj02_to_bd09, x, y), lon, lat)


def wgs84_to_bd09(lon: Number, lat: Number) -> tuple[Number, Number]:
    """From the satellite's system to Baidu's."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: Number, lat: Number) -> tuple[Number, Number]:
    """Back from Baidu's system to the satellite's."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def to_wgs84(lon: Number, lat: Number, system: System) -> tuple[Number, Number]:
    """From the named system, as a source states it, to the one that is stored."""
    if system in ("wgs84", "cgcs2000"):
        return lon, lat
    if system == "gcj02":
        return gcj02_to_wgs84(lon, lat)
    if system == "bd09":
        return bd09_to_wgs84(lon, lat)
    raise ValueError(f"unknown coordinate system: {system}")


def outside_china(lon: Floats | float, lat: Floats | float) -> NDArray[np.bool_]:
    """Where the shift of Chinese maps does not apply."""
    return np.logical_not(_in_box(lon, lat, CHINA))


def detect_swapped(lon: Floats | float, lat: Floats | float, box: Box = CHINA) -> NDArray[np.bool_]:
    """Where a point misses the box (west, south, east, north) but would hit it turned round."""
    return np.logical_and(np.logical_not(_in_box(lon, lat, box)), _in_box(lat, lon, box))


@dataclass(frozen=True)
class MetresProjection:
    """A plane in metres: CGCS2000, Gauss-Kruger, true to scale along one meridian.

    Distances are within 0.04 % inside the zone (1.5 degrees of longitude to each side), within
    2 % as far as 12 degrees, which keeps the order of neighbours. What the plane cannot reach is
    infinite in arrays and refused as floats.
    """

    central_meridian: float

    def forward(self, lon: Number, lat: Number) -> tuple[Number, Number]:
        """Metres east (from 500 km) and north of degrees."""
        return _projected(_transformer(self.central_meridian), lon, lat, "FORWARD")

    def inverse(self, x: Number, y: Number) -> tuple[Number, Number]:
        """Degrees of metres east and north."""
        return _projected(_transformer(self.central_meridian), x, y, "INVERSE")


def metres_projection(central_meridian: float) -> MetresProjection:
    """The plane around a meridian, such as `zone_meridian` of a county's longitude."""
    if not -180 <= central_meridian <= 180:
        raise ValueError("a central meridian lies between -180 and 180 degrees")
    return MetresProjection(float(central_meridian))


def zone_meridian(lon: float) -> float:
    """The central meridian of the 3-degree zone a longitude lies in."""
    return float(round(lon / 3) * 3)


def to_metres(lon: Number, lat: Number, central_meridian: float = 117.0) -> tuple[Number, Number]:
    """Degrees to metres on the plane of a central meridian."""
    return metres_projection(central_meridian).forward(lon, lat)


def from_metres(x: Number, y: Number, central_meridian: float = 117.0) -> tuple[Number, Number]:
    """Metres on the plane of a central meridian to degrees."""
    return metres_projection(central_meridian).inverse(x, y)


def _in_box(lon: Floats | float, lat: Floats | float, box: Box) -> NDArray[np.bool_]:
    west, south, east, north = box
    x, y = np.asarray(lon), np.asarray(lat)
    return (west <= x) & (x <= east) & (south <= y) & (y <= north)


def _moved(move: Move, lon: Number, lat: Number) -> tuple[Number, Number]:
    x, y = move(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
    return _like(lon, x), _like(lat, y)


def _like(given: Number, found: Floats) -> Number:
    return found if isinstance(given, np.ndarray) else float(found)


def _wgs84_to_gcj02(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    waves = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (waves + _waves(y, 20.0, 40.0, 160.0, 320.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (waves + _waves(x, 20.0, 40.0, 150.0, 300.0)) * 2.0 / 3.0
    radians = np.radians(lat)
    magic = 1 - ECCENTRICITY * np.sin(radians) ** 2
    north = np.degrees(north * magic * np.sqrt(magic) / (AXIS * (1 - ECCENTRICITY)))
    east = np.degrees(east * np.sqrt(magic) / (AXIS * np.cos(radians)))
    abroad = outside_china(lon, lat)
    return np.where(abroad, lon, lon + east), np.where(abroad, lat, lat + north)


def _waves(along: Floats, short: float, middle: float, long: float, longest: float) -> Floats:
    """The slower waves of the shift; those of latitude and longitude differ in the last two."""
    turn = along * np.pi
    waves: Floats = short * np.sin(turn) + middle * np.sin(turn / 3.0)
    return waves + long * np.sin(turn / 12.0) + longest * np.sin(turn / 30.0)


def _gcj02_to_bd09(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_TURN)
    east, north = BAIDU_SHIFT
    return radius * np.cos(angle) + east, radius * np.sin(angle) + north


def _undone(move: Move, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """What the move brings to the given place, found by correcting the miss again and again."""
    x, y = lon, lat
    for _ in range(MAX_STEPS):
        reached_x, reached_y = move(x, y)
        miss_x, miss_y = lon - reached_x, lat - reached_y
        x, y = x + miss_x, y + miss_y
        if not np.any(np.abs(miss_x) + np.abs(miss_y) > CLOSE_ENOUGH):
            break
    return x, y


@lru_cache(maxsize=32)
def _transformer(central_meridian: float) -> Transformer:
    # GRS 80 has the figures of the CGCS2000 ellipsoid; a plain pipeline needs no datum database
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=tmerc +lat_0=0 +lon_0={central_meridian} +k=1 "
        f"+x_0={FALSE_EASTING} +y_0=0 +ellps=GRS80"
    )


def _projected(
    transformer: Transformer, a: Number, b: Number, direction: Literal["FORWARD", "INVERSE"]
) -> tuple[Number, Number]:
    x, y = transformer.transform(a, b, direction=direction)
    if not isinstance(x, np.ndarray) and not (np.isfinite(x) and np.isfinite(y)):
        raise ValueError("the point lies beyond the plane")
    return x, y
