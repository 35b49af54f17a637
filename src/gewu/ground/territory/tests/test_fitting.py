"""Outlines that cover, overlap, touch and join: found to the square metre, whatever their shape."""

import numpy as np
import pytest
import shapely
import shapely.ops
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Polygon, box
from shapely.affinity import rotate, translate
from tests.cast import square

from gewu.ground.territory.rules import fitting
from gewu.ground.territory.rules.rows import rounded
from gewu.methods import shapes

WHOLE = square(116.60, 35.40)
WEST, EAST = box(116.60, 35.40, 116.604, 35.41), box(116.604, 35.40, 116.61, 35.41)


def kinds(faults):
    return [fault.kind for fault in faults]


class TestCover:
    def test_parts_that_fit(self):
        assert fitting.cover_faults(WHOLE, {"a": WEST, "b": EAST}) == []

    def test_a_gap_has_a_place_and_a_size(self):
        (fault,) = fitting.cover_faults(WHOLE, {"a": WEST, "b": box(116.605, 35.40, 116.61, 35.41)})
        assert fault.kind == "gap"
        assert fault.size == pytest.approx(
            shapes.area_of(box(116.604, 35.40, 116.605, 35.41)), 0.01
        )
        assert box(116.604, 35.40, 116.605, 35.41).contains(shapely.Point(fault.lon, fault.lat))

    def test_an_overlap_names_both(self):
        (fault,) = fitting.cover_faults(WHOLE, {"a": WEST, "b": box(116.603, 35.40, 116.61, 35.41)})
        assert (fault.kind, fault.names) == ("overlap", ("a", "b"))

    def test_what_reaches_outside_is_named(self):
        (fault,) = fitting.cover_faults(WHOLE, {"a": WEST, "b": box(116.604, 35.40, 116.62, 35.41)})
        assert (fault.kind, fault.names) == ("outside", ("b",))

    def test_the_largest_comes_first(self):
        found = fitting.cover_faults(WHOLE, {"a": box(116.60, 35.40, 116.603, 35.4101)})
        assert kinds(found) == ["gap", "outside"]

    def test_a_sliver_of_rounding_is_no_fault(self):
        whole = box(116.60, 35.40, 116.61, 35.405)
        parts = {
            "a": box(116.60, 35.40, 116.604, 35.405),
            "b": box(116.6040001, 35.40, 116.61, 35.405),
        }
        assert shapes.area_of(box(116.604, 35.40, 116.6040001, 35.405)) > 1
        assert fitting.cover_faults(whole, parts) == []

    def test_neighbours_count_only_where_they_are_asked_for(self):
        mine, theirs = {"a": WHOLE}, {"x": square(116.605, 35.40), "y": square(116.612, 35.40)}
        assert [fault.names for fault in fitting.overlap_faults(mine, theirs)] == [("a", "x")]
        assert fitting.overlap_faults(mine) == []


class TestTouch:
    def test_a_border_does(self):
        assert fitting.touch([WEST, EAST])
        assert fitting.touch([WEST, box(116.6040001, 35.40, 116.61, 35.41)])

    def test_a_corner_does_not(self):
        assert not fitting.touch([WHOLE, square(116.61, 35.41)])

    def test_a_chain_does(self):
        assert fitting.touch([square(116.60, 35.4), square(116.62, 35.4), square(116.61, 35.4)])
        assert not fitting.touch([square(116.60, 35.4), square(116.62, 35.4)])

    def test_one_alone_and_none_do(self):
        assert fitting.touch([WEST])
        assert fitting.touch([])


class TestUnited:
    def test_slivers_between_neighbours_go(self):
        apart = box(116.6040002, 35.4001, 116.61, 35.4099)
        ring = shapely.difference(WHOLE, box(116.604, 35.402, 116.606, 35.404))
        filling = box(116.6040001, 35.402, 116.606, 35.404)
        assert isinstance(fitting.united([ring, filling]), Polygon)
        assert not fitting.united([ring, filling]).interiors
        assert fitting.united([WEST, EAST]).equals(WHOLE)
        assert isinstance(fitting.united([WEST, apart]), MultiPolygon)

    def test_a_real_hole_stays(self):
        ring = shapely.difference(WHOLE, box(116.604, 35.402, 116.606, 35.404))
        assert len(fitting.united([ring]).interiors) == 1

    def test_tiny_outlines_are_not_lost(self):
        tiny = box(116.60, 35.40, 116.6000010, 35.4000010)
        assert fitting.united([tiny]).area == pytest.approx(tiny.area)


