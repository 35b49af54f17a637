"""Outlines of parts: all of the given area, none of it twice."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from gewu.methods.partition import divide, neighbours, outlines
from gewu.methods.partition.tests.towns import LAT, LON, blocks, degrees, scattered


def square(x, y, side):
    """A square by its south-western corner, in metres."""
    (west, east), (south, north) = degrees([x, x + side], [y, y + side])
    return box(west, south, east, north)


WHOLE = square(-100, -100, 1700)
corners = st.tuples(st.integers(-50, 1550), st.integers(-50, 1550), st.integers(0, 4))


def is_covered(found, whole):
    """No gap and no overlap: areas add up, shared borders share their corners."""
    lost = shapely.union_all(found).symmetric_difference(whole).area
    double = sum(outline.area for outline in found) - shapely.union_all(found).area
    return (
        lost < 2e-7 * whole.length
        and abs(double) < 1e-9 * whole.area
        and shapely.coverage_is_valid(found)
        and all(outline.is_valid for outline in found)
    )


class TestCoverage:
    @given(st.lists(corners, min_size=1, max_size=60, unique_by=lambda corner: corner[:2]))
    @settings(max_examples=60)
    def test_any_plan_covers_the_whole_without_gap_or_overlap(self, given_corners):
        x, y, parts = np.array(given_corners).T
        _, parts = np.unique(parts, return_inverse=True)
        found = outlines(np.column_stack(degrees(x, y)), parts, WHOLE)
        assert len(found) == parts.max() + 1
        assert is_covered(found, WHOLE)

    @pytest.mark.parametrize(
        "whole",
        [
            WHOLE,
            Point(LON + 0.008, LAT + 0.0065).buffer(0.012),
            WHOLE.difference(square(600, 600, 150)),
            MultiPolygon([WHOLE, square(3000, 0, 50)]),
        ],
        ids=["square", "circle", "with a hole", "with an exclave"],
    )
    def test_a_division_of_a_town(self, whole):
        lons, lats = scattered(300)
        graph = neighbours(lons, lats)
        parts = divide(graph, 30).parts[graph.node_of]
        found = outlines(np.column_stack([lons, lats]), parts, whole)
        assert is_covered(found, whole)
        places = shapely.get_coordinates(found)
        assert (np.round(places, 7) == places).all()

    def test_a_part_in_one_piece_is_one_polygon_around_its_points(self):
        lons, lats = scattered(300)
        graph = neighbours(lons, lats, within=WHOLE)
        parts = divide(graph, 30).parts[graph.node_of]
        found = outlines(np.column_stack([lons, lats]), parts, WHOLE)
        assert {outline.geom_type for outline in found} == {"Polygon"}
        at = shapely.points(lons, lats)
        assert all(found[part].contains(point) for part, point in zip(parts, at, strict=True))

    def test_one_part_is_the_whole(self):
        (found,) = outlines(np.column_stack(blocks(3, 3)), [0] * 9, WHOLE)
        assert is_covered([found], WHOLE)

    def test_points_at_one_place_count_once(self):
        points = np.column_stack(degrees([0, 0, 900], [0, 0, 900]))
        assert is_covered(outlines(points, [0, 0, 1], WHOLE), WHOLE)


class TestPieces:
    def test_a_piece_without_a_point_goes_to_its_neighbour(self):
        # a bay parts the ground of the lower points; what is beyond holds none of them
        bay = Polygon(np.column_stack(degrees([900, 1100, 1100, 900], [-200, -200, 650, 650])))
        whole = WHOLE.difference(bay)
        points = np.column_stack(degrees([300, 800, 1300], [300, 1000, 900]))
        found = outlines(points, [0, 1, 2], whole)
        assert is_covered(found, whole)
        assert [outline.geom_type for outline in found] == ["Polygon"] * 3

    def test_a_part_with_points_on_both_sides_has_two_polygons(self):
        points = np.column_stack(degrees([0, 700, 1400], [700, 700, 700]))
        found = outlines(points, [0, 1, 0], WHOLE)
        assert [outline.geom_type for outline in found] == ["MultiPolygon", "Polygon"]


class TestRefusals:
    points = np.column_stack(degrees([0, 0], [0, 0]))

    def test_one_place_in_two_parts(self):
        with pytest.raises(ValueError, match="different parts"):
            outlines(self.points, [0, 1], WHOLE)

    def test_a_point_without_a_part(self):
        with pytest.raises(ValueError, match="needs its part"):
            outlines(self.points, [0], WHOLE)

    @pytest.mark.parametrize("whole", [Polygon(), Point(LON, LAT)])
    def test_an_outline_that_is_none(self, whole):
        with pytest.raises(ValueError, match="no polygon"):
            outlines(self.points, [0, 0], whole)

    def test_a_part_that_lies_elsewhere(self):
        with pytest.raises(ValueError, match=r"within the outline: \[1\]"):
            outlines(np.column_stack(degrees([0, 9000], [0, 0])), [0, 1], WHOLE)
