"""Residents' words and workers' notes: patterns × places × details × voices, a typo now and then."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random

SINCE = ["两天", "三天", "四五天", "快一周", "一个多星期", "半个月", "好几天", "小半个月", "十来天"]
VOICES = {
    "plain": 34, "brief": 16, "elder": 12, "parent": 9, "shop": 7, "neighbour": 9, "upset": 6, "night": 4,
}  # fmt: skip
ASKING_VOICES = {
    "asking": 70,
    "brief": 30,
}  # who asks for help or advice has no heap to complain of
# Slips of the keyboard that everybody makes.
TYPOS = (
    ("已经", "以经"), ("希望", "希忘"), ("再去", "在去"), ("垃圾", "拉圾"), ("电动车", "电动车车"), ("的话", "得话"),
    ("做好", "作好"), ("一直", "一致"), ("晚上", "晚尚"), ("堵了", "赌了"), ("漏水", "露水"), ("不知道", "不知到"),
)  # fmt: skip
TYPO_RATE = 0.05
STREET_CATEGORIES = frozenset({"01", "02", "03", "04", "05", "06", "12"})


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote."""

    title: str
    words: str
    voice: str = "plain"


def report(rng: Random, item: str, where: str) -> Words:
    """A report of this item at this place, in somebody's voice."""
    title, core = rng.choice(patterns()[item])
    voices = VOICES if item[:2] in STREET_CATEGORIES else ASKING_VOICES
    voice = rng.choices(list(voices), list(voices.values()))[0]
    core = core.format(where=where, since=rng.choice(SINCE))
    words = rng.choice(_voices()[voice, "open"]) + core + rng.choice(_voices()[voice, "close"])
    if not words.endswith(("。", "？")) and voice not in ("brief", "curt"):
        words += "。"
    return Words(_titled(rng, item, where, title), _slipped(rng, words), voice)


def note(rng: Random, kind: str, item: str = "") -> str:
    """A worker's or resident's short note of this kind: sign, handle, check_pass, rate5 …"""
    known = _notes()
    fitting = [
        words for scope in (item, item[:2]) if scope for words in known.get((kind, scope), ())
    ]
    return rng.choice(fitting or known[kind, ""])


def every_text() -> Iterator[str]:
    """Every sentence written here, for the tests that read them all."""
    for pairs in patterns().values():
        for pair in pairs:
            yield from pair
    for words in (*_voices().values(), *_notes().values()):
        yield from words


@cache
def patterns() -> dict[str, list[tuple[str, str]]]:
    """Titles and words by item code."""
    found = defaultdict(list)
    for row in _rows("reports.csv"):
        found[row["item"]].append((row["title"], row["words"]))
    return dict(found)


def _titled(rng: Random, item: str, where: str, title: str) -> str:
    if item[:2] in STREET_CATEGORIES and rng.random() < 0.6 and len(where) + len(title) <= 24:
        return where + title
    return title


def _slipped(rng: Random, words: str) -> str:
    if rng.random() >= TYPO_RATE:
        return words
    for right, wrong in TYPOS:
        if right in words:
            return words.replace(right, wrong, 1)
    return words.replace("，", " ")


@cache
def _voices() -> dict[tuple[str, str], list[str]]:
    found = defaultdict(list)
    for row in _rows("voices.csv"):
        found[row["voice"], row["part"]].append(row["words"])
    return dict(found)


@cache
def _notes() -> dict[tuple[str, str], list[str]]:
    found = defaultdict(list)
    for row in _rows("notes.csv"):
        found[row["kind"], row["scope"]].append(row["words"])
    return dict(found)


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("gewu.simulation").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