class TestShare:
    def test_it_is_of_the_former(self):
        assert fitting.share_of(WHOLE, WEST) == pytest.approx(0.4)
        assert fitting.share_of(WEST, WHOLE) == 1.0
        assert fitting.share_of(Polygon(), WHOLE) == 0.0

    def test_only_ground_counts(self):
        line = LineString([(0, 0), (1, 1)])
        assert fitting.only_ground(line) is None
        assert fitting.only_ground(shapely.GeometryCollection([line, WEST])) == WEST
        both = fitting.only_ground(MultiPolygon([WEST, square(116.7, 35.4)]))
        assert isinstance(both, MultiPolygon)


class TestCircles:
    @pytest.mark.parametrize(
        ("links", "circle"),
        [
            ([], False),
            ([(1, 2), (1, 3), (2, 4), (3, 4)], False),
            ([(1, 2), (2, 1)], True),
            ([(1, 2), (2, 3), (3, 4), (4, 2)], True),
            ([(1, 1)], True),
        ],
    )
    def test_nobody_comes_from_themselves(self, links, circle):
        assert fitting.circle_in(links) is circle


@st.composite
def wholes(draw):
    """A rounded outline of 6 to 14 corners, about a kilometre across."""
    corners = draw(st.integers(6, 14))
    radii = draw(st.lists(st.floats(0.003, 0.008), min_size=corners, max_size=corners))
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    ring = [
        (116.6 + r * np.cos(a), 35.4 + r * np.sin(a)) for r, a in zip(radii, angles, strict=True)
    ]
    return rounded(Polygon(ring))


@st.composite
def cuts(draw):
    """A whole and its parts, cut by one to three lines, each part rounded by itself."""
    whole = draw(wholes())
    pieces = [whole]
    for _each in range(draw(st.integers(1, 3))):
        angle = draw(st.floats(0, 180))
        across, along = draw(st.floats(-0.002, 0.002)), draw(st.floats(-0.002, 0.002))
        middle = translate(shapely.Point(116.6, 35.4), across, along)
        line = rotate(LineString([(116.5, middle.y), (116.7, middle.y)]), angle, origin=middle)
        pieces = [
            part for piece in pieces for part in shapely.get_parts(shapely.ops.split(piece, line))
        ]
    assume(len(pieces) > 1)
    assume(all(shapes.area_of(piece) > 500 for piece in pieces))
    return whole, [rounded(piece) for piece in pieces]


class TestAnySplitAndMerge:
    """Issue 4: split and merge keep the total area and leave no gap or overlap."""

    @given(cuts())
    def test_parts_of_a_split_cover_the_whole(self, cut):
        whole, parts = cut
        named = {str(number): part for number, part in enumerate(parts)}
        assert fitting.cover_faults(whole, named) == []
        total = sum(shapes.area_of(part) for part in parts)
        assert total == pytest.approx(shapes.area_of(whole), abs=len(parts) * fitting.TOLERANCE)
        shares = sum(fitting.share_of(whole, part) for part in parts)
        assert shares == pytest.approx(1, abs=1e-3)

    @given(cuts())
    def test_merged_again_they_are_the_whole(self, cut):
        whole, parts = cut
        again = fitting.united(parts)
        assert again.is_valid
        assert fitting.cover_faults(whole, {"again": again}) == []
        assert shapes.area_of(again) == pytest.approx(
            shapes.area_of(whole), abs=len(parts) * fitting.TOLERANCE
        )
        assert fitting.touch(parts)

    @given(cuts(), st.data())
    def test_a_part_that_is_missing_or_twice_is_found(self, cut, data):
        whole, parts = cut
        named = {str(number): part for number, part in enumerate(parts)}
        one = data.draw(st.sampled_from(sorted(named)))
        without = {name: part for name, part in named.items() if name != one}
        found = fitting.cover_faults(whole, without)
        assert {fault.kind for fault in found} == {"gap"}
        assert sum(fault.size for fault in found) == pytest.approx(
            shapes.area_of(named[one]), abs=4 * fitting.TOLERANCE
        )
        twice = fitting.cover_faults(whole, named | {"again": named[one]})
        assert {fault.kind for fault in twice} == {"overlap"}
