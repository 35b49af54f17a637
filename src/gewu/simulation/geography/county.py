"""The whole invented county: areas, and for the town also streets, buildings and spots."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache

from gewu.simulation.geography.buildings import Building, buildings
from gewu.simulation.geography.parcels import HOMES, Parcel, parcels
from gewu.simulation.geography.places import GRID, Place, Plan, district_plan, town_plan
from gewu.simulation.geography.spots import Spot, district_spots, town_spots
from gewu.simulation.geography.streets import StreetMap

SCALES = ("town", "district")
COMMUNITY_DIGITS = 12


@dataclass(frozen=True)
class County:
    """Everything there is on the ground."""

    scale: str
    seed: int
    places: tuple[Place, ...]
    streets: StreetMap
    parcels: tuple[Parcel, ...]
    buildings: tuple[Building, ...]
    spots: tuple[Spot, ...]

    def at(self, level: int) -> list[Place]:
        """All areas of one level, in the order of their codes."""
        return [place for place in self.places if place.level == level]


@lru_cache(maxsize=2)
def county(scale: str, seed: int) -> County:
    """The county of this scale and seed; the same one each time."""
    if scale not in SCALES:
        raise ValueError(f"no such scale: {scale}")
    return _town(seed) if scale == "town" else _district(seed)


def _town(seed: int) -> County:
    plan = town_plan(seed)
    streets = StreetMap(plan, seed)
    land = parcels(plan, streets, seed)
    houses = buildings(land, streets, seed, {grid.code: grid.households for grid in plan.at(GRID)})
    places = _micros_named(plan, land, houses)
    spots = town_spots(streets, land, houses, seed)
    return County("town", seed, places, streets, tuple(land), tuple(houses), tuple(spots))


def _district(seed: int) -> County:
    plan = district_plan(seed)
    streets = StreetMap(plan, seed)
    spots = district_spots(plan, streets, seed)
    return County("district", seed, plan.places, streets, (), (), tuple(spots))


def _micros_named(plan: Plan, land: list[Parcel], houses: list[Building]) -> tuple[Place, ...]:
    """Micro-grids bear the name of what stands on them: "明德小区1—4号楼", "柳湾村3组"."""
    homes: dict[int, list[Building]] = defaultdict(list)
    for house in houses:
        if house.kind in HOMES:
            homes[house.parcel].append(house)
    named, counted = {}, Counter[tuple[str, str]]()
    for index, parcel in enumerate(land):
        place = parcel.micro
        community = place.code[:COMMUNITY_DIGITS]
        counted[community, parcel.name_zh] += 1
        label = _label(parcel, homes[index], counted[community, parcel.name_zh])
        lived_in = sum(house.households for house in homes[index])
        named[place.code] = replace(place, name_zh=label[0], name_en=label[1], households=lived_in)
    return tuple(named.get(place.code, place) for place in plan.places)


def _label(parcel: Parcel, houses: list[Building], number: int) -> tuple[str, str]:
    chinese, english = parcel.name_zh, parcel.name_en
    if parcel.use in ("estate", "towers") and houses:
        first, last = houses[0].number, houses[-1].number
        if first == last:
            return f"{chinese}{first}号楼", f"{english} {first}"
        return f"{chinese}{first}—{last}号楼", f"{english} {first}\N{EN DASH}{last}"
    if parcel.use == "village":
        return f"{chinese}{number}组", f"{english}, group {number}"
    if number == 1:
        return f"{chinese}片", english
    return f"{chinese}{number}片", f"{english} {number}"
