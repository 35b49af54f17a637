"""What each micro-grid is used for: homes, schools, markets, parks, workshops, village and field."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from gewu.simulation import names
from gewu.simulation.geography.places import GRID, MICRO, RIVER_COLUMN, Place, Plan
from gewu.simulation.geography.streets import Street, StreetMap

HOMES = frozenset({"estate", "towers", "old", "village"})
SPECIAL = [
    "school",
    "market",
    "office",
    "hospital",
    "square",
    "school",
    "old",
    "workshop",
    "park",
    "old",
    "school",
    "market",
    "care_home",
    "library",
    "old",
    "workshop",
    "park",
    "old",
    "theatre",
    "bus_station",
    "old",
    "workshop",
]
TITLES = {
    "school": ("{}小学", "{} Primary School"),
    "market": ("{}农贸市场", "{} Market"),
    "office": ("云禾镇便民服务中心", "Yunhe Citizens' Service Centre"),
    "hospital": ("云禾镇卫生院", "Yunhe Health Centre"),
    "square": ("{}广场", "{} Square"),
    "workshop": ("{}工业园", "{} Workshops"),
    "park": ("{}公园", "{} Park"),
    "care_home": ("{}养老服务中心", "{} Care Home"),
    "library": ("云禾镇图书馆", "Yunhe Library"),
    "theatre": ("云禾镇文化中心", "Yunhe Arts Centre"),
    "bus_station": ("云禾镇汽车站", "Yunhe Bus Station"),
    "field": ("{}田园", "{} Fields"),
    "orchard": ("{}果园", "{} Orchard"),
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """One micro-grid's land: its use, its name, and the street its gate opens to."""

    micro: Place
    use: str
    name_zh: str
    name_en: str
    gate: Street
    number: int

    @property
    def door(self) -> str:
        """The address of the gate, as people write it."""
        return f"{self.gate.name_zh}{self.number}号"


def parcels(plan: Plan, streets: StreetMap, seed: int) -> list[Parcel]:
    """One parcel for each micro-grid, in the order of their codes."""
    rng = Random(f"{seed}:parcels")
    titles = _Titles(rng)
    specials = iter(SPECIAL)
    result = []
    for grid in plan.at(GRID):
        micros = [place for place in plan.at(MICRO) if place.parent == grid.code]
        uses = (
            _village(len(micros)) if grid.rural else _urban(micros, next(specials, "estate"), rng)
        )
        estates = titles.two_estates()
        for index, (micro, use) in enumerate(zip(micros, uses, strict=True)):
            street, position, far = streets.beside(micro.land)[0]
            root = grid.name_zh.split("村")[0] if grid.rural else street.name_zh[:2]
            label = titles.of(use, root, estates[index >= len(micros) // 2])
            result.append(Parcel(micro, use, *label, street, street.number_at(position, far)))
    return result


class _Titles:
    """Hands out names; a number is added where a name was given before."""

    def __init__(self, rng: Random) -> None:
        self.estates = names.estates(rng)
        self.given: set[str] = set()

    def two_estates(self) -> tuple[tuple[str, str], tuple[str, str]]:
        return next(self.estates), next(self.estates)

    def of(self, use: str, root: str, estate: tuple[str, str]) -> tuple[str, str]:
        if use in ("estate", "towers"):
            return estate
        if use == "old":
            return f"{root}老街坊", f"Old {names.pinyin(root)} Quarter"
        if use == "village":
            return f"{root}村", f"{names.pinyin(root)} Village"
        chinese, english = TITLES[use]
        for prefix in self._prefixes(root):
            label = chinese.format(prefix), english.format(names.pinyin(prefix))
            if label[0] not in self.given:
                break
        self.given.add(label[0])
        return label

    @staticmethod
    def _prefixes(root: str) -> Iterator[str]:
        yield root
        yield from (root + side for side in "东西南北中")


def _urban(micros: list[Place], special: str, rng: Random) -> list[str]:
    uses = ["estate"] * len(micros)
    if rng.random() < 0.3:
        uses[rng.randrange(len(uses))] = "towers"
    by_river = [i for i, m in enumerate(micros) if RIVER_COLUMN in (m.land.left, m.land.right)]
    place = by_river[0] if special == "park" and by_river else rng.randrange(len(uses))
    if by_river and special != "park" and rng.random() < 0.6:
        uses[by_river[-1]] = "park"
    uses[place] = special
    if special == "old":
        uses[(place + 1) % len(uses)] = "old"
    return uses


def _village(count: int) -> list[str]:
    return ["field", "village", "village", "field", "village", "orchard"][:count]
