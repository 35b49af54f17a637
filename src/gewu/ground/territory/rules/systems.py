"""Which coordinate system a file is in, and the way to degrees of CGCS2000.

EPSG 4491–4501 and 4513–4533 are CGCS2000 zones whose eastings begin with the zone's number, 4502–4512
and 4534–4554 the same zones by their meridian without it (GB/T 17278, EPSG registry).
"""

import re
from collections.abc import Callable
from typing import Literal

import numpy as np
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from gewu.methods.coordinates import detect_swapped

Floats = NDArray[np.float64]
Move = Callable[[Floats, Floats], tuple[Floats, Floats]]
Declared = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]

ZONES = range(4491, 4555)
SHIFTED = ("gcj02", "bd09")
DEGREES = ("wgs84", "cgcs2000", *SHIFTED)
# Every way in which files name the two datums that are stored as they are.
SAME_DATUM = re.compile(r"WGS.?(19)?84|World Geodetic System 1984|CGCS.?2000|China.*2000", re.I)
LARGEST_DEGREE = 360.0
# Metres in China: northings, and the zone's number before an easting of a zone of 3 or 6 degrees.
NORTHINGS = (1.5e6, 6.5e6)
NUMBERED = 1e7
FIRST_OF_6 = {"zone": 13, "epsg": 4491, "last": 23}
FIRST_OF_3 = {"zone": 25, "epsg": 4513, "last": 45}


class UnknownSystem(ValueError):
    """A file whose coordinates nobody can place, and why, in words."""


def zone_choices() -> list[tuple[str, str | Promise]]:
    """The projected zones that can be named by hand."""
    found: list[tuple[str, str | Promise]] = []
    for first, width, meridians in (
        (4491, 6, False),
        (4502, 6, True),
        (4513, 3, False),
        (4534, 3, True),
    ):
        for place in range(11 if width == 6 else 21):
            zone = {6: FIRST_OF_6, 3: FIRST_OF_3}[width]["zone"] + place
            text = (
                format_lazy(_MERIDIAN, width=width, meridian=75 + place * width, epsg=first + place)
                if meridians
                else format_lazy(_NUMBER, width=width, zone=zone, epsg=first + place)
            )
            found.append((f"epsg:{first + place}", text))
    return found


_NUMBER = gettext_lazy("CGCS2000, {width}-degree zone {zone} (EPSG:{epsg})")
_MERIDIAN = gettext_lazy("CGCS2000, {width} degrees around {meridian}° E (EPSG:{epsg})")


def way_to_degrees(system: str, crs: str, sample: Floats) -> Move | None:
    """How the points of a file become degrees; None where they are. `sample` has shape (n, 2)."""
    if system.startswith("epsg:"):
        return _unprojected(_zone(system))
    if crs:
        return _by_file(system, crs)
    if len(sample) and np.abs(sample).max() > LARGEST_DEGREE:
        return _unprojected(_detected(sample))
    return None


def is_swapped(points: Floats) -> bool:
    """Whether all points of shape (n, 2) lie in China when longitude and latitude change places."""
    return bool(len(points)) and bool(detect_swapped(points[:, 0], points[:, 1]).all())


def system_fault(system: str) -> str:
    """What is wrong with the name of a system, in words; empty when nothing is."""
    if system in DEGREES:
        return ""
    try:
        _zone(system)
    except UnknownSystem as unknown:
        return str(unknown)
    return ""


def _by_file(system: str, crs: str) -> Move | None:
    try:
        found = CRS(crs)
    except CRSError:
        raise UnknownSystem(
            _("The file names a coordinate system that nobody knows: %(name)s.")
            % {"name": crs[:80]}
        ) from None
    found = found.sub_crs_list[0] if found.is_compound else found
    base = found.geodetic_crs
    names = (found.name, base.name, base.datum.name) if base and base.datum else (found.name,)
    if not any(SAME_DATUM.search(name) for name in names):
        raise UnknownSystem(
            _(
                "The file is in %(name)s, which cannot be turned into CGCS2000 without the survey office. Ask for it in CGCS2000."
            )
            % {"name": found.name}
        )
    if not found.is_projected:
        return None
    if system in SHIFTED:
        raise UnknownSystem(
            _(
                "The file says that it is in metres (%(name)s), so it cannot be in the system of a map site."
            )
            % {"name": found.name}
        )
    return _unprojected(found)


def _zone(system: str) -> CRS:
    number = system.removeprefix("epsg:")
    if not number.isdecimal() or int(number) not in ZONES:
        raise UnknownSystem(
            _("%(name)s is none of wgs84, cgcs2000, gcj02, bd09 and epsg:4491 to epsg:4554.")
            % {"name": system[:40]}
        )
    return CRS.from_epsg(int(number))


def _detected(sample: Floats) -> CRS:
    """The zone by the number that eastings begin with; without a number it can be any."""
    east, north = float(np.median(sample[:, 0])), float(np.median(sample[:, 1]))
    if NORTHINGS[0] <= east <= NORTHINGS[1] and not NORTHINGS[0] <= north <= NORTHINGS[1]:
        raise UnknownSystem(
            _("Northing comes before easting in this file. Let its two coordinates change places.")
        )
    zone = int(east // 1e6) if east >= NUMBERED else 0
    for first in (FIRST_OF_6, FIRST_OF_3):
        if first["zone"] <= zone <= first["last"]:
            return CRS.from_epsg(first["epsg"] + zone - first["zone"])
    raise UnknownSystem(
        _("The coordinates are metres, and the file does not say of which zone. Choose it.")
    )


def _unprojected(crs: CRS) -> Move:
    """Back to degrees on the same datum: nothing is shifted."""
    transformer = Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)

    def move(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        lon, lat = transformer.transform(x, y)
        return lon, lat

    return move
