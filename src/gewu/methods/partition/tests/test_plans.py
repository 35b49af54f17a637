"""Even parts in one piece, with borders no longer than METIS alone draws them."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components
from shapely import LineString

from gewu.methods.partition import (
    cut_edges,
    divide,
    how_many,
    imbalance,
    neighbours,
    plain_metis,
    with_barriers,
)
from gewu.methods.partition.again import divide_again
from gewu.methods.partition.board import Board
from gewu.methods.partition.chains import even_out
from gewu.methods.partition.cuts import Limits, shorten
from gewu.methods.partition.starts import grown, spread_seeds
from gewu.methods.partition.swaps import swap
from gewu.methods.partition.tests.towns import LAT, blocks, degrees, scattered


def pieces(graph, parts):
    """How many pieces the parts fall into, counted by SciPy."""
    inside = parts[graph.edges[:, 0]] == parts[graph.edges[:, 1]]
    kept = replace(graph, edges=graph.edges[inside])
    return connected_components(kept.matrix(graph.costs[inside]), directed=False)[0]


def row(count):
    """Houses each of which has the one before and the one after as its only neighbours."""
    return neighbours(*blocks(count, 1), longest=60)


class TestDivide:
    @pytest.mark.parametrize("target", [25, 50, 150])
    @pytest.mark.parametrize("seed", [1, 2])
    def test_parts_are_even_whole_and_no_longer_cut_than_by_metis(self, target, seed):
        graph = neighbours(*scattered(600, seed))
        division = divide(graph, target)
        assert division.count == round(600 / target)
        # 24 and 25 are both within 3 % of 24; 25 and 26 would not be of 25
        assert imbalance(division.loads) <= 0.03
        assert division.broken == 0
        assert pieces(graph, division.parts) == division.count
        assert division.loads.tolist() == np.bincount(division.parts).tolist()
        alone = plain_metis(graph, division.count)
        assert cut_edges(graph, division.parts) <= cut_edges(graph, alone)

    def test_the_same_question_has_the_same_answer(self):
        graph = neighbours(*scattered(300))
        assert (divide(graph, 40).parts == divide(graph, 40).parts).all()

    def test_weights_count_and_not_points(self):
        random = np.random.default_rng(3)
        graph = neighbours(*scattered(400, 3), random.integers(1, 8, 400))
        division = divide(graph, 200)
        assert imbalance(division.loads) <= 0.03
        assert division.loads.sum() == graph.weights.sum()
        assert division.loads.tolist() == np.bincount(division.parts, graph.weights).tolist()

    def test_a_house_too_heavy_for_its_part_leaves_a_plan_that_says_so(self):
        graph = neighbours(*blocks(8, 8), [100, *[1] * 63])
        division = divide(graph, 40)
        assert division.count == 4
        assert division.broken == 0
        assert division.loads.max() >= 100
        assert imbalance(division.loads) > 1

    def test_a_house_is_never_split(self):
        lons, lats = scattered(100)
        graph = neighbours(np.repeat(lons, 4), np.repeat(lats, 4))
        parts = divide(graph, 100).parts[graph.node_of].reshape(100, 4)
        assert (parts == parts[:, :1]).all()

    @given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30))
    @settings(max_examples=40)
    def test_few_points_and_many_parts_are_whole_too(self, corners):
        graph = neighbours(*degrees(*np.array(corners).T * 50))
        division = divide(graph, 2)
        assert division.broken == 0
        assert pieces(graph, division.parts) == division.count
        assert set(division.parts.tolist()) == set(range(division.count))

    def test_borders_follow_a_river(self):
        graph = neighbours(*blocks(20, 10))
        lon, _ = degrees(9.5 * 50, 0)
        river = LineString([(lon, LAT - 1), (lon, LAT + 1)])
        parts = divide(with_barriers(graph, [river]), 50).parts
        west = np.arange(200) % 20 < 10
        assert not set(parts[west].tolist()) & set(parts[~west].tolist())


class TestHowMany:
    def test_as_many_as_come_nearest_to_the_target(self):
        graph = neighbours(*scattered(100))
        assert [how_many(graph, target) for target in (2, 30, 60, 70, 900)] == [50, 3, 2, 1, 1]

    def test_no_more_than_there_are_places_with_weight(self):
        assert how_many(neighbours(*blocks(2, 2), [50, 50, 0, 0]), 10) == 2

    def test_a_target_below_two_or_nothing_to_divide_is_refused(self):
        with pytest.raises(ValueError, match="at least 2"):
            divide(neighbours(*blocks(2, 2)), 1)
        with pytest.raises(ValueError, match="no weight"):
            divide(neighbours(*blocks(2, 2), [0] * 4), 2)

    def test_a_graph_in_two_pieces_is_refused(self):
        graph = row(4)
        apart = replace(graph, edges=graph.edges[1:], costs=graph.costs[1:])
        with pytest.raises(ValueError, match="not connected"):
            divide(apart, 2)


class TestPins:
    def test_pinned_nodes_keep_their_part_and_the_rest_is_even(self):
        graph = neighbours(*scattered(300, 5))
        pins = {7: 3, 100: 0, 200: 0, 250: 5}
        division = divide(graph, 50, pins)
        assert {node: int(division.parts[node]) for node in pins} == pins
        assert pieces(graph, division.parts) == division.count == 6
        assert imbalance(division.loads) <= 0.03

    def test_neighbours_pinned_apart_are_apart(self):
        graph = neighbours(*blocks(12, 12))
        pins = {65: 0, 66: 1, 77: 2}
        division = divide(graph, 36, pins)
        assert {node: int(division.parts[node]) for node in pins} == pins
        assert pieces(graph, division.parts) == division.count == 4

    def test_what_cannot_be_joined_is_refused(self):
        with pytest.raises(ValueError, match="cannot be joined"):
            divide(row(5), 2, {0: 0, 2: 1, 4: 0})

    def test_so_much_together_that_no_part_is_left_is_refused(self):
        with pytest.raises(ValueError, match="too little is left for 3 parts"):
            divide(row(6), 2, {0: 0, 4: 0})

    @pytest.mark.parametrize("pins", [{0: 2}, {0: -1}, {99: 0}, {-1: 0}])
    def test_a_part_or_a_node_that_there_is_not_is_refused(self, pins):
        with pytest.raises(ValueError, match="pinned"):
            divide(row(4), 2, pins)


class TestSteps:
    def test_weight_is_handed_on_through_the_parts_between(self):
        graph = neighbours(*blocks(30, 4))
        column = np.arange(120) % 30
        board = Board(graph, np.digitize(column, [16, 20, 24]), 4)
        assert board.load == [64, 16, 16, 24]
        assert even_out(board, 29, 31)
        assert max(board.load) - min(board.load) <= 2
        assert board.broken() == 0

    def test_where_moves_are_too_coarse_two_nodes_are_swapped(self):
        graph = neighbours(*blocks(4, 2), [5, 5, 3, 3, 5, 5, 3, 3])
        board = Board(graph, [0, 0, 1, 1, 0, 0, 1, 1], 2)
        assert board.load == [20, 12]
        assert swap(board, 15, 17)
        assert board.load == [18, 14]
        assert board.broken() == 0

    def test_a_crooked_border_is_straightened(self):
        graph = neighbours(*blocks(10, 4), longest=60)
        zigzag = [int(at % 10 >= (4, 6, 4, 6)[at // 10]) for at in range(40)]
        straight = 4
        board = Board(graph, zigzag, 2)
        before = board.cut()
        assert before - shorten(board, Limits(20, 20, 1), Random(0)) == board.cut() == straight
        board.put(zigzag)
        assert before - divide_again(board, Limits(19, 21, 1), 0) == board.cut() == straight

    def test_what_is_held_stays_when_parts_are_divided_again(self):
        graph = neighbours(*blocks(10, 4), longest=60)
        for held in ([], [9, 30], [30, 31]):
            parts = [int(at % 10 < 5 + at // 20) for at in range(40)]
            board = Board(graph, parts, 2, held)
            was = [board.part[node] for node in held]
            divide_again(board, Limits(19, 21, 1), 0)
            assert [board.part[node] for node in held] == was
            assert board.broken() == 0

    def test_a_node_that_holds_its_part_together_stays(self):
        board = Board(row(5), [0, 0, 0, 1, 1], 2)
        assert [board.may_leave(node) for node in range(5)] == [True, False, True, True, True]

    def test_the_last_node_of_a_part_stays(self):
        assert not Board(row(2), [0, 1], 2).may_leave(0)

    def test_broken_and_empty_parts_are_counted(self):
        assert Board(row(5), [0, 1, 0, 1, 1], 3).broken() == 3

    def test_grown_parts_are_whole_and_cover_everything(self):
        graph = neighbours(*scattered(200))
        parts = np.array(grown(graph, 7, spread_seeds(graph, 7)))
        assert pieces(graph, parts) == 7
        assert parts.min() == 0
