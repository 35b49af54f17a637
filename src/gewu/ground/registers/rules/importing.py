"""A table's columns and rows: what each column means, and what a row says about a thing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.utils.translation import gettext as _

from gewu.ground.registers.rules.changes import PREFIX
from gewu.ground.registers.rules.codes import code_fault
from gewu.ground.registers.rules.fields import AreaOf, Spec, Unreadable, read_point, read_value
from gewu.methods.coordinates import System, to_wgs84

LONGEST_NAME = 120
USUAL: dict[str, tuple[str, ...]] = {
    "name": ("name", "名称", "设施名称", "单位名称", "点位名称"),
    "code": ("code", "编码", "部件标识码", "统一社会信用代码", "编号"),
    "area": ("area", "area_code", "code of the grid", "网格编码", "所属网格编码", "区域编码"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
}


@dataclass(frozen=True)
class Named:
    """A field as a column may be called: its key and its names."""

    key: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class BadRow:
    """A row that is not taken: where, in which column, and why."""

    line: int
    column: str
    reason: str


@dataclass
class ReadRow:
    """What a row says; its area is found later, for many rows at once."""

    line: int
    name: str
    code: str = ""
    area_code: str = ""
    lon: float | None = None
    lat: float | None = None
    values: dict[str, Any] = field(default_factory=dict)


def guessed(
    columns: Sequence[str], fields: Iterable[Named], remembered: Mapping[str, str]
) -> dict[str, str]:
    """What each column means: as the last time, or by what it is called; each meaning once."""
    usual = {word: target for target, words in USUAL.items() for word in words}
    usual |= {name.lower(): f"{PREFIX}{each.key}" for each in fields for name in each.names if name}
    possible = {*USUAL, *(f"{PREFIX}{each.key}" for each in fields)}
    found: dict[str, str] = {}
    for column in columns:
        bare = column.split(" (")[0].strip().lower()
        target = remembered.get(column) or usual.get(bare, "")
        if target in possible and target not in found.values():
            found[column] = target
    return found


def mapping_fault(mapping: Mapping[str, str], required: Mapping[str, str]) -> str:
    """Why these columns cannot be read; `required` are fields that must be filled, with names."""
    targets = list(mapping.values())
    if len(targets) != len(set(targets)):
        return _("Two columns mean the same. Each meaning stands once.")
    if "name" not in targets:
        return _("Say which column is the name.")
    if ("lon" in targets) != ("lat" in targets):
        return _("A place has both, longitude and latitude.")
    if "area" not in targets and "lon" not in targets:
        return _("Say where things lie: a column with the code of the grid, or both coordinates.")
    missing = [name for key, name in required.items() if f"{PREFIX}{key}" not in targets]
    if missing:
        return _("No column fills in what is required: %(names)s.") % {
            "names": _(", ").join(missing)
        }
    return ""


def read_row(
    line: int,
    cells: Mapping[str, str],
    mapping: Mapping[str, str],
    specs: Mapping[str, Spec],
    area_of: AreaOf,
    system: str = "wgs84",
) -> tuple[ReadRow, list[BadRow]]:
    """What a row says, and everything that is wrong with it."""
    held = {target: (cells[column].strip(), column) for column, target in mapping.items()}
    bad: list[BadRow] = []
    name, column = held["name"]
    if not name:
        bad.append(BadRow(line, column, _("Say what it is called.")))
    elif len(name) > LONGEST_NAME or "\x00" in name:
        text = _("This has more than %(most)d characters.") % {"most": LONGEST_NAME}
        bad.append(BadRow(line, column, text))
    row = ReadRow(line, name, held.get("code", ("", ""))[0], held.get("area", ("", ""))[0])
    _read_place(row, held, system, bad)
    for target, (text, column) in held.items():
        spec = specs.get(target)
        if spec is not None:
            try:
                row.values[spec.key] = read_value(spec, text, area_of)
            except Unreadable as wrong:
                bad.append(BadRow(line, column, str(wrong)))
    return row, bad


def checked_code(
    row: ReadRow, mapping: Mapping[str, str], rule: str, county_code: str
) -> list[BadRow]:
    """What is wrong with the code of a row."""
    fault = code_fault(rule, row.code, county_code)
    column = next((each for each, target in mapping.items() if target == "code"), "")
    return [BadRow(row.line, column, fault)] if fault else []


def _read_place(
    row: ReadRow, held: Mapping[str, tuple[str, str]], system: str, bad: list[BadRow]
) -> None:
    lon, column = held.get("lon", ("", ""))
    lat = held.get("lat", ("", ""))[0]
    if not lon and not lat:
        if not row.area_code:
            text = _("It has neither a place nor the code of an area.")
            bad.append(BadRow(row.line, column or held["name"][1], text))
        return
    try:
        place = read_point(f"{lon},{lat}")
    except Unreadable as wrong:
        bad.append(BadRow(row.line, column, str(wrong)))
        return
    moved = to_wgs84(place[0], place[1], cast(System, system))
    row.lon, row.lat = round(float(moved[0]), 7), round(float(moved[1]), 7)
