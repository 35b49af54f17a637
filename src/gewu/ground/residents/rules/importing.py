"""Households and people of a file: which column is what, and the rows of one household. Pure.

A row is a person. Rows of one household stand together and say the same door; a guardian is named
by the number that the file gives to the person within the household.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from gewu.ground.residents.rules import consents, people
from gewu.ground.residents.rules import fields as fields_rules
from gewu.ground.residents.rules.consents import How, Relation

# How each column may be called in a file.
COLUMNS: dict[str, tuple[str, ...]] = {
    "household": ("household", "户编号", "户号"),
    "area": ("area", "区域编码", "网格编码"),
    "building": ("building", "楼栋"),
    "entrance": ("entrance", "单元"),
    "room": ("room", "房号"),
    "person": ("person", "序号"),
    "guardian": ("guardian", "监护人序号"),
    "relation": ("relation", "监护关系"),
    "purposes": ("purposes", "处理目的"),
    "consents": ("consents", "同意记录"),
    "name": ("name", "姓名"),
    "phone": ("phone", "电话"),
    "id_number": ("id_number", "公民身份号码", "身份证号"),
    "birth_date": ("birth_date", "出生日期"),
    "language": ("language", "常用语言"),
    "address": ("address", "怎样找到家门"),
    "emergency_contact": ("emergency_contact", "紧急联系人"),
    "needs": ("needs", "希望得到的帮助"),
    "health": ("health", "健康情况"),
    "family_doctor": ("family_doctor", "家庭医生"),
}
NEEDED = ("household", "area", "purposes")
HOW = {
    "paper": How.PAPER.value,
    "书面": How.PAPER.value,
    "online": How.ONLINE.value,
    "网上": How.ONLINE.value,
}
RELATIONS = {
    **{value: value for value in Relation.values},
    "父母": "parent",
    "祖父母": "grandparent",
    "其他亲属": "relative",
    "指定监护人": "appointed",
}
LONGEST_ROOM, LONGEST_ENTRANCE = 40, 20


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be taken: its line, the column where known, and why."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class DoorRow:
    """What a row says of the door."""

    area: str
    building: str
    entrance: str
    room: str


@dataclass(frozen=True)
class Answered:
    """A consent as the file tells it: how it was given, on which day."""

    how: str
    on: date


@dataclass
class PersonRow:
    """One row, read."""

    line: int
    number: str
    guardian: str
    relation: str
    purposes: tuple[str, ...]
    consents: dict[str, Answered]
    values: dict[str, str]
    child_until: date | None
    bad: list[BadRow] = field(default_factory=list)


def columns_of(given: Sequence[str]) -> dict[str, str]:
    """For each thing the column of the file that holds it."""
    known = {name.strip(): name for name in given}
    found = {}
    for what, names in COLUMNS.items():
        column = next((known[name] for name in names if name in known), None)
        if column is not None:
            found[what] = column
    return found


def missing_columns(found: Mapping[str, str]) -> list[str]:
    """What no file can do without."""
    return [COLUMNS[what][0] for what in NEEDED if what not in found]


def grouped(
    rows: Iterable[tuple[int, Mapping[str, str]]], columns: Mapping[str, str]
) -> Iterator[tuple[str, list[tuple[int, dict[str, str]]]]]:
    """The rows of each household, by what the file calls it."""
    plain = (
        (line, {what: cells[column] for what, column in columns.items()}) for line, cells in rows
    )
    for key, some in groupby(plain, key=lambda row: row[1]["household"]):
        yield key, list(some)


def door_of(cells: Mapping[str, str]) -> DoorRow:
    """What a row says of the door."""
    return DoorRow(*(cells.get(name, "") for name in ("area", "building", "entrance", "room")))


def read_person(line: int, cells: Mapping[str, str], today: date) -> PersonRow:
    """One row, with everything that is wrong with it."""
    bad: list[BadRow] = []
    values = fields_rules.written(cells)
    for code, value in values.items():
        if fault := fields_rules.fault_of(code, value):
            bad.append(BadRow(line, code, fault))
    born = _born(line, values, today, bad)
    if not values:
        bad.append(BadRow(line, "name", _("Nothing is to be held about anybody in this row.")))
    return PersonRow(
        line=line,
        number=cells.get("person", ""),
        guardian=cells.get("guardian", ""),
        relation=_relation(line, cells, bad),
        purposes=tuple(cells["purposes"].replace("、", " ").replace(",", " ").split()),
        consents=_consents(line, cells.get("consents", ""), today, bad),
        values=values,
        child_until=people.child_until(born, today),
        bad=bad,
    )


def _born(line: int, values: Mapping[str, str], today: date, bad: list[BadRow]) -> date | None:
    told = people.date_of(values.get("birth_date", ""))
    number = values.get("id_number", "")
    by_id = people.born_of(number) if people.ID_SHAPE.fullmatch(number) else None
    if fault := people.birth_fault(told, today):
        bad.append(BadRow(line, "birth_date", fault))
    if fault := people.birth_fault(by_id, today):
        bad.append(BadRow(line, "id_number", fault))
    if told and by_id and told != by_id:
        text = _("The citizen ID tells another date of birth.")
        bad.append(BadRow(line, "birth_date", text))
    return told or by_id


def _relation(line: int, cells: Mapping[str, str], bad: list[BadRow]) -> str:
    said = cells.get("relation", "")
    if cells.get("guardian") and said not in RELATIONS:
        bad.append(BadRow(line, "relation", _("Say how they are related.")))
    return RELATIONS.get(said, "")


def _consents(line: int, text: str, today: date, bad: list[BadRow]) -> dict[str, Answered]:
    """`contact paper 2026-03-01; care paper 2026-03-02`: purpose, how, day."""
    found = {}
    for part in text.replace("；", ";").split(";"):
        if not (words := part.split()):
            continue
        day = people.date_of(words[2]) if len(words) == 3 else None
        if day is None or words[1] not in HOW:
            said = _("A consent is written like: contact paper 2026-03-01.")
            bad.append(BadRow(line, "consents", said))
        elif fault := consents.day_fault(day, today):
            bad.append(BadRow(line, "consents", fault))
        else:
            found[words[0]] = Answered(HOW[words[1]], day)
    return found
