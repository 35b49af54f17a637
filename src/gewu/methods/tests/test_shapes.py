"""Outlines with one fault each, and how outlines lie to each other; sizes are known beforehand."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Geod
from shapely import MultiPolygon, Point, Polygon, box
from shapely.geometry import mapping

from gewu.methods.shapes import area_of, faults, outside_parent, overlaps, repaired

LON, LAT = 116.5, 35.4
DEGREE = 0.001


def square(x=0.0, y=0.0, size=1.0):
    """A square near Jining, counted in thousandths of a degree (about 91 by 111 metres)."""
    west, south = LON + x * DEGREE, LAT + y * DEGREE
    return box(west, south, west + size * DEGREE, south + size * DEGREE)


def ring(*corners):
    return [(LON + x * DEGREE, LAT + y * DEGREE) for x, y in corners]


def kinds(outline):
    return [fault.kind for fault in faults(outline)]


UNIT = area_of(square())
BOW_TIE = Polygon(ring((0, 0), (2, 2), (2, 0), (0, 2)))
coordinates = st.tuples(st.integers(-9, 9), st.integers(-9, 9))


class TestArea:
    def test_a_square_of_a_thousandth_degree_is_a_hectare(self):
        assert pytest.approx(10_080, rel=0.01) == UNIT

    def test_it_agrees_with_the_ellipsoid_for_a_whole_degree(self):
        outline = box(116, 35, 117, 36)
        exact = abs(Geod(ellps="GRS80").geometry_area_perimeter(outline.segmentize(0.01))[0])
        assert area_of(outline) == pytest.approx(exact, rel=5e-5)

    def test_a_hole_is_not_counted(self):
        assert area_of(square(size=3).difference(square(1, 1))) == pytest.approx(
            8 * UNIT, rel=0.001
        )


class TestFaults:
    def test_a_right_outline_has_none(self):
        assert faults(square()) == faults(mapping(square())) == []
        assert faults(MultiPolygon([square(), square(3)])) == []
        assert faults(square(size=3).difference(square(1, 1))) == []

    def test_a_crossing_is_named_with_its_place_and_the_smaller_loop(self):
        (fault,) = faults(BOW_TIE)
        assert (fault.kind, fault.is_serious) == ("self_crossing", True)
        assert (fault.lon, fault.lat) == pytest.approx((LON + DEGREE, LAT + DEGREE))
        assert fault.size == pytest.approx(UNIT, rel=0.01)

    def test_an_open_ring_is_named_with_its_gap(self):
        corners = ring((0, 0), (1, 0), (1, 1), (0, 1))
        (fault,) = faults({"type": "Polygon", "coordinates": [corners]})
        assert (fault.kind, fault.lat) == ("unclosed", pytest.approx(LAT + DEGREE))
        assert fault.size == pytest.approx(111, abs=1)

    def test_next_to_nothing_is_too_small(self):
        (fault,) = faults(square(size=0.01))
        assert fault.kind == "too_small"
        assert 0 < fault.size < 10

    def test_a_hole_of_next_to_nothing_is_a_sliver_and_does_no_harm(self):
        (fault,) = faults(square(size=3).difference(square(1, 1, size=0.01)))
        assert (fault.kind, fault.is_serious) == ("sliver", False)

    def test_a_line_is_too_small(self):
        corners = ring((0, 0), (1, 1), (0, 0))
        assert kinds({"type": "Polygon", "coordinates": [corners]}) == ["too_small"]
        assert "too_small" in kinds(Polygon(ring((0, 0), (1, 1), (2, 2), (0, 0))))

    def test_repeated_points_are_counted_and_do_no_harm(self):
        corners = ring((0, 0), (1, 0), (1, 0), (1, 0), (1, 1), (0, 1), (0, 0))
        (fault,) = faults(Polygon(corners))
        assert (fault.kind, fault.size, fault.is_serious) == ("repeated_points", 2, False)

    @pytest.mark.parametrize("corner", [(181.0, 30.0), (116.0, -91.0), (math.nan, 35.0)])
    def test_a_corner_outside_the_world_is_named(self, corner):
        corners = [corner, (116.0, 35.0), (117.0, 35.0), corner]
        (fault,) = faults({"type": "Polygon", "coordinates": [corners]})
        assert (fault.kind, fault.size) == ("outside_world", 2)

    def test_a_hole_outside_its_shell_is_misplaced(self):
        corners = [list(square().exterior.coords), list(square(5).exterior.coords)]
        (fault,) = faults({"type": "Polygon", "coordinates": corners})
        assert fault.kind == "misplaced_ring"

    def test_parts_that_overlap_are_misplaced(self):
        (fault,) = faults(MultiPolygon([square(size=2), square(1, 1, size=2)]))
        assert fault.kind == "misplaced_ring"
        assert fault.size == pytest.approx(UNIT, rel=0.01)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"type": "Point", "coordinates": [1, 2]},
            {"type": "Polygon"},
            {"type": "Polygon", "coordinates": []},
            {"type": "Polygon", "coordinates": [["a", "b"]]},
            {"type": "Polygon", "coordinates": 7},
            None,
            Polygon(),
        ],
    )
    def test_what_is_no_polygon_is_said_so(self, wrong):
        assert kinds(wrong) == ["not_a_polygon"]

    def test_heights_are_left_aside(self):
        corners = [(*point, 12.5) for point in square().exterior.coords]
        assert faults({"type": "Polygon", "coordinates": [corners]}) == []

    @given(st.lists(coordinates, min_size=4, max_size=9))
    @example([(0, 0), (0, 0), (1, -1), (2, -2)])  # a line that rounding makes a valid outline
    def test_an_outline_without_serious_faults_is_valid_and_the_other_way_round(self, corners):
        outline = Polygon(ring(*corners))
        serious = [fault for fault in faults(outline) if fault.is_serious]
        has_no_area = "too_small" in {fault.kind for fault in serious}
        assert has_no_area or outline.is_valid == (not serious)


class TestOverlaps:
    def test_pairs_are_named_with_their_area_largest_first(self):
        outlines = [square(size=2), square(1, 1, size=2), square(0.5, 0.5, size=0.1)]
        large, small = overlaps(outlines, ["A", "B", "C"])
        assert ({large.first, large.second}, large.area) == (
            {"A", "B"},
            pytest.approx(UNIT, rel=0.01),
        )
        assert large.share == pytest.approx(0.25, rel=0.01)
        assert ({small.first, small.second}, small.share) == ({"A", "C"}, pytest.approx(1))
        assert outlines[0].intersects(Point(large.lon, large.lat))

    def test_neighbours_with_a_common_border_do_not_overlap(self):
        assert overlaps([square(), square(1), square(0, 1)], "ABC") == []

    def test_a_hair_is_not_reported(self):
        assert overlaps([square(), square(0.9999)], "AB") == []
        assert len(overlaps([square(), square(0.9999)], "AB", at_least=0.1)) == 1

    def test_crossing_outlines_are_compared_as_they_would_be_mended(self):
        (found,) = overlaps([BOW_TIE, square(size=2)], "AB")
        assert found.area == pytest.approx(2 * UNIT, rel=0.01)

    def test_every_outline_needs_its_name(self):
        with pytest.raises(ValueError, match="name"):
            overlaps([square()], [])

    def test_none_overlap_when_there_are_none(self):
        assert overlaps([], []) == []


class TestOutsideParent:
    def test_what_is_inside_is_not_reported(self):
        assert outside_parent(square(), square(-1, -1, size=4)) is None

    def test_the_part_outside_is_measured(self):
        found = outside_parent(square(), square(0.5))
        assert found.area == pytest.approx(UNIT / 2, rel=0.01)
        assert found.share == pytest.approx(0.5, rel=0.01)
        assert found.lon < LON + DEGREE / 2

    def test_wholly_elsewhere_is_all_of_it(self):
        assert outside_parent(square(), square(5)).share == pytest.approx(1)


class TestRepaired:
    def test_a_bow_tie_becomes_its_two_loops(self):
        mended = repaired(BOW_TIE)
        assert (mended.is_valid, len(mended.geoms)) == (True, 2)
        assert area_of(mended) == pytest.approx(2 * UNIT, rel=0.01)

    def test_repeated_points_go(self):
        corners = ring((0, 0), (1, 0), (1, 0), (1, 1), (0, 1), (0, 0))
        assert len(repaired(Polygon(corners)).exterior.coords) == 5

    def test_a_line_cannot_be_mended(self):
        with pytest.raises(ValueError, match="nothing"):
            repaired(Polygon(ring((0, 0), (1, 1), (2, 2), (0, 0))))

    @given(st.lists(coordinates, min_size=4, max_size=9))
    def test_what_is_repaired_has_no_crossing_left(self, corners):
        try:
            mended = repaired(Polygon(ring(*corners)))
        except ValueError:
            return
        assert mended.is_valid
        assert not {"self_crossing", "misplaced_ring", "repeated_points"} & set(kinds(mended))
