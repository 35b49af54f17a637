"""Addresses as a table brings them: where, how many households, of which building, held where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, cast

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gewu.kernel.acting import Refusal
from gewu.methods.coordinates import System, to_wgs84

MOST_PLACES = 20_000
# How columns of addresses are usually headed.
LON = ("lon", "lng", "longitude", "x", "经度")
LAT = ("lat", "latitude", "y", "纬度")
HOUSEHOLDS = ("households", "household_count", "户数", "住户数", "常住户数")
BUILDING = ("building", "楼栋", "楼号", "幢", "楼栋名称")
UNIT = ("unit", "entrance", "单元", "单元号")
PART = ("part", "片", "所属片", "分片")


@dataclass(frozen=True)
class Places:
    """Longitudes, latitudes and households of addresses; building, entrance and part where said."""

    degrees: NDArray[np.float64]
    households: NDArray[np.int64]
    buildings: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.households)

    def only(self, inside: NDArray[np.bool_]) -> "Places":
        """Some of them."""
        kept = np.flatnonzero(inside).tolist()
        return Places(
            self.degrees[inside],
            self.households[inside],
            *(
                tuple(column[each] for each in kept) if column else ()
                for column in (self.buildings, self.units, self.parts)
            ),
        )


def read_places(
    columns: Sequence[str],
    rows: Iterable[tuple[int, Mapping[str, str]]],
    system: str = "wgs84",
) -> Places:
    """Addresses of a table; every row that cannot be read is refused with its line."""
    lon, lat = _column(columns, LON), _column(columns, LAT)
    if lon is None or lat is None:
        raise Refusal(
            _("The columns for longitude and latitude are missing: call them %(lon)s and %(lat)s.")
            % {"lon": LON[0], "lat": LAT[0]},
            code="no_columns",
            field="file",
        )
    weight = _column(columns, HOUSEHOLDS)
    named = [_column(columns, usual) for usual in (BUILDING, UNIT, PART)]
    found, words = [], []
    for line, cells in rows:
        found.append(
            (
                _number(line, cells[lon], 180),
                _number(line, cells[lat], 90),
                _count(line, cells, weight),
            )
        )
        words.append([str(cells[name]).strip() if name else "" for name in named])
    if len(found) > MOST_PLACES:
        raise Refusal(
            _("These are more than %(most)d addresses. Divide one community at a time.")
            % {"most": MOST_PLACES},
            code="too_many",
            field="file",
        )
    table = np.array(found, dtype=np.float64).reshape(-1, 3)
    moved = to_wgs84(table[:, 0], table[:, 1], cast(System, system))
    texts = (tuple(column) if any(column) else () for column in zip(*words, strict=True))
    return Places(np.column_stack(moved), table[:, 2].astype(np.int64), *texts)


def _column(columns: Sequence[str], usual: Sequence[str]) -> str | None:
    return next((each for each in columns if each.strip().lower() in usual), None)


def _number(line: int, text: str, most: int) -> float:
    try:
        number = float(text)
    except ValueError:
        number = np.nan
    if not isfinite(number) or abs(number) > most:
        raise _wrong(line, text)
    return number


def _count(line: int, cells: Mapping[str, Any], weight: str | None) -> int:
    text = str(cells[weight]).strip() if weight else "1"
    if not text.isdecimal() or len(text) > 6:
        raise _wrong(line, text)
    return int(text)


def _wrong(line: int, text: str) -> Refusal:
    return Refusal(
        _("Line %(line)d: “%(text)s” is no longitude, latitude or number of households.")
        % {"line": line, "text": text[:40]},
        code="bad_row",
        field="file",
    )
