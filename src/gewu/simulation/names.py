"""Invented names: places, streets, estates and people, with English in pinyin, and test numbers."""

import csv
import itertools
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from random import Random

from pypinyin import Style, lazy_pinyin

COUNTY = ("澄川县", "Chengchuan County")
TOWN = ("云禾镇", "Yunhe Town")


def _word_lists() -> dict[str, list[str]]:
    text = resources.files("gewu.simulation").joinpath("data", "names.csv").read_text("utf-8")
    return {row["kind"]: row["words"].split() for row in csv.DictReader(text.splitlines())}


_WORDS = _word_lists()
TOWN_ROOTS = _WORDS["town_roots"]
COMMUNITY_ROOTS = _WORDS["community_roots"]
STREET_ROOTS = _WORDS["street_roots"]
LANE_FIRST = _WORDS["lane_first"]
LANE_SECOND = _WORDS["lane_second"]
ESTATE_ROOTS = _WORDS["estate_roots"]
SURNAMES = _WORDS["surnames"]
GIVEN_ONE = _WORDS["given_one"]
GIVEN_TWO = _WORDS["given_two"]
ESTATE_ENDS = (
    ("小区", "Estate"),
    ("花园", "Gardens"),
    ("苑", "Court"),
    ("家园", "Homes"),
    ("新村", "New Village"),
)
WAYS = {"大道": "Avenue", "路": "Road", "街": "Street", "巷": "Lane"}

# 1690… and 1540… are not given out to anybody, so no demo message can reach a person.
TEST_RANGES = ("1690", "1540")


@lru_cache(maxsize=65_536)
def pinyin(text: str) -> str:
    """A name in Latin letters, one capital at its start."""
    return "".join(lazy_pinyin(text, style=Style.NORMAL)).capitalize()


def town(root: str) -> tuple[str, str]:
    """A town's names."""
    return f"{root}镇", f"{pinyin(root)} Town"


def community(root: str, rural: bool = False) -> tuple[str, str]:
    """A community's names; a village outside the built-up streets."""
    return (
        (f"{root}村", f"{pinyin(root)} Village")
        if rural
        else (f"{root}社区", f"{pinyin(root)} Community")
    )


def grid(community_zh: str, number: int) -> tuple[str, str]:
    """A grid's names, counted within its community."""
    root = community_zh.removesuffix("社区").removesuffix("村")
    return f"{community_zh}第{_counted(number)}网格", f"{pinyin(root)} Grid {number}"


def street(root: str, way: str) -> tuple[str, str]:
    """A street's names."""
    return f"{root}{way}", f"{pinyin(root)} {WAYS[way]}"


def community_roots(rng: Random, count: int) -> list[str]:
    """Different roots for communities; the written-out ones first, then made ones."""
    made = [
        a + b
        for a, b in itertools.product(
            "东西南北上下前后大小新长", "河湾岭坡庄园桥井塘沟寨集堂庙楼店"
        )
    ]
    made += [a + b for a, b in itertools.product(LANE_FIRST, ("庄", "湾", "桥", "坡", "集", "寨"))]
    rng.shuffle(made)
    return _first_different([*COMMUNITY_ROOTS, *made], count)


def street_roots(rng: Random) -> Iterator[str]:
    """Roots for streets, each once: familiar ones, then quarters, then numbered ones."""
    known, quarters = STREET_ROOTS.copy(), [a + b for a in COMMUNITY_ROOTS for b in "东西南北"]
    numbered = [a + b for b in "一二三四五六七八九" for a in (*STREET_ROOTS, *COMMUNITY_ROOTS)]
    rng.shuffle(known)
    rng.shuffle(quarters)
    yield from dict.fromkeys([*known, *quarters, *numbered])


def lane_roots(rng: Random) -> Iterator[str]:
    """Roots for lanes, each once."""
    made = [a + b for a, b in itertools.product(LANE_FIRST, LANE_SECOND) if a != b]
    rng.shuffle(made)
    yield from made


def estates(rng: Random) -> Iterator[tuple[str, str]]:
    """Names of housing estates without end, each once, the familiar endings first."""
    for ending, english in (*ESTATE_ENDS, *((f"{n}期", f"Phase {n}") for n in "二三四五六七八九")):
        roots = ESTATE_ROOTS.copy()
        rng.shuffle(roots)
        for root in roots:
            yield (
                f"{root}小区{ending}" if ending.endswith("期") else f"{root}{ending}",
                f"{pinyin(root)} {english}",
            )


def person(rng: Random) -> tuple[str, str]:
    """A person's name, as common as names are, and its pinyin ("Wang Fang")."""
    surname = rng.choice(SURNAMES[:24] if rng.random() < 0.7 else SURNAMES)
    given = rng.choice(GIVEN_ONE if rng.random() < 0.45 else GIVEN_TWO)
    return surname + given, f"{pinyin(surname)} {pinyin(given)}"


def people(rng: Random, count: int) -> list[tuple[str, str]]:
    """People with different names whose pinyin differs too, so that sign-ins do."""
    found: dict[str, str] = {}
    while len(found) < count:
        chinese, latin = person(rng)
        found.setdefault(latin, chinese)
    return [(chinese, latin) for latin, chinese in found.items()]


def phone(number: int) -> str:
    """The nth test number; far neighbours look unlike each other."""
    prefix = TEST_RANGES[number // 10_000_000 % len(TEST_RANGES)]
    return f"{prefix}{number * 7_368_787 % 10_000_000:07d}"


def _counted(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def _first_different(names: list[str], count: int) -> list[str]:
    different = list(dict.fromkeys(names))
    if len(different) < count:
        raise ValueError(f"only {len(different)} names for {count} places")
    return different[:count]
