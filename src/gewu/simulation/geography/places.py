"""The tree of areas: county, towns, communities, grids and micro-grids with codes and borders."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from shapely import Polygon

from gewu.simulation import names
from gewu.simulation.geography.cutting import AVENUE, LANE, STREET, Cut, Cutter
from gewu.simulation.geography.lattice import Lattice, Rect

COUNTY_CODE = "379901"  # nobody's: 99 is not given out below the province
COUNTY, TOWN, COMMUNITY, GRID, MICRO = 1, 2, 3, 4, 5

TOWN_COLUMNS = (0, 33, 62, 92, 132)
TOWN_ROWS = (0, 47, 95)
TOWN_HALVES = ((23,), (70,))
RIVER_COLUMN = 62
RURAL_COLUMN = 3
DISTRICT_TOWNS, DISTRICT_COMMUNITIES, DISTRICT_GRIDS = 15, 374, 1_541


@dataclass(frozen=True, slots=True)
class Place:
    """One area of the county."""

    level: int
    code: str
    parent: str
    name_zh: str
    name_en: str
    land: Rect
    border: Polygon
    households: int = 0
    rural: bool = False


@dataclass(frozen=True)
class Plan:
    """How the land was cut: areas from county down, and the cuts that streets follow."""

    lattice: Lattice
    places: tuple[Place, ...]
    cuts: tuple[Cut, ...]

    def at(self, level: int) -> list[Place]:
        """All areas of one level."""
        return [place for place in self.places if place.level == level]


def town_plan(seed: int) -> Plan:
    """One town: 8 communities, 42 grids, 250 micro-grids, a river through its middle."""
    lattice = Lattice(TOWN_COLUMNS[-1], TOWN_ROWS[-1], 20.0, seed, 0.25, RIVER_COLUMN)
    rng = Random(f"{seed}:places")
    survey = _Survey(lattice, rng)
    county = survey.add(COUNTY, COUNTY_CODE, "", names.COUNTY, lattice.whole)
    town = survey.add(TOWN, f"{COUNTY_CODE}001", county.code, names.TOWN, lattice.whole)
    survey.cutter.cuts.extend(_through_roads())
    grids_of = _spread(rng, total=42, parts=8, least=5, most=6)
    micros_of = _spread(rng, total=250, parts=42, least=5, most=6)
    roots = ["明德", "清荷", "书香", "望河", "春晖", "和苑", "柳湾", "石桥"]
    lands = sorted(_town_lands(), key=lambda land: land.left >= TOWN_COLUMNS[RURAL_COLUMN])
    for number, (land, count) in enumerate(zip(lands, grids_of, strict=True), start=1):
        rural = land.left >= TOWN_COLUMNS[RURAL_COLUMN]
        label = names.community(roots[number - 1], rural)
        place = survey.add(COMMUNITY, f"{town.code}{number:03d}", town.code, label, land, rural)
        middle = TOWN_HALVES[0][0] if land.bottom == 0 else TOWN_HALVES[1][0]
        lower, upper = survey.cutter.cut_at(land, False, middle, AVENUE)
        shares = survey.cutter.share(upper, [1] * (count - count // 2), STREET)
        shares += survey.cutter.share(lower, [1] * (count // 2), STREET)
        for grid in survey.add_grids(place, shares):
            survey.add_micros(grid, micros_of.pop())
    return survey.plan()


def district_plan(seed: int) -> Plan:
    """A whole district: 15 towns, 374 communities, 1,541 grids, denser towards the middle."""
    lattice = Lattice(340, 250, 75.0, seed, 0.6)
    rng = Random(f"{seed}:places")
    survey = _Survey(lattice, rng)
    county = survey.add(COUNTY, COUNTY_CODE, "", names.COUNTY, lattice.whole)
    communities_of = _spread(rng, DISTRICT_COMMUNITIES, DISTRICT_TOWNS, 18, 32)
    grids_of = _spread(rng, DISTRICT_GRIDS, DISTRICT_COMMUNITIES, 3, 6)
    roots = names.community_roots(rng, DISTRICT_COMMUNITIES)
    town_lands = survey.cutter.share(lattice.whole, communities_of, AVENUE)
    for number, (land, count) in enumerate(zip(town_lands, communities_of, strict=True), start=1):
        label = names.town(names.TOWN_ROOTS[number - 1])
        town = survey.add(TOWN, f"{county.code}{number:03d}", county.code, label, land)
        counts = [grids_of.pop() for _ in range(count)]
        lands = survey.cutter.share(land, counts, AVENUE)
        for index, (part, grids) in enumerate(zip(lands, counts, strict=True), start=1):
            rural = _far_out(part, lattice)
            name = names.community(roots.pop(), rural)
            place = survey.add(COMMUNITY, f"{town.code}{index:03d}", town.code, name, part, rural)
            survey.add_grids(place, survey.cutter.share(part, [1] * grids, STREET))
    return survey.plan()


class _Survey:
    """Adds areas one by one, borders and codes included."""

    def __init__(self, lattice: Lattice, rng: Random) -> None:
        self.lattice, self.rng = lattice, rng
        self.cutter = Cutter(rng)
        self.places: list[Place] = []

    def add(
        self,
        level: int,
        code: str,
        parent: str,
        label: tuple[str, str],
        land: Rect,
        rural: bool = False,
        households: int = 0,
    ) -> Place:
        corners = [(float(u), float(v)) for u, v in land.around()]
        border = Polygon(self.lattice.line(corners))
        place = Place(level, code, parent, *label, land, border, households, rural)
        self.places.append(place)
        return place

    def add_grids(self, community: Place, lands: Sequence[Rect]) -> list[Place]:
        in_order = sorted(lands, key=lambda land: (-land.top // 12, land.left))
        return [
            self.add(
                GRID,
                f"{community.code}{number:03d}",
                community.code,
                names.grid(community.name_zh, number),
                land,
                community.rural,
                self.rng.randint(300, 500),
            )
            for number, land in enumerate(in_order, start=1)
        ]

    def add_micros(self, grid: Place, count: int) -> None:
        lands = self.cutter.share(grid.land, [1] * count, LANE)
        for number, land in enumerate(sorted(lands, key=lambda r: (-r.top, r.left)), start=1):
            label = (f"第{number}微网格", f"Micro-grid {number}")
            self.add(MICRO, f"{grid.code}{number:02d}", grid.code, label, land, grid.rural)

    def plan(self) -> Plan:
        places = sorted(self.places, key=lambda place: (place.level, place.code))
        return Plan(self.lattice, tuple(places), tuple(self.cutter.cuts))


def _town_lands() -> list[Rect]:
    return [
        Rect(left, bottom, right, top)
        for bottom, top in reversed(list(zip(TOWN_ROWS, TOWN_ROWS[1:], strict=False)))
        for left, right in zip(TOWN_COLUMNS, TOWN_COLUMNS[1:], strict=False)
    ]


def _through_roads() -> list[Cut]:
    wide, high = TOWN_COLUMNS[-1], TOWN_ROWS[-1]
    upright = [Cut(True, at, 0, high, AVENUE) for at in (TOWN_COLUMNS[1], TOWN_COLUMNS[3])]
    return [*upright, Cut(False, TOWN_ROWS[1], 0, wide, AVENUE)]


def _far_out(land: Rect, lattice: Lattice) -> bool:
    across = abs((land.left + land.right) / lattice.columns - 1)
    upward = abs((land.bottom + land.top) / lattice.rows - 1)
    return across**2 + upward**2 > 0.42


def _spread(rng: Random, total: int, parts: int, least: int, most: int) -> list[int]:
    """Random counts between least and most that sum to the total."""
    counts = [least] * parts
    for _ in range(total - least * parts):
        counts[rng.choice([i for i, count in enumerate(counts) if count < most])] += 1
    return counts
