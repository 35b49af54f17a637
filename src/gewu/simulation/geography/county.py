"""The whole invented county: areas, and for the town also streets, buildings and spots."""

from dataclasses import dataclass, replace
from functools import lru_cache

from gewu.simulation import names
from gewu.simulation.geography.buildings import Building, buildings
from gewu.simulation.geography.parcels import HOMES, Parcel, parcels
from gewu.simulation.geography.places import GRID, MICRO, Place, Plan, district_plan, town_plan
from gewu.simulation.geography.spots import Spot, district_spots, town_spots
from gewu.simulation.geography.streets import StreetMap

SCALES = ("town", "district")


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
    """Micro-grids bear the name of what stands on them: "明德小区1—4号楼"."""
    numbers: dict[int, list[Building]] = {}
    for house in houses:
        if house.kind in HOMES:
            numbers.setdefault(house.parcel, []).append(house)
    labels = {p.micro.code: _label(p, numbers.get(i, [])) for i, p in enumerate(land)}
    return tuple(
        replace(
            place,
            name_zh=labels[place.code][0],
            name_en=labels[place.code][1],
            households=labels[place.code][2],
        )
        if place.level == MICRO
        else place
        for place in plan.places
    )


def _label(parcel: Parcel, houses: list[Building]) -> tuple[str, str, int]:
    homes = sum(house.households for house in houses)
    if parcel.use in ("estate", "towers") and houses:
        first, last = houses[0].number, houses[-1].number
        span = str(first) if first == last else f"{first}—{last}"
        return f"{parcel.name_zh}{span}号楼", f"{parcel.name_en} {span}", homes
    if parcel.use in HOMES:
        lane = parcel.gate
        return (
            f"{parcel.name_zh}{lane.name_zh}片",
            f"{parcel.name_en}, {names.pinyin(lane.name_zh)}",
            homes,
        )
    return f"{parcel.name_zh}片", parcel.name_en, homes
