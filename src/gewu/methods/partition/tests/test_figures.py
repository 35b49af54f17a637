"""Figures of a plan, each where it can be told by hand."""

import math

import numpy as np
import pytest
from shapely import Point, box

from gewu.methods.partition import (
    changed,
    compactness,
    cut_edges,
    imbalance,
    neighbours,
    over_mean,
    walks,
)
from gewu.methods.partition.tests.towns import EAST, LAT, LON, NORTH, blocks, degrees


class TestBalance:
    def test_the_worse_of_both_ends_counts(self):
        assert imbalance([90, 100, 110]) == pytest.approx(0.1)
        assert imbalance([80, 110, 110]) == pytest.approx(0.2)
        assert over_mean([80, 110, 110]) == pytest.approx(0.1)

    def test_equal_parts_have_none(self):
        assert imbalance([7, 7]) == over_mean([7, 7]) == 0

    def test_cut_edges_are_counted_and_not_what_they_cost(self):
        graph = neighbours(*blocks(4, 1), longest=60)
        assert cut_edges(graph, [0, 0, 1, 0]) == 2


class TestCompactness:
    def test_of_a_square_and_of_a_circle(self):
        square = box(LON, LAT, LON + 1000 * EAST, LAT + 1000 * NORTH)
        circle = Point(LON, LAT).buffer(0.01, 64)
        strip = box(LON, LAT, LON + 1000 * EAST, LAT + 10 * NORTH)
        found = compactness([square, circle, strip])
        assert found[0] == pytest.approx(math.pi / 4, abs=0.01)
        # a circle in degrees is an ellipse in metres
        assert 0.9 < found[1] < 1
        assert found[2] < 0.05


class TestWalks:
    def test_straight_to_the_weighted_centre(self):
        graph = neighbours(*degrees([0, 100, 500, 600], [0, 0, 0, 0]), [1, 3, 1, 1])
        # centre at 75: once 75 and three times 25; in the middle of the others 50
        assert walks(graph, [0, 0, 1, 1]) == pytest.approx([37.5, 50], rel=0.01)

    def test_along_edges_to_the_node_next_to_the_centre(self):
        graph = neighbours(*degrees([0, 100, 100], [0, 0, 100]), longest=120)
        assert walks(graph, [0, 0, 0], along_edges=True) == pytest.approx([200 / 3], rel=0.01)

    def test_along_edges_never_through_another_part(self):
        graph = neighbours(*blocks(5, 1, apart=100), [1, 1, 1, 1, 9], longest=120)
        assert walks(graph, [0, 0, 1, 1, 1], along_edges=True)[1] == pytest.approx(
            300 / 11, rel=0.01
        )

    def test_without_weight_there_is_no_way(self):
        found = walks(neighbours(*blocks(3, 1), [1, 1, 0]), [0, 0, 1])
        assert np.isnan(found[1])


class TestChange:
    def test_other_numbers_are_no_change(self):
        found = changed([0, 0, 1, 2], [2, 2, 0, 1], [1, 1, 1, 1])
        assert (found.weight, found.share) == (0, 0)
        assert found.heir_of == {0: 2, 1: 0, 2: 1}

    def test_what_leaves_its_heir_counts_with_its_weight(self):
        found = changed([0, 0, 0, 1, 1], [0, 0, 1, 1, 1], [5, 5, 3, 4, 3])
        assert (found.weight, found.share) == (3, 0.15)

    def test_heirs_are_chosen_for_the_whole_and_not_one_by_one(self):
        # old 0 fits new 0 best, but then old 1 would keep nothing
        found = changed([0] * 11 + [1] * 9, [0] * 6 + [1] * 5 + [0] * 9, [1] * 20)
        assert found.heir_of == {0: 1, 1: 0}
        assert found.weight == 6

    def test_a_part_that_is_gone_has_no_heir(self):
        found = changed([0, 0, 1], [0, 0, 0], [1, 1, 1])
        assert found.heir_of == {0: 0}
        assert found.weight == 1

    def test_plans_of_unequal_length_are_refused(self):
        with pytest.raises(ValueError, match="equal length"):
            changed([0], [0, 1], [1, 1])
