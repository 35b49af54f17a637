"""Outlines that belong together: what is wrong between them, and what mending changes."""

import pytest
import shapely
from shapely import box

from gewu.methods import shapes
from gewu.methods.mending import apart, clipped, filled, flaws, snapped

# about 9.1 m to the east and 11.1 m to the north
STEP = 1e-4
LON, LAT = 116.6, 35.4


def square(x, y, width=10.0, height=10.0):
    """A rectangle by its corner and size in steps."""
    west, south = LON + x * STEP, LAT + y * STEP
    return box(west, south, west + width * STEP, south + height * STEP)


class TestFlaws:
    def test_neighbours_that_share_their_corners_have_none(self):
        assert flaws([square(0, 0), square(10, 0)]) == []
        assert flaws([square(0, 0)]) == []

    def test_an_overlap_has_its_size_and_both(self):
        (found,) = flaws([square(0, 0), square(9, 0)])
        assert found.kind == "overlap" and found.at == (0, 1)
        assert found.size == pytest.approx(shapes.area_of(square(9, 0, 1)), rel=1e-3)

    def test_a_gap_that_they_enclose_is_told_and_the_world_outside_is_none(self):
        ring = [square(0, 0, 30), square(0, 10, 10), square(20, 10, 10), square(0, 20, 30)]
        (found,) = flaws(ring)
        assert found.kind == "gap" and found.at == (0, 1, 2, 3)
        assert found.size == pytest.approx(shapes.area_of(square(10, 10)), rel=1e-3)
        assert flaws(ring, gaps_up_to=10.0) == []

    def test_what_is_long_and_thin_is_a_sliver(self):
        (found,) = flaws([square(0, 0), square(9.9, 0)])
        assert found.kind == "sliver" and found.size > 90


class TestMending:
    def test_snapping_closes_what_is_nearly_one_line(self):
        first, second = snapped([square(0, 0), square(10.05, 0)], [], 1.0)
        assert flaws([first, second]) == []
        assert first.touches(second) or first.intersection(second).area < 1e-12

    def test_what_is_fixed_is_not_moved(self):
        (moved,) = snapped([square(10.05, 0)], [square(0, 0)], 1.0)
        assert moved.bounds[0] == pytest.approx(LON + 10 * STEP, abs=1e-8)

    def test_where_two_overlap_the_smaller_keeps_the_ground(self):
        large, small = apart([square(0, 0, 20, 20), square(15, 5)])
        assert small == square(15, 5) and large.intersection(small).area < 1e-15
        (mine,) = apart([square(15, 5)], [square(0, 0, 20, 20)])
        assert mine.area == pytest.approx(square(20, 5, 5).area, rel=1e-6)
        assert apart([square(2, 2, 1, 1)], [square(0, 0)]) == [square(2, 2, 1, 1)]

    def test_a_gap_goes_to_whoever_borders_on_it_most(self):
        ring = [square(0, 0, 30), square(0, 10, 10), square(20, 10, 10), square(0, 20, 30)]
        size = shapes.area_of(square(10, 10))
        after = filled(ring, up_to=2 * size)
        assert flaws(after) == []
        assert sum(map(shapes.area_of, after)) == pytest.approx(
            sum(map(shapes.area_of, ring)) + size, rel=1e-6
        )
        assert filled(ring, up_to=1.0) == ring
        assert filled([], ring, up_to=2 * size) == []

    def test_what_reaches_outside_is_cut_off(self):
        assert clipped([square(5, 0)], square(0, 0))[0].area == pytest.approx(square(5, 0, 5).area)
        assert clipped([square(50, 0)], square(0, 0)) == [square(50, 0)]

    def test_what_falls_into_two_pieces_stays_one_outline(self):
        cross = [square(0, 0, 30, 10), square(10, -5, 5, 20)]
        large, _small = apart(cross)
        assert len(shapely.get_parts(large)) == 2
