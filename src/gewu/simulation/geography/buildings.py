"""Buildings on parcels: slabs in rows, towers, old streets, farmhouses, halls, and shop fronts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from shapely import Polygon

from gewu.simulation.geography.cutting import LANE
from gewu.simulation.geography.lattice import Lattice, Rect
from gewu.simulation.geography.parcels import HOMES, Parcel
from gewu.simulation.geography.streets import StreetMap

Box = tuple[float, float, float, float]  # x, y, width, depth in metres inside a plot
ROW_EVERY, SLAB_DEPTH, ENTRANCE_WIDTH = 31.0, 12.5, 17.0
SHOP_DEPTH, SHOP_GAP = 9.0, 4.0
SMALLEST = 6.0


@dataclass(frozen=True, slots=True)
class Building:
    """One building: where, how many floors, entrances and homes."""

    parcel: int
    kind: str
    outline: Polygon
    number: int = 0
    entrances: int = 0
    floors: int = 1
    households: int = 0
    doors: tuple[tuple[float, float], ...] = ()


class Plot:
    """A parcel's ground in metres, set back from its streets."""

    def __init__(
        self, lattice: Lattice, land: Rect, back: tuple[float, float, float, float]
    ) -> None:
        self.lattice, self.land = lattice, land
        self.step_x = (
            _length(lattice, (land.left, _mid(land)[1]), (land.right, _mid(land)[1])) / land.width
        )
        self.step_y = (
            _length(lattice, (_mid(land)[0], land.bottom), (_mid(land)[0], land.top)) / land.height
        )
        self.left, self.bottom, right, top = back
        self.width = land.width * self.step_x - self.left - right
        self.depth = land.height * self.step_y - self.bottom - top

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Lattice position of metres inside the plot."""
        return self.land.left + (self.left + x) / self.step_x, self.land.bottom + (
            self.bottom + y
        ) / self.step_y

    def outline(self, box: Box) -> Polygon:
        """A box on the map, bent as the land is."""
        x, y, w, d = box
        corners = [self.at(x, y), self.at(x + w, y), self.at(x + w, y + d), self.at(x, y + d)]
        return Polygon(self.lattice.line(corners))

    def points(self, spots: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
        """Places inside the plot as longitude and latitude."""
        return tuple(self.lattice.line([self.at(x, y) for x, y in spots])) if spots else ()


def buildings(
    parcels: list[Parcel], streets: StreetMap, seed: int, households: dict[str, int]
) -> list[Building]:
    """All buildings; the homes of each grid share out its households."""
    rng = Random(f"{seed}:buildings")
    found: list[Building] = []
    counted: dict[str, int] = {}
    for index, parcel in enumerate(parcels):
        plot = Plot(streets.lattice, parcel.micro.land, _set_back(parcel, streets))
        for kind, box in _fitting(DRAW[parcel.use](plot, rng)):
            numbered = kind in HOMES
            name = f"{parcel.micro.parent}{parcel.name_zh}"
            counted[name] = counted.get(name, 0) + numbered
            found.append(_building(index, kind, plot, box, counted[name] if numbered else 0))
        found.extend(_shop_fronts(index, parcel, streets, rng))
    return _with_households(found, parcels, households)


def _fitting(drawn: Iterator[tuple[str, Box]]) -> Iterator[tuple[str, Box]]:
    """Land along the river can be too narrow to build on."""
    return ((kind, box) for kind, box in drawn if min(box[2:]) >= SMALLEST)


def _slabs(plot: Plot, rng: Random) -> Iterator[tuple[str, Box]]:
    rows = max(1, int((plot.depth - SLAB_DEPTH) / ROW_EVERY) + 1)
    per_row = max(1, round(plot.width / 72))
    long = min(58.0, (plot.width - 12 * (per_row - 1)) / per_row)
    spare = plot.depth - (rows - 1) * ROW_EVERY - SLAB_DEPTH
    garden = rng.randrange(rows * per_row) if rows * per_row > 4 else -1
    for row in range(rows):
        for column in range(per_row):
            x = (plot.width - long) * (column / (per_row - 1) if per_row > 1 else 0.5)
            y = plot.depth - SLAB_DEPTH - row * ROW_EVERY - spare / 2
            if row * per_row + column == garden:
                yield "green", (x + 2, y - 6, long - 4, SLAB_DEPTH + 10)
            else:
                yield "estate", (x, y, long, SLAB_DEPTH)


def _towers(plot: Plot, rng: Random) -> Iterator[tuple[str, Box]]:
    for x, y in _spots(plot, 46, 44):
        yield "towers", (x + rng.uniform(0, 6), y + rng.uniform(0, 5), 25.0, 21.0)


def _old(plot: Plot, rng: Random) -> Iterator[tuple[str, Box]]:
    for x, y in _spots(plot, 19, 19):
        if rng.random() < 0.86:
            yield (
                "old",
                (
                    x + rng.uniform(0, 2),
                    y + rng.uniform(0, 3),
                    rng.uniform(11, 16),
                    rng.uniform(8, 13),
                ),
            )


def _village(plot: Plot, rng: Random) -> Iterator[tuple[str, Box]]:
    for x, y in _spots(plot, 22, 25):
        if rng.random() < 0.8:
            yield (
                "village",
                (x + rng.uniform(0, 3), y + rng.uniform(0, 4), rng.uniform(12, 15), 9.0),
            )


def _school(plot: Plot, rng: Random) -> Iterator[tuple[str, Box]]:
    w, d = plot.width, plot.depth
    yield "public", (0, d - 13, w * 0.7, 13)
    yield "public", (0, d - 48, w * 0.45, 13)
    yield "public", (0, d - 35, 12, 22)
    yield "pitch", (w * 0.12, 4, w * 0.76, max(20.0, d - 62))


def _hall(plot: Plot, rng: Random) -> Iterator[tuple[str, Box]]:
    w, d = plot.width, plot.depth
    yield "public", (w * 0.16, d * 0.34, w * 0.68, d * 0.42)
    yield "public", (0, d * 0.86, w * 0.5, d * 0.12)


def _court(plot: Plot, rng: Random) -> Iterator[tuple[str, Box]]:
    w, d = plot.width, plot.depth
    yield "public", (w * 0.1, d - 18, w * 0.8, 16)
    yield "public", (w * 0.1, d * 0.3, 15, d * 0.7 - 22)
    yield "public", (w * 0.9 - 15, d * 0.3, 15, d * 0.7 - 22)


def _workshop(plot: Plot, rng: Random) -> Iterator[tuple[str, Box]]:
    for x, y in _spots(plot, 64, 36):
        yield "workshop", (x, y, rng.uniform(46, 58), rng.uniform(22, 28))


def _square(plot: Plot, rng: Random) -> Iterator[tuple[str, Box]]:
    w, d = plot.width, plot.depth
    yield "paved", (w * 0.1, d * 0.1, w * 0.8, d * 0.8)
    yield "green", (w * 0.16, d * 0.18, w * 0.24, d * 0.64)
    yield "green", (w * 0.6, d * 0.18, w * 0.24, d * 0.64)


def _park(plot: Plot, rng: Random) -> Iterator[tuple[str, Box]]:
    w, d = plot.width, plot.depth
    yield "pond", (w * 0.3, d * 0.25, w * 0.4, d * 0.4)
    yield "public", (w * 0.1, d * 0.82, 10, 8)


def _fields(plot: Plot, rng: Random) -> Iterator[tuple[str, Box]]:
    strips = max(2, int(plot.width / 26))
    for strip in range(strips):
        yield "furrow", (strip * plot.width / strips + 1.5, 0, plot.width / strips - 3, plot.depth)


DRAW: dict[str, Callable[[Plot, Random], Iterator[tuple[str, Box]]]] = {
    "estate": _slabs,
    "towers": _towers,
    "old": _old,
    "village": _village,
    "school": _school,
    "market": _hall,
    "library": _hall,
    "theatre": _hall,
    "bus_station": _hall,
    "office": _court,
    "hospital": _court,
    "care_home": _court,
    "workshop": _workshop,
    "square": _square,
    "park": _park,
    "field": _fields,
    "orchard": _fields,
}


def _building(parcel: int, kind: str, plot: Plot, box: Box, number: int) -> Building:
    x, y, w, _ = box
    if kind not in HOMES:
        return Building(parcel, kind, plot.outline(box))
    count = max(1, round(w / ENTRANCE_WIDTH)) if kind == "estate" else 2 if kind == "towers" else 1
    doors = plot.points([(x + w * (i + 0.5) / count, y - 2) for i in range(count)])
    return Building(parcel, kind, plot.outline(box), number, count, 1, 0, doors)


def _shop_fronts(index: int, parcel: Parcel, streets: StreetMap, rng: Random) -> Iterator[Building]:
    """A broken row of shops along the northern or southern street of an estate."""
    facing = streets.beside(parcel.micro.land)[0][0]
    if parcel.use != "estate" or facing.rank >= LANE or facing.cut.upright:
        return
    below = facing.cut.at == parcel.micro.land.bottom
    plot = Plot(streets.lattice, parcel.micro.land, _set_back(parcel, streets, yard=9.0))
    x = 0.0
    while x + 12 < plot.width:
        wide = min(rng.uniform(18, 44), plot.width - x)
        y = 0.0 if below else plot.depth - SHOP_DEPTH
        yield _building(index, "shop", plot, (x, y, wide, SHOP_DEPTH), 0)
        x += wide + (SHOP_GAP if rng.random() < 0.7 else 14.0)


def _spots(plot: Plot, every_x: float, every_y: float) -> Iterator[tuple[float, float]]:
    columns, rows = max(1, int(plot.width / every_x)), max(1, int(plot.depth / every_y))
    for row in range(rows):
        for column in range(columns):
            yield column * plot.width / columns, row * plot.depth / rows


def _set_back(
    parcel: Parcel, streets: StreetMap, yard: float = 0.0
) -> tuple[float, float, float, float]:
    """Metres kept free on each side: half the street, a verge, more along the river and shops."""
    land, river = parcel.micro.land, streets.lattice.river_at
    rank_at = {(s.cut.upright, s.cut.at): s.rank for s, _, _ in streets.beside(land)}

    def keep(upright: bool, at: int) -> float:
        if upright and at == river:
            return 54.0
        room = (19.0, 14.0, 9.0)[rank_at.get((upright, at), LANE)]
        shops = parcel.use == "estate" and not upright and rank_at.get((upright, at), LANE) < LANE
        return yard + (4.0 if yard else room + (12.0 if shops else 0.0))

    return (
        keep(True, land.left),
        keep(False, land.bottom),
        keep(True, land.right),
        keep(False, land.top),
    )


def _with_households(
    found: list[Building], parcels: list[Parcel], households: dict[str, int]
) -> list[Building]:
    grids: dict[str, list[int]] = {}
    for position, building in enumerate(found):
        if building.kind in HOMES:
            grids.setdefault(parcels[building.parcel].micro.parent, []).append(position)
    for grid, positions in grids.items():
        weights = [found[p].entrances * (4 if found[p].kind == "towers" else 1) for p in positions]
        for position, homes in zip(positions, _shared_out(households[grid], weights), strict=True):
            found[position] = _lived_in(found[position], homes)
    return found


def _lived_in(building: Building, homes: int) -> Building:
    floors = max(
        1 if building.kind in ("old", "village") else 3, -(-homes // (2 * building.entrances))
    )
    return replace(building, floors=floors, households=homes)


def _shared_out(total: int, weights: list[int]) -> list[int]:
    """Whole numbers in proportion to the weights that sum to the total."""
    whole, seen, shares = sum(weights), 0, []
    for weight in weights:
        before = total * seen // whole
        seen += weight
        shares.append(total * seen // whole - before)
    return shares


def _mid(land: Rect) -> tuple[float, float]:
    return (land.left + land.right) / 2, (land.bottom + land.top) / 2


def _length(lattice: Lattice, a: tuple[float, float], b: tuple[float, float]) -> float:
    x, y = lattice.metres(np.array([a[0], b[0]]), np.array([a[1], b[1]]))
    return float(((x[1] - x[0]) ** 2 + (y[1] - y[0]) ** 2) ** 0.5)
