"""Chinese addresses as people write them: estate, road, building, unit, floor, room; and their match.

Nothing is looked up in a register of addresses: what is compared are the names of places that the
caller knows, with the numbers of the buildings that such a name may carry ("柳岸小区 1—13 号楼").
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
WIDE = str.maketrans("０１２３４５６７８９－～", "0123456789-~")
NUMBER = r"(\d{1,5}|[一二两三四五六七八九十百零〇]{1,5})"
PARTS = {
    "group": re.compile(rf"{NUMBER}\s*组"),
    "building": re.compile(rf"{NUMBER}\s*(?:号楼|号院|栋|幢|座)"),
    "unit": re.compile(rf"{NUMBER}\s*单元"),
    "floor": re.compile(rf"{NUMBER}\s*(?:层|楼(?!道|栋|顶|梯|上|下))"),
    "room": re.compile(rf"{NUMBER}\s*(?:室|房间)"),
    "number": re.compile(rf"{NUMBER}\s*号(?!楼|院|线)"),
}
ROAD = re.compile(
    r"([\u4e00-\u9fff]{1,6}?(?:大道|大街|路|街|巷|弄|胡同))(?=\s*\d|\s*[一二三四五六七八九十]|$|[，。,\s])"
)
RANGE = re.compile(r"(\d{1,4})\s*[-—–~至到]+\s*(\d{1,4})\s*(?:号楼|栋|幢|座|组)?$")
ONE = re.compile(r"(\d{1,4})\s*(?:号楼|栋|幢|座|组)$")
# Words that only say what kind of place a name is of; the name is known without them as well.
KINDS = re.compile(r"(?:社区居委会|村民委员会|社区|居委会|村委会|片区?|网格)$")
ORDINAL = re.compile(r"第?[一二三四五六七八九十百\d]+")  # of 第一网格 nothing is left that names it
SHORTEST, LONGEST = 2, 12
MOST_ALIKE = 6  # a name that more places bear tells nothing

SURE, LIKELY, PERHAPS = 0.95, 0.8, 0.5


@dataclass(frozen=True)
class Address:
    """The parts that were found; numbers as numbers, None where nothing is said."""

    road: str = ""
    number: int | None = None
    building: int | None = None
    unit: int | None = None
    floor: int | None = None
    room: int | None = None
    group: int | None = None


@dataclass(frozen=True)
class Place(Generic[Key]):
    """A place that is known: its name, what it is called besides, and how narrow it is."""

    key: Key
    name: str
    depth: int
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match(Generic[Key]):
    """A known place that a text names, with the words that name it; 0 < confidence ≤ 1."""

    key: Key
    words: str
    confidence: float


def read_number(text: str) -> int:
    """三 is 3, 十二 is 12, 一百零五 is 105, 二〇一 is 201; digits are what they are."""
    if text.isdecimal():
        return int(text)
    if not set(text) & {"十", "百"}:
        return int("".join(str(DIGITS[each]) for each in text))
    total = rest = 0
    for each in text:
        if each in "十百":
            total += (rest or 1) * (10 if each == "十" else 100)
            rest = 0
        else:
            rest = DIGITS[each]
    return total + rest


def parse(text: str) -> Address:
    """The first of each part that a text names."""
    plain = text.translate(WIDE)
    found = {name: pattern.search(plain) for name, pattern in PARTS.items()}
    road = ROAD.search(plain)
    numbers = {name: read_number(hit.group(1)) for name, hit in found.items() if hit}
    return Address(road=road.group(1) if road else "", **numbers)


class Gazetteer(Generic[Key]):
    """Known places by name; made once for many texts."""

    def __init__(self, places: Sequence[Place[Key]]) -> None:
        self._named: dict[str, list[tuple[Place[Key], range | None]]] = defaultdict(list)
        for place in places:
            for name in (place.name, *place.aliases):
                bare, numbers = _bare(name)
                for each in {bare, KINDS.sub("", bare)}:
                    if SHORTEST <= len(each) <= LONGEST and not ORDINAL.fullmatch(each):
                        self._named[each].append((place, numbers))

    def find(self, text: str, most: int = 5) -> list[Match[Key]]:
        """The places that a text names, the surest first.

        A longer name wins over one that it contains. Sure: the only place of a name whose building
        or group is named too; likely: the only place of its whole name; perhaps: one of several,
        or only the beginning of its name stands there.
        """
        plain = "".join(text.translate(WIDE).split())
        address = parse(plain)
        best: dict[Key, tuple[float, int, Match[Key]]] = {}
        for words in self._names_in(plain):
            for place, confidence in self._of(words, address):
                match = Match(place.key, words, confidence)
                rank = (confidence, place.depth, match)
                if place.key not in best or rank[:2] > best[place.key][:2]:
                    best[place.key] = rank
        ranked = sorted(best.values(), key=lambda rank: (-rank[0], -rank[1], str(rank[2].key)))
        return [match for _confidence, _depth, match in ranked[:most]]

    def knows(self, name: str) -> bool:
        """Whether a place bears this very name."""
        return _bare(name)[0] in self._named

    def _names_in(self, plain: str) -> list[str]:
        found, taken = [], [False] * len(plain)
        for length in range(min(LONGEST, len(plain)), SHORTEST - 1, -1):
            for start in range(len(plain) - length + 1):
                words = plain[start : start + length]
                if words in self._named and not any(taken[start : start + length]):
                    found.append(words)
                    taken[start : start + length] = [True] * length
        return found

    def _of(self, words: str, address: Address) -> list[tuple[Place[Key], float]]:
        places = self._named[words]
        said = address.building if address.building is not None else address.group
        if said is not None:
            inside = [place for place, numbers in places if numbers and said in numbers]
            if inside:
                return [(place, SURE if len(inside) == 1 else LIKELY) for place in inside]
        whole = [place for place, numbers in places if numbers is None]
        alike = whole or [place for place, _numbers in places]
        if len(alike) > MOST_ALIKE:
            return []
        sure = len(alike) == 1 and words in (_bare(alike[0].name)[0], *alike[0].aliases)
        return [(place, LIKELY if sure else PERHAPS) for place in alike]


def _bare(name: str) -> tuple[str, range | None]:
    """A name without the buildings it carries, and their numbers."""
    plain = "".join(name.translate(WIDE).split())
    if hit := RANGE.search(plain):
        return plain[: hit.start()], range(int(hit[1]), int(hit[2]) + 1)
    if hit := ONE.search(plain):
        return plain[: hit.start()], range(int(hit[1]), int(hit[1]) + 1)
    return plain, None
