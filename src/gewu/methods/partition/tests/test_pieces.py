"""Pieces that stay together, lines that are crossed only where it must be, ways on foot."""

import numpy as np
import pytest
import shapely
from shapely import LineString, box

from gewu.methods.partition import (
    along,
    crossing,
    cut_by,
    decile,
    distances,
    divide,
    joined,
    neighbours,
    network,
    outlines,
)
from gewu.methods.partition.tests.towns import blocks, degrees


def line(*metres):
    """A line through places in metres."""
    x, y = np.array(metres, float).T
    return LineString(np.column_stack(degrees(x, y)))


class TestPieces:
    def test_weights_and_borders_add_up_and_nobody_parts_a_piece(self):
        graph = neighbours(*blocks(8, 8), np.full(64, 5))
        place = np.arange(64) // 4
        small = joined(graph, place)
        assert len(small) == 16 and small.weights.tolist() == [20] * 16
        assert small.costs.sum() == (place[graph.edges[:, 0]] != place[graph.edges[:, 1]]).sum()
        parts = divide(small, 80).parts[small.node_of]
        assert all(len(set(parts[place == piece])) == 1 for piece in range(16))
        assert np.allclose(small.places[0], graph.places[:4].mean(axis=0))

    def test_an_area_is_on_one_side_of_every_border(self):
        lons, lats = blocks(8, 8)
        whole = shapely.set_precision(box(*degrees(-25, -25), *degrees(375, 375)), 1e-7)
        kept = box(*degrees(60, 60), *degrees(240, 240))
        parts = (np.arange(64) % 8 >= 4).astype(int)
        inside = shapely.contains_xy(kept, lons, lats)
        parts[inside] = 0
        found = outlines(np.column_stack([lons, lats]), parts, whole, [(kept, 0)])
        assert found[0].covers(kept.buffer(-1e-6)) and found[1].intersection(kept).area < 1e-12
        assert shapely.coverage_is_valid(found)
        assert shapely.union_all(found).symmetric_difference(whole).area < 1e-12


class TestLines:
    def test_a_river_is_crossed_where_it_must_be_and_nowhere_else(self):
        graph = neighbours(*blocks(8, 8))
        closed = crossing(graph, [line((175, -100), (175, 500))])
        assert closed.sum() >= 8
        left, kept = cut_by(graph, closed)
        assert (kept & closed).sum() == 1 and len(left.edges) == kept.sum()
        halves = divide(left, 32).parts
        assert set(halves[np.arange(64) % 8 < 4]) != set(halves[np.arange(64) % 8 >= 4])

    def test_without_lines_nothing_is_cut(self):
        graph = neighbours(*blocks(4, 4))
        left, kept = cut_by(graph, crossing(graph, []))
        assert kept.all() and len(left.edges) == len(graph.edges)


class TestWays:
    def test_who_lives_across_the_river_walks_round_by_the_bridge(self):
        graph = neighbours(*degrees([0, 0, 40], [0, 40, 0]))
        paths = [line((0, 0), (0, 300), (40, 300), (40, 0)), line((0, 0), (0, 40))]
        longer = along(graph, network(paths, graph.meridian))
        by_pair = dict(zip(map(tuple, longer.edges.tolist()), longer.lengths, strict=True))
        assert 39 < by_pair[0, 1] < 45 and 600 < by_pair[0, 2] < 700
        assert (longer.lengths >= graph.lengths).all()

    def test_ways_to_the_middle_follow_the_network(self):
        graph = neighbours(*degrees([0, 100], [0, 0]), [1, 1])
        straight, _far = distances(graph, [0, 0])
        round_about = network([line((0, 0), (0, 200), (100, 200), (100, 0))], graph.meridian)
        on_foot, ninth = distances(graph, [0, 0], round_about, count=2)
        assert 45 < straight[0] < 55 and on_foot[0] > 150 and ninth[0] >= on_foot[0]
        assert np.isnan(on_foot[1]) and np.isnan(ninth[1])

    def test_the_ninth_decile_counts_households(self):
        assert decile(np.array([300.0, 10.0, 20.0]), np.array([1, 8, 2])) == 20.0

    def test_a_network_without_any_way_is_refused(self):
        with pytest.raises(ValueError, match="no way"):
            network([line((0, 0), (0, 0))], 117.0)
