"""Outlines in tiles: where they lie, what is left out, and that neighbours stay together."""

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from gewu.methods.tiles import EXTENT, Tile, box_of, cut, encoded, spots, to_world, zoom_where

HERE = (116.6, 35.4)


def at(lon, lat, z):
    x, y = to_world(np.array([[lon, lat]]))[0]
    return Tile(z, int(x * 2**z), int(y * 2**z))


def test_the_middle_of_the_world_is_the_corner_of_four_tiles():
    assert to_world(np.array([[0.0, 0.0]]))[0] == pytest.approx([0.5, 0.5])
    west, south, east, north = box_of(Tile(1, 0, 0))
    assert (west, north) == (pytest.approx(-182.8, abs=0.1), pytest.approx(85.3, abs=0.1))
    assert (east, south) == (pytest.approx(2.8, abs=0.1), pytest.approx(-2.8, abs=0.1))


def test_a_tile_must_be_on_the_earth():
    assert Tile(0, 0, 0).is_on_earth
    assert not Tile(0, 1, 0).is_on_earth
    assert not Tile(3, 2, 8).is_on_earth


@given(st.floats(-179, 179), st.floats(-84, 84), st.integers(0, 16))
def test_a_point_lies_in_the_box_of_its_tile(lon, lat, z):
    west, south, east, north = box_of(at(lon, lat, z))
    assert west <= lon <= east
    assert south <= lat <= north


def test_what_is_larger_than_a_tile_is_cut_a_little_beyond_its_edge():
    [shape] = cut(np.array([box(116, 35, 117, 36)]), at(*HERE, 14))
    assert shape.bounds == (-64, -64, EXTENT + 64, EXTENT + 64)


def test_what_is_elsewhere_or_too_small_is_left_out():
    far, tiny = box(10, 10, 11, 11), box(116.6, 35.4, 116.6000001, 35.4000001)
    assert list(cut(np.array([far, tiny]), at(*HERE, 10))) == [None, None]


def test_corners_on_a_straight_line_are_left_out_and_neighbours_meet():
    corners = [(116.6 + step / 1000, 35.4) for step in range(11)]
    south = shapely.Polygon([*corners, (116.61, 35.39), (116.6, 35.39)])
    north = shapely.Polygon([*corners, (116.61, 35.41), (116.6, 35.41)])
    one, other = cut(np.array([south, north]), at(116.605, 35.4, 12))
    assert len(one.exterior.coords) == len(other.exterior.coords) == 5
    assert shapely.intersection(one, other).area == 0
    assert shapely.intersection(one, other).length == pytest.approx(one.bounds[2] - one.bounds[0])


@given(st.floats(116, 117), st.floats(35, 36), st.integers(8, 16))
def test_a_name_stands_in_one_tile_of_a_zoom(lon, lat, z):
    middle = at(lon, lat, z)
    around = [Tile(z, middle.x + dx, middle.y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    found = [spot for tile in around for spot in spots(np.array([(lon, lat)]), tile) if spot]
    assert len(found) == 1


def test_what_was_encoded_can_be_read_with_its_holes_and_names():
    ring = box(116.6, 35.4, 116.61, 35.41) - box(116.602, 35.402, 116.604, 35.404)
    tile = at(116.605, 35.405, 13)
    [shape] = cut(np.array([ring]), tile)
    read = mapbox_vector_tile.decode(
        encoded({"areas": [(shape, {"id": "1", "name_zh": "第一网格"})], "names": []})
    )
    [feature] = read["areas"]["features"]
    assert feature["properties"] == {"id": "1", "name_zh": "第一网格"}
    assert [len(each) for each in feature["geometry"]["coordinates"]] == [5, 5]


def test_the_zoom_at_which_something_is_as_wide_as_that():
    assert zoom_where(360, 512) == 0
    assert zoom_where(0.01, 20) == 11
