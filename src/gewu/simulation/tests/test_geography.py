"""The invented county: the same each time, without gap or overlap, and quick to make."""

import json
import re
import time
from collections import Counter, defaultdict

import pytest
from shapely import Point, union_all
from shapely.strtree import STRtree

from gewu.simulation.geography.county import _district, _town, county
from gewu.simulation.geography.layers import areas_geojson, base_layers
from gewu.simulation.geography.places import COMMUNITY, COUNTY, GRID, MICRO, TOWN
from gewu.ui import basemap


@pytest.fixture(scope="module")
def town():
    return county("town", 1)


@pytest.fixture(scope="module")
def district():
    return county("district", 1)


def test_the_same_seed_gives_the_same_town():
    first, second = _town(3), _town(3)
    assert first.places == second.places
    assert first.spots == second.spots
    assert base_layers(first) == base_layers(second)


def test_another_seed_gives_another_town(town):
    assert _town(2).places[0].border != town.places[0].border


def test_the_town_has_the_promised_areas(town):
    assert [len(town.at(level)) for level in range(COUNTY, MICRO + 1)] == [1, 1, 8, 42, 250]
    assert all(300 <= grid.households <= 500 for grid in town.at(GRID))


def test_the_district_has_the_promised_areas(district):
    assert [len(district.at(level)) for level in range(COUNTY, GRID + 1)] == [1, 15, 374, 1541]


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_children_tile_their_parent_exactly_in_town(seed):
    assert_tiles(_town(seed))


def test_children_tile_their_parent_exactly_in_the_district(district):
    assert_tiles(district)


def assert_tiles(made):
    children = defaultdict(list)
    for place in made.places:
        assert place.border.is_valid, place.code
        children[place.parent].append(place.border)
    for place in made.places:
        inside = children.get(place.code, [])
        if not inside:
            continue
        whole = union_all(inside)
        assert whole.symmetric_difference(place.border).area < 1e-15, place.code
        assert abs(sum(part.area for part in inside) - place.border.area) < 1e-14, place.code


def test_neighbours_share_their_border_point_for_point(town):
    edges = Counter(
        frozenset(pair)
        for micro in town.at(MICRO)
        for ring in [list(micro.border.exterior.coords)]
        for pair in zip(ring, ring[1:], strict=False)
    )
    outside = {
        frozenset(pair)
        for ring in [list(town.places[0].border.exterior.coords)]
        for pair in zip(ring, ring[1:], strict=False)
    }
    assert {edge for edge, count in edges.items() if count == 1} == outside
    assert max(edges.values()) == 2


def test_codes_follow_the_default_scheme(town):
    lengths = {COUNTY: 6, TOWN: 9, COMMUNITY: 12, GRID: 15, MICRO: 17}
    for place in town.places:
        assert re.fullmatch(rf"379901\d{{{lengths[place.level] - 6}}}", place.code)
        assert place.code.startswith(place.parent)
    assert len({place.code for place in town.places}) == len(town.places)


def test_names_of_sisters_differ_and_have_english(town, district):
    for made in (town, district):
        sisters = Counter((place.parent, place.name_zh) for place in made.places)
        assert [name for name, count in sisters.items() if count > 1] == []
        assert all(
            place.name_en.isascii() or "\N{EN DASH}" in place.name_en for place in made.places
        )


def test_streets_have_different_names(town, district):
    for made in (town, district):
        counted = Counter(street.name_zh for street in made.streets.streets)
        assert counted.most_common(1)[0][1] == 1


def test_homes_hold_the_households_of_their_grid(town):
    homes = Counter()
    for house in town.buildings:
        homes[town.parcels[house.parcel].micro.parent] += house.households
    assert homes == Counter({grid.code: grid.households for grid in town.at(GRID)})


def test_buildings_stand_inside_their_micro_grid_and_apart(town):
    solid = [
        h for h in town.buildings if h.kind not in ("green", "paved", "pitch", "furrow", "pond")
    ]
    for house in solid:
        assert town.parcels[house.parcel].micro.border.contains(house.outline), house
    tree = STRtree([house.outline for house in solid])
    touching = tree.query([house.outline for house in solid], predicate="overlaps")
    assert touching.shape[1] < 0.01 * len(solid)


def test_spots_lie_in_the_area_they_name(town, district):
    for made, level in ((town, MICRO), (district, GRID)):
        borders = {place.code: place.border for place in made.at(level)}
        for spot in made.spots[:: 7 if made is town else 41]:
            assert borders[spot.area].buffer(1e-9).contains_properly(Point(spot.lon, spot.lat)), (
                spot
            )


def test_every_area_has_a_spot(town, district):
    assert {spot.area for spot in town.spots} == {place.code for place in town.at(MICRO)}
    assert {spot.area for spot in district.spots} == {place.code for place in district.at(GRID)}


def test_addresses_read_as_people_write_them(town):
    homes = [spot.address for spot in town.spots if spot.kind == "home" and "单元" in spot.address]
    assert all(re.fullmatch(r"\S+[路街巷道]\d+号 \S+ ?\d+号楼\d+单元", text) for text in homes)


def test_layers_are_json_and_light(town):
    layers = base_layers(town)
    assert set(layers) == set(basemap.LAYERS)
    assert sum(len(json.dumps(layer, ensure_ascii=False)) for layer in layers.values()) < 1_500_000
    assert len(areas_geojson(town.places)["features"]) == 302


@pytest.mark.slow
def test_it_is_quick():
    began = time.perf_counter()
    _town(11)
    _district(11)
    assert time.perf_counter() - began < 15
