"""Buildings as a table brings them; every row that cannot be read is told."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import cast

from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal
from gewu.methods.coordinates import System, to_wgs84

MOST_ROWS = 20_000
MOST_ALIASES = 10
LONGEST_NAME = 120
USUAL: dict[str, tuple[str, ...]] = {
    "name_zh": ("name", "name_zh", "building", "名称", "楼栋", "楼栋名称", "小区"),
    "name_en": ("name_en", "英文名称"),
    "aliases": ("aliases", "alias", "别名", "俗称"),
    "area_code": ("area_code", "area", "code", "网格编码", "所属网格编码", "区域编码"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "households": ("households", "户数", "住户数"),
    "units": ("units", "entrances", "单元数", "单元"),
    "floors": ("floors", "层数", "楼层"),
}
NUMBERS = ("households", "units", "floors")
LARGEST = 30_000
BETWEEN_ALIASES = re.compile(r"[;；、,，|]")


@dataclass(frozen=True, kw_only=True)
class BuildingRow:
    """One building of a table; without a code its place says the area."""

    line: int
    name_zh: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    area_code: str = ""
    lon: float | None = None
    lat: float | None = None
    households: int = 0
    units: int = 0
    floors: int = 0


@dataclass(frozen=True)
class BadRow:
    """A row that is not taken, and why."""

    line: int
    name: str
    message: str


def read_buildings(
    columns: Sequence[str], rows: Iterable[tuple[int, Mapping[str, str]]], system: str = "wgs84"
) -> tuple[list[BuildingRow], list[BadRow]]:
    """The buildings of a table, and the rows that cannot be read."""
    named = {
        field: next((each for each in columns if each.strip().lower() in usual), "")
        for field, usual in USUAL.items()
    }
    if not named["name_zh"]:
        text = _("The column with the names is missing: call it %(name)s or %(other)s.")
        raise Refusal(text % {"name": "name", "other": "名称"}, code="no_columns", field="file")
    good: list[BuildingRow] = []
    bad: list[BadRow] = []
    for line, cells in rows:
        if len(good) + len(bad) >= MOST_ROWS:
            text = _("The table has more than %(most)d rows. Divide it into several files.")
            raise Refusal(text % {"most": MOST_ROWS}, code="too_many", field="file")
        held = {field: cells[column].strip() if column else "" for field, column in named.items()}
        try:
            good.append(_row(line, held, system))
        except ValueError as wrong:
            bad.append(BadRow(line, held["name_zh"][:40], str(wrong)))
    return good, bad


def names_in(text: str) -> tuple[str, ...]:
    """Aliases as people write them in one cell, each once."""
    words = (word.strip()[:LONGEST_NAME] for word in BETWEEN_ALIASES.split(text))
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_ALIASES]


def _row(line: int, held: Mapping[str, str], system: str) -> BuildingRow:
    if not held["name_zh"]:
        raise ValueError(_("The name is missing."))
    lon, lat = _place(held, system)
    if lon is None and not held["area_code"]:
        raise ValueError(_("It has neither a place nor the code of an area."))
    households, units, floors = (_number(held[name]) for name in NUMBERS)
    return BuildingRow(
        line=line,
        name_zh=held["name_zh"][:LONGEST_NAME],
        name_en=held["name_en"],
        aliases=names_in(held["aliases"]),
        area_code=held["area_code"],
        lon=lon,
        lat=lat,
        households=households,
        units=units,
        floors=floors,
    )


def _place(held: Mapping[str, str], system: str) -> tuple[float | None, float | None]:
    if not held["lon"] and not held["lat"]:
        return None, None
    wrong = _("“%(text)s” is no longitude and latitude.") % {
        "text": f"{held['lon']}, {held['lat']}"[:40]
    }
    try:
        lon, lat = float(held["lon"]), float(held["lat"])
    except ValueError:
        raise ValueError(wrong) from None
    if not (isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise ValueError(wrong)
    moved = to_wgs84(lon, lat, cast(System, system))
    return round(float(moved[0]), 7), round(float(moved[1]), 7)


def _number(text: str) -> int:
    if not text:
        return 0
    if not text.isdecimal() or int(text) > LARGEST:
        raise ValueError(_("“%(text)s” is no whole number.") % {"text": text[:40]})
    return int(text)
