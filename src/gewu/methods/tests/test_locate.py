"""The index of polygons against shapely asked one by one, on small made-up places."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from gewu.methods import locate
from gewu.methods.locate import PolygonIndex

TOWN = box(0, 0, 10, 10)
GRID = box(2, 2, 4, 4)
FAR = box(20, 0, 30, 10)
TWO_PARTS = MultiPolygon([box(40, 0, 41, 1), box(43, 0, 44, 1)])

whole = st.integers(0, 12)
boxes = st.builds(
    lambda x, y, width, height: box(x, y, x + width, y + height),
    whole, whole, st.integers(1, 6), st.integers(1, 6),
)  # fmt: skip
places = st.tuples(st.integers(-2, 20).map(lambda n: n / 2), st.integers(-2, 20).map(float))


@pytest.fixture
def index():
    return PolygonIndex([TOWN, GRID, FAR, TWO_PARTS])


class TestOnePoint:
    def test_the_smallest_wins_where_polygons_overlap(self, index):
        assert index.find(3, 3) == 1
        assert index.find_all(3, 3) == [1, 0]
        assert index.find(5, 5) == 0

    def test_a_border_belongs_to_both_sides(self, index):
        assert index.find_all(4, 3) == [1, 0]
        assert index.find(10, 10) == 0

    def test_outside_all_there_is_none(self, index):
        assert index.find(15, 5) == -1
        assert index.find_all(15, 5) == []

    def test_every_part_of_a_polygon_counts_and_the_gap_does_not(self, index):
        assert [index.find(lon, 0.5) for lon in (40.5, 42, 43.5)] == [3, -1, 3]

    def test_a_hole_is_outside(self):
        ring = TOWN.difference(GRID)
        assert PolygonIndex([ring]).find(3, 3) == -1

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
    def test_a_point_that_is_not_finite_is_nowhere(self, index, value):
        assert index.find(value, 5) == index.find(5, value) == -1

    def test_of_two_equally_large_the_first_given_wins(self):
        assert PolygonIndex([box(0, 0, 2, 2), box(1, 0, 3, 2)]).find(1.5, 1) == 0


class TestManyPoints:
    def test_it_answers_in_the_order_of_the_points(self, index):
        lons = [3, 15, 25, float("nan"), 5, float("inf"), 43.5]
        lats = [3, 5, 5, 5, 5, 5, 0.5]
        assert index.find_many(lons, lats).tolist() == [1, -1, 2, -1, 0, -1, 3]
        assert index.count_many(lons, lats).tolist() == [2, 0, 1, 0, 1, 0, 1]

    @given(st.lists(boxes, max_size=8), st.lists(places, max_size=30))
    def test_many_points_are_answered_like_one_and_like_shapely(self, polygons, points):
        index = PolygonIndex(polygons)
        lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
        found = index.find_many(lons, lats).tolist()
        assert found == [index.find(*point) for point in points]
        assert index.count_many(lons, lats).tolist() == [
            sum(polygon.intersects(Point(point)) for polygon in polygons) for point in points
        ]
        for point, place in zip(points, found, strict=True):
            at = [i for i, polygon in enumerate(polygons) if polygon.intersects(Point(point))]
            assert place == min(at, key=lambda i: (polygons[i].area, i), default=-1)

    def test_chunks_do_not_show(self, monkeypatch):
        random = np.random.default_rng(7)
        polygons = [Point(*place).buffer(3) for place in random.uniform(0, 30, (40, 2))]
        lons, lats = random.uniform(-5, 35, (2, 2_000))
        at_once = PolygonIndex(polygons).find_many(lons, lats)
        monkeypatch.setattr(locate, "CHUNK", 17)
        assert (PolygonIndex(polygons).find_many(lons, lats) == at_once).all()
        assert set(at_once) > {-1}

    def test_no_points_and_no_polygons_are_no_error(self, index):
        assert index.find_many([], []).tolist() == []
        assert PolygonIndex([]).find_many([1.0], [2.0]).tolist() == [-1]
        assert PolygonIndex([]).find(1, 2) == -1

    def test_columns_must_fit(self, index):
        with pytest.raises(ValueError, match="equal length"):
            index.find_many([1.0, 2.0], [1.0])


class TestRefusals:
    @pytest.mark.parametrize(
        "wrong", [Point(1, 1), shapely.LineString([(0, 0), (1, 1)]), None, Polygon()]
    )
    def test_it_takes_polygons_only(self, wrong):
        with pytest.raises(ValueError, match="polygons only"):
            PolygonIndex([TOWN, wrong])
