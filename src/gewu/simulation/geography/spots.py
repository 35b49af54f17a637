"""Spots: places with an address where something can happen."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from shapely import Point, Polygon

from gewu.simulation.geography.buildings import Building
from gewu.simulation.geography.cutting import LANE
from gewu.simulation.geography.lattice import Lattice, Rect
from gewu.simulation.geography.parcels import HOMES, Parcel
from gewu.simulation.geography.places import GRID, Plan
from gewu.simulation.geography.streets import Street, StreetMap

HOME, STREET_SIDE, SHOP, PUBLIC, PARK, VILLAGE, FIELD = (
    ["home", "street", "shop", "public", "park", "village", "field"]
)  # fmt: skip
SHOP_WORDS = [
    "面馆",
    "水果店",
    "早餐店",
    "五金店",
    "理发店",
    "便利店",
    "药房",
    "小吃店",
    "修车铺",
    "文具店",
    "花店",
    "裁缝铺",
    "快递站",
    "熟食店",
]
SHOP_NAMES = [
    "老街坊",
    "好邻居",
    "云禾",
    "一家人",
    "阿婆",
    "小桥",
    "向阳",
    "满香",
    "福来",
    "诚信",
    "家常",
    "四季",
    "晨光",
    "禾香",
]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something can happen: its address as people write it, its point, its smallest area."""

    kind: str
    address: str
    lon: float
    lat: float
    area: str


def town_spots(
    streets: StreetMap, land: list[Parcel], houses: list[Building], seed: int
) -> list[Spot]:
    """Doors, shop fronts, street sides, parks and fields of the town."""
    rng = Random(f"{seed}:spots")
    found: list[Spot] = []
    for house in houses:
        found.extend(_of_house(house, land[house.parcel], rng))
    for parcel in land:
        found.extend(_street_sides(parcel, streets))
    return found


def district_spots(plan: Plan, streets: StreetMap, seed: int) -> list[Spot]:
    """Some street sides and doors in each grid of the district."""
    rng = Random(f"{seed}:spots")
    names_of = {place.code: place.name_zh for place in plan.places}
    found = []
    for grid in plan.at(GRID):
        beside = streets.beside(grid.land)
        within = names_of[grid.parent]
        for _ in range(14):
            u = grid.land.left + rng.uniform(0.08, 0.92) * grid.land.width
            v = grid.land.bottom + rng.uniform(0.08, 0.92) * grid.land.height
            street, position, far = rng.choice(beside)
            along = v if street.cut.upright else u
            text = f"{street.name_zh}{street.number_at(along, far)}号"
            kind = (
                rng.choice((VILLAGE, FIELD, HOME))
                if grid.rural
                else rng.choice((HOME, STREET_SIDE, SHOP, PUBLIC))
            )
            if kind in (HOME, VILLAGE):
                text += (
                    f" {within}{rng.randint(1, 28)}号楼{rng.randint(1, 5)}单元"
                    if not grid.rural
                    else f" {within}{rng.randint(1, 160)}号"
                )
            ((lon, lat),) = plan.lattice.line([(u, v)])
            found.append(Spot(kind, text, lon, lat, grid.code))
    return found


def _of_house(house: Building, parcel: Parcel, rng: Random) -> Iterator[Spot]:
    lon, lat = _middle(house.outline)
    code, where = parcel.micro.code, f"{parcel.door} {parcel.name_zh}"
    if house.kind in HOMES:
        rural = house.kind == "village"
        for entrance, (x, y) in enumerate(house.doors, start=1):
            inside = (
                f"{house.number}号楼{entrance}单元"
                if house.kind in ("estate", "towers")
                else f"{house.number}号"
            )
            yield Spot(
                VILLAGE if rural else HOME, f"{where}{'' if rural else ' '}{inside}", x, y, code
            )
    elif house.kind == "shop":
        sign = rng.choice(SHOP_NAMES) + rng.choice(SHOP_WORDS)
        yield Spot(
            SHOP,
            f"{parcel.gate.name_zh}{parcel.number + 2 * rng.randint(0, 5)}号 {sign}",
            lon,
            lat,
            code,
        )
    elif house.kind in ("public", "workshop"):
        yield Spot(PUBLIC, where, lon, lat, code)
    elif house.kind in ("pond", "green"):
        yield Spot(PARK, where, lon, lat, code)
    elif house.kind == "furrow":
        yield Spot(FIELD, where, lon, lat, code)


def _street_sides(parcel: Parcel, streets: StreetMap) -> Iterator[Spot]:
    for street, position, far in streets.beside(parcel.micro.land):
        along = 0.35 if far else 0.65
        lon, lat = _on_side(streets.lattice, parcel.micro.land, street, along)
        if parcel.micro.border.contains(Point(lon, lat)):
            number = street.number_at(position, far)
            yield Spot(STREET_SIDE, f"{street.name_zh}{number}号门前", lon, lat, parcel.micro.code)


def _on_side(lattice: Lattice, land: Rect, street: Street, along: float) -> tuple[float, float]:
    """A point some metres off the street, inside the land."""
    inwards = 0.45 if street.cut.rank == LANE else 0.7
    if street.cut.upright:
        nearer_left = abs(street.cut.at - land.left) < abs(street.cut.at - land.right)
        u = street.cut.at + (inwards if nearer_left else -inwards)
        return lattice.line([(u, land.bottom + along * land.height)])[0]
    nearer_bottom = abs(street.cut.at - land.bottom) < abs(street.cut.at - land.top)
    v = street.cut.at + (inwards if nearer_bottom else -inwards)
    return lattice.line([(land.left + along * land.width, v)])[0]


def by_kind(spots: list[Spot]) -> dict[str, list[Spot]]:
    """Spots under the kind of place they are."""
    sorted_out: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        sorted_out[spot.kind].append(spot)
    return sorted_out


def _middle(outline: Polygon) -> tuple[float, float]:
    return round(outline.centroid.x, 7), round(outline.centroid.y, 7)
