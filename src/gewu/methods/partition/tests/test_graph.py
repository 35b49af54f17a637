"""Who lives next to whom."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components
from shapely import LineString, MultiPolygon, box

from gewu.methods.partition import neighbours, with_barriers
from gewu.methods.partition.graph import is_connected
from gewu.methods.partition.tests.towns import LAT, LON, blocks, degrees, scattered


def pairs(graph):
    return {tuple(edge) for edge in graph.edges.tolist()}


class TestNeighbours:
    def test_near_points_are_tied_and_a_far_one_by_its_shortest_way_only(self):
        graph = neighbours(*degrees([0, 100, 0, 700], [0, 0, 100, 20]))
        assert pairs(graph) == {(0, 1), (0, 2), (1, 2), (1, 3)}
        assert graph.lengths == pytest.approx([100, 100, 141, 600], rel=0.01)

    def test_the_longest_edge_can_be_said(self):
        assert pairs(neighbours(*degrees([0, 100, 0], [0, 0, 100]), longest=120)) == {
            (0, 1),
            (0, 2),
        }

    def test_points_at_one_place_are_one_node_with_their_weights_added(self):
        lons, lats = degrees([0, 90, 0, 90, 50], [0, 0, 0, 0, 80])
        graph = neighbours(lons, lats, [1, 2, 3, 4, 5])
        assert graph.weights.tolist() == [4, 6, 5]
        assert graph.node_of.tolist() == [0, 1, 0, 1, 2]

    def test_every_point_counts_as_one_if_nothing_is_said(self):
        assert neighbours(*degrees([0, 0, 9], [0, 0, 9])).weights.tolist() == [2, 1]

    @pytest.mark.parametrize("count", [1, 2, 3, 7])
    def test_points_on_a_line_follow_each_other(self, count):
        # on its central meridian a plane has straight lines
        graph = neighbours(np.full(count, 117.0), LAT + np.arange(count) * 4e-4)
        assert pairs(graph) == {(at, at + 1) for at in range(count - 1)}

    def test_points_a_hair_apart_are_connected_too(self):
        lons, lats = scattered(60)
        graph = neighbours([*lons, lons[0] + 1e-7], [*lats, lats[0]])
        assert len(graph) == 61
        assert is_connected(graph)

    @given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=40))
    def test_it_is_always_connected_and_every_edge_stands_once(self, corners):
        x, y = np.array(corners).T * 60
        graph = neighbours(*degrees(x, y))
        assert len(graph) == len(set(corners))
        assert graph.weights.sum() == len(corners)
        assert len(pairs(graph)) == len(graph.edges)
        assert (graph.edges[:, 0] < graph.edges[:, 1]).all()
        assert connected_components(graph.matrix(graph.costs))[0] == 1

    def test_who_would_touch_only_beyond_an_outline_are_no_neighbours(self):
        # two rows of houses with a ravine between them, that ends at the fifth house
        lons, lats = blocks(6, 2, apart=100)
        (west, east), (south, north) = degrees([-50, 350], [45, 55])
        (left, right), (low, high) = degrees([-50, 550], [-50, 150])
        whole = box(left, low, right, high).difference(box(west, south, east, north))
        graph = neighbours(lons, lats, within=whole)
        across = {pair for pair in pairs(graph) if pair[0] < 6 <= pair[1]}
        assert (0, 6) not in across
        assert {(4, 10), (5, 11)} <= across
        assert is_connected(graph)

    def test_an_outline_in_two_pieces_leaves_the_graph_connected(self):
        lons, lats = blocks(4, 1, apart=100)
        a, b, c, d = degrees([-50, 140, 160, 350], [0] * 4)[0]
        whole = MultiPolygon([box(a, LAT - 1, b, LAT + 1), box(c, LAT - 1, d, LAT + 1)])
        assert is_connected(neighbours(lons, lats, within=whole))
        assert len(neighbours(lons[:1], lats[:1], within=whole)) == 1

    @pytest.mark.parametrize(
        ("lons", "lats", "said"),
        [
            ([], [], "not empty"),
            ([1.0, 2.0], [1.0], "equal length"),
            ([np.nan], [1.0], "within 180"),
            ([1.0], [91.0], "within 180"),
            ([0.0, 100.0], [0.0, 0.0], "too far apart"),
        ],
    )
    def test_what_is_no_column_of_places_is_refused(self, lons, lats, said):
        with pytest.raises(ValueError, match=said):
            neighbours(lons, lats)

    @pytest.mark.parametrize("weights", [[1], [1, -1], [1, 0.5]])
    def test_a_weight_is_a_whole_number_for_each_point(self, weights):
        with pytest.raises(ValueError, match="whole number"):
            neighbours(*degrees([0, 9], [0, 9]), weights)


class TestBarriers:
    def test_an_edge_across_a_line_is_cheap_to_cut(self):
        graph = neighbours(*blocks(4, 3))
        lon, _ = degrees(75, 0)
        river = LineString([(lon, LAT - 1), (lon, LAT + 1)])
        costs = with_barriers(graph, [river]).costs
        crossing = (graph.edges % 4 < 2).sum(axis=1) == 1
        assert crossing.sum() >= 3
        assert costs[crossing].tolist() == [1] * crossing.sum()
        assert set(costs[~crossing].tolist()) == {5}

    def test_no_line_leaves_all_edges_alike(self):
        assert set(with_barriers(neighbours(*blocks(3, 3)), []).costs.tolist()) == {5}
        assert len(with_barriers(neighbours([LON], [LAT]), []).costs) == 0

    def test_a_factor_below_one_is_refused(self):
        with pytest.raises(ValueError, match="factor"):
            with_barriers(neighbours(*blocks(3, 3)), [], factor=0)
