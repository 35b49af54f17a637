"""Streets along the cuts, the river between them, and which street a piece of land lies on."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from gewu.simulation import names
from gewu.simulation.geography.cutting import AVENUE, LANE, STREET, Cut, joined
from gewu.simulation.geography.lattice import METRES_PER_DEGREE_LAT, Lattice, Rect
from gewu.simulation.geography.places import Plan

RIVER_HALF_WIDTH = 24.0
BANK_STEPS = 2  # riverside roads run this many lattice steps from the middle of the river
MAIN_ROOTS = ("青石", "文昌", "云禾", "育才", "兴业", "春晖")
NUMBER_EVERY = 0.3  # lattice steps to a house number


@dataclass(frozen=True, slots=True)
class Street:
    """A named street: the cut it follows and its line on the map."""

    name_zh: str
    name_en: str
    rank: int
    cut: Cut
    line: BaseGeometry

    def number_at(self, position: float, far_side: bool) -> int:
        """The house number there: odd on one side, even on the other, rising along the street."""
        count = int((position - self.cut.start) / NUMBER_EVERY)
        return max(1, 2 * count + (2 if far_side else 1))


class StreetMap:
    """All streets of a county and the river, if it has one."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self.lattice = plan.lattice
        self.river = _river(plan.lattice)
        self.streets = self._named(plan, Random(f"{seed}:streets"))
        self._at: dict[tuple[bool, int], list[Street]] = defaultdict(list)
        for street in self.streets:
            self._at[street.cut.upright, street.cut.at].append(street)

    def beside(self, land: Rect) -> list[tuple[Street, float, bool]]:
        """Streets along the sides of this land, the largest first: street, position, far side."""
        middle_u, middle_v = (land.left + land.right) / 2, (land.bottom + land.top) / 2
        sides = (
            (True, land.left, middle_v, True),
            (True, land.right, middle_v, False),
            (False, land.bottom, middle_u, True),
            (False, land.top, middle_u, False),
        )
        found = [
            (street, position, far)
            for upright, at, position, far in sides
            for street in self._at[upright, self._bank(upright, at, far)]
            if street.cut.start <= position <= street.cut.end
        ]
        return sorted(found, key=lambda hit: (hit[0].rank, hit[0].name_zh))

    def _bank(self, upright: bool, at: int, far: bool) -> int:
        if not upright or at != self.lattice.river_at:
            return at
        return at + BANK_STEPS if far else at - BANK_STEPS

    def _named(self, plan: Plan, rng: Random) -> list[Street]:
        cuts = joined([*plan.cuts, *_outline(self.lattice)])
        cuts = [cut for cut in cuts if not (cut.upright and cut.at == self.lattice.river_at)]
        main = iter(MAIN_ROOTS)
        roots = (root for root in names.street_roots(rng) if root not in MAIN_ROOTS)
        lanes = names.lane_roots(rng)
        streets = []
        for cut in sorted(cuts, key=lambda c: (c.rank, c.start - c.end, c.upright, c.at)):
            label = _label(cut, self.lattice, main, roots, lanes)
            streets.append(Street(*label, cut.rank, cut, self._line(cut)))
        return [*streets, *self._river_roads()]

    def _river_roads(self) -> list[Street]:
        if self.river is None:
            return []
        roads = []
        for side, word in ((-BANK_STEPS, "西"), (BANK_STEPS, "东")):
            cut = Cut(True, int(self.lattice.river_at) + side, 0, self.lattice.rows, STREET)
            label = names.street(f"滨河{word}", "路")
            roads.append(Street(*label, STREET, cut, self._line(cut)))
        return roads

    def _line(self, cut: Cut) -> BaseGeometry:
        steps = range(cut.start, cut.end + 1)
        positions = [(cut.at, s) if cut.upright else (s, cut.at) for s in steps]
        line = LineString(self.lattice.line([(float(u), float(v)) for u, v in positions]))
        if cut.rank == LANE and self.river is not None and line.intersects(self.river):
            return line.difference(self.river)  # lanes have no bridges
        return line


Roots = Iterator[str]


def _label(cut: Cut, lattice: Lattice, main: Roots, roots: Roots, lanes: Roots) -> tuple[str, str]:
    edge = _edge_name(cut, lattice)
    if edge:
        return names.street(edge, "路")
    if cut.rank == AVENUE and (root := next(main, None)):
        return names.street(root, "大道" if root == "云禾" else "路")
    if cut.rank < LANE and (root := next(roots, None)):
        return names.street(root, "街" if cut.upright else "路")
    return names.street(next(lanes), "巷" if cut.rank == LANE else "路")


def _edge_name(cut: Cut, lattice: Lattice) -> str:
    if cut.upright:
        return {0: "环西", lattice.columns: "环东"}.get(cut.at, "")
    return {0: "环南", lattice.rows: "环北"}.get(cut.at, "")


def _outline(lattice: Lattice) -> list[Cut]:
    wide, high = lattice.columns, lattice.rows
    sides = [Cut(True, at, 0, high, STREET) for at in (0, wide)]
    return sides + [Cut(False, at, 0, wide, STREET) for at in (0, high)]


def _river(lattice: Lattice) -> Polygon | None:
    if lattice.river_at < 0:
        return None
    middle = LineString(
        lattice.line([(lattice.river_at, float(v)) for v in range(lattice.rows + 1)])
    )
    return middle.buffer(RIVER_HALF_WIDTH / METRES_PER_DEGREE_LAT, cap_style="flat")
