"""The shipped catalogue: 12 categories, 86 items, each with its conditions."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from gewu.kernel.words import never_kept

DATA = Path(__file__).parent.parent / "data"
CLASSES = {"E0", "E1", "E2", "E24", "W4", "D1", "D2", "D3", "D5", "D7", "D15", "M30", "PLAN"}
EVIDENCE = {"photo_after", "photo_before_after", "note", "document", "confirmation"}
LEVELS = {"grid", "community", "town", "department"}
TABLE = {
    "01": "W4 D5 W4 D2 D1 D2 D2 D3",
    "02": "E2 D5 D1 W4 D1 D3 E24 D3",
    "03": "E2 D5 D3 D15 D5 D5 PLAN",
    "04": "E2 W4 E1 E2 E2 D1 D3 E0",
    "05": "E2 E2 D3 D1 D2 D1 D3",
    "06": "E2 E2 D3 E2 D2 E2 D3",
    "07": "M30 M30 M30 D5 D5 M30 E0",
    "08": "D1 D2 D5 D5 D3 D1 D1 D2",
    "09": "D1 D1 D2 D1 E0 E0 D5",
    "10": "D5 D5 D3 D3 D5 PLAN",
    "11": "E1 E1 D2 D5 D3 D5 E2",
    "12": "E1 E2 E2 E24 E1 E2",
}
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")


def read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.fixture(scope="module")
def items() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read("items")}


@pytest.fixture(scope="module")
def conditions() -> dict[str, list[dict[str, str]]]:
    found = defaultdict(list)
    for row in read("conditions"):
        found[row["item"]].append(row)
    return found


def expected_classes() -> dict[str, str]:
    return {
        f"{category}{place:02d}": code
        for category, row in TABLE.items()
        for place, code in enumerate(row.split(), 1)
    }


def test_the_twelve_categories_and_86_items_are_all_there(items):
    assert [row["code"] for row in read("categories")] == list(TABLE)
    assert list(items) == list(expected_classes())
    assert len(items) == len(read("items")) == 86
    assert all(row["category"] == code[:2] for code, row in items.items())


def test_every_item_has_one_default_condition_with_the_class_of_the_catalogue(items, conditions):
    assert set(conditions) == set(items)
    for code, wanted in expected_classes().items():
        chosen = [row["deadline_class"] for row in conditions[code] if row["default"] == "1"]
        assert chosen == [wanted], code


def test_conditions_are_numbered_and_complete(conditions):
    for code, rows in conditions.items():
        assert [int(row["seq"]) for row in rows] == list(range(1, len(rows) + 1)), code
        for row in rows:
            assert row["deadline_class"] in CLASSES, code
            assert set(row["evidence"].split("|")) <= EVIDENCE, code
            assert row["default"] in {"0", "1"}, code
        assert max(Counter(row["name_zh"] for row in rows).values()) == 1, code


def test_the_manhole_cover_has_its_four_limits(conditions):
    assert [row["deadline_class"] for row in conditions["0201"]] == ["E2", "W4", "D2", "D5"]


def test_a_slightly_blocked_drain_is_left_to_the_grid_and_sewage_to_drainage(conditions):
    slight, sewage = conditions["0204"][:2]
    assert (slight["deadline_class"], slight["lead"], slight["default"]) == ("W4", "网格", "1")
    assert (sewage["deadline_class"], sewage["lead"]) == ("W4", "排水")


def test_limits_written_into_an_item_name_are_conditions_of_their_own(items, conditions):
    for code, row in items.items():
        wanted = set(re.findall(r"按(E2)|(E24)|(D15)", row["name_zh"]))
        got = {condition["deadline_class"] for condition in conditions[code]}
        assert {cls for group in wanted for cls in group if cls} <= got, code


def test_every_kind_of_unit_is_listed_with_its_level_and_none_is_idle(items, conditions):
    kinds = {row["kind"]: row["level"] for row in read("lead_kinds")}
    used = {kind for row in items.values() for kind in f"{row['lead']}/{row['with_']}".split("/")}
    used |= {row["lead"] for rows in conditions.values() for row in rows}
    assert used == set(kinds)
    assert set(kinds.values()) == LEVELS


def test_what_goes_to_an_emergency_number_names_it(items, conditions):
    for code, rows in conditions.items():
        if any(row["deadline_class"] == "E0" for row in rows):
            assert items[code]["emergency_number"] in {"110", "119", "120", "122"}, code


@pytest.mark.parametrize("name", ["categories", "items", "conditions", "lead_kinds"])
def test_no_text_is_missing_and_english_is_english(name):
    may_be_empty = {"emergency_number"}
    for row in read(name):
        for column, value in row.items():
            assert value == value.strip()
            assert value or column in may_be_empty, (name, row)
            if column.endswith("_en") or column == "description":
                assert not CHINESE.search(value), (name, value)


def test_no_word_sorts_or_watches_people():
    for name in ("categories", "items", "conditions", "lead_kinds"):
        text = (DATA / f"{name}.csv").read_text(encoding="utf-8")
        lines = text.replace("只记需求，不记行踪", "").splitlines()
        assert [line for line in lines if never_kept(line)] == []
