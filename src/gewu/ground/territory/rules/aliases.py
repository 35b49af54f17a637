"""When a name that people use is proposed as another name of an area. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal

Key = TypeVar("Key")

# One report may be a slip of the pen and two may be one neighbour who asks again; three different
# reports, each put there by itself, are how people speak.
ENOUGH = 3
# Whoever mentions a large market across town names no part of this area.
SHARE = 0.8


def home_of(places: Mapping[Key, int], reports: int) -> Key | None:
    """The place in which nearly all reports with a name lie, where there are enough of them."""
    enough = max(ENOUGH, SHARE * reports)
    return next((key for key, count in places.items() if count >= enough), None)


MOST_ROWS = 5_000
USUAL: dict[str, tuple[str, ...]] = {
    "name": ("name", "alias", "叫法", "名称", "别名"),
    "code": ("code", "area_code", "区域编码", "网格编码", "编码"),
    "building": ("building", "楼栋", "楼栋名称"),
}


@dataclass(frozen=True)
class AliasRow:
    """One line of a table of names: what people say, the area's code, perhaps a building there."""

    line: int
    name: str
    code: str
    building: str = ""


def read_aliases(
    columns: Sequence[str], rows: Iterable[tuple[int, Mapping[str, str]]]
) -> list[AliasRow]:
    """The lines of a table of names."""
    named = {
        field: next((each for each in columns if each.strip().lower() in usual), "")
        for field, usual in USUAL.items()
    }
    if not named["name"] or not named["code"]:
        text = _("The table needs the columns name and code, or 叫法 and 区域编码.")
        raise Refusal(text, code="no_columns", field="file")
    found = []
    for line, cells in rows:
        held = {field: cells[column].strip() if column else "" for field, column in named.items()}
        found.append(AliasRow(line, **held))
    if not 0 < len(found) <= MOST_ROWS:
        text = _("The table holds no names, or more than %(most)d.") % {"most": MOST_ROWS}
        raise Refusal(text, code="too_many", field="file")
    return found
