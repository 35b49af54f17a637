"""The rule of fair parts: pieces that stay whole, lines, ways on foot, and changes by hand."""

import json
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely import LineString, box

from gewu.ground.territory.rules.figures import figures
from gewu.ground.territory.rules.grounds import Below
from gewu.ground.territory.rules.lines import near, read_lines
from gewu.ground.territory.rules.places import MOST_PLACES, read_places
from gewu.ground.territory.rules.proposing import (
    Wish,
    at_borders,
    drawn,
    holding,
    moved,
    propose,
    undone,
)
from gewu.ground.territory.tests.test_proposing import GRID, collection, places, table
from gewu.kernel.acting import Refusal
from gewu.methods.coordinates import metres_projection


def rows_of(text):
    head, *lines = text.split("\n")
    columns = head.split(",")
    rows = [dict(zip(columns, line.split(","), strict=True)) for line in lines]
    return columns, enumerate(rows, start=2)


class TestRule:
    def test_the_parts_are_even_and_cover_the_area(self):
        found = figures(propose(GRID, places(), Wish(800)))
        assert len(found.parts) == 6 and found.households == 4_800 and found.outside == 0
        assert found.imbalance <= 0.03 and found.uneven <= 3 and not found.warnings
        outlines = [part.outline for part in found.parts]
        assert shapely.coverage_is_valid(outlines)
        assert shapely.union_all(outlines).symmetric_difference(GRID).area < 1e-12
        assert sum(part.addresses for part in found.parts) == 400
        for part in found.parts:
            assert 0 < part.roundness <= 1 and 50 < part.walk < part.far < 700
        assert found.changing == 4_800 - max(part.households for part in found.parts)

    def test_what_lies_outside_is_left_out_and_told(self):
        half = box(116.60, 35.40, 116.605, 35.41)
        assert figures(propose(half, places(), Wish(800))).outside == 200

    def test_without_a_column_of_households_each_address_is_one(self):
        read = read_places(("lon", "lat"), [(2, {"lon": "116.6", "lat": "35.4"})])
        assert read.households.tolist() == [1] and len(read) == 1

    def test_a_table_of_a_map_site_is_moved_to_where_it_belongs(self):
        row = {"lon": "116.6", "lat": "35.4"}
        read = read_places(("lon", "lat"), [(2, row)], "gcj02")
        assert 0.004 < 116.6 - read.degrees[0, 0] < 0.008

    @pytest.mark.parametrize(
        ("columns", "cells", "code"),
        [
            (("x1", "lat"), {"x1": "1", "lat": "1"}, "no_columns"),
            (("lon", "lat"), {"lon": "abc", "lat": "35"}, "bad_row"),
            (("lon", "lat"), {"lon": "35", "lat": "116"}, "bad_row"),
            (("lon", "lat", "户数"), {"lon": "116", "lat": "35", "户数": "-3"}, "bad_row"),
        ],
    )
    def test_a_row_that_cannot_be_read_is_refused_with_its_line(self, columns, cells, code):
        with pytest.raises(Refusal) as refused:
            read_places(columns, [(7, cells)])
        assert refused.value.code == code and (code == "no_columns" or "7" in str(refused.value))

    def test_too_many_addresses_are_refused(self):
        row = {"lon": "116.6", "lat": "35.4"}
        with pytest.raises(Refusal, match=str(MOST_PLACES)):
            read_places(("lon", "lat"), [(2, row)] * (MOST_PLACES + 1))

    @pytest.mark.parametrize(
        ("within", "target", "code"),
        [
            (box(10, 10, 11, 11), 400, "too_few"),
            (GRID, 5_000, "one_part"),
            (GRID, 20, "too_many_parts"),
        ],
    )
    def test_a_plan_that_makes_no_sense_is_refused(self, within, target, code):
        with pytest.raises(Refusal) as refused:
            propose(within, places(), Wish(target))
        assert refused.value.code == code

    def test_addresses_without_any_household_give_no_plan(self):
        with pytest.raises(Refusal) as refused:
            propose(GRID, places(households=lambda _number: 0), Wish(400))
        assert refused.value.code == "no_plan"


class TestPieces:
    def test_an_area_below_is_never_cut(self):
        below = [
            Below("1", "一号微网格", box(116.6011, 35.4011, 116.6052, 35.4052)),
            Below("2", "空微网格", box(116.60901, 35.40901, 116.60909, 35.40909)),
        ]
        plan = propose(GRID, places(), Wish(1_200), below)
        found = figures(plan)
        for each in below:
            inside = [part.outline.intersection(each.outline).area for part in found.parts]
            assert sorted(inside)[-1] > 0.999 * each.outline.area
            assert sum(inside) - max(inside) < 1e-12
        assert "一号微网格" in plan.ground.labels and found.households == 4_800
        assert shapely.coverage_is_valid([part.outline for part in found.parts])

    def test_one_that_is_too_large_is_named_and_another_plan_may_cut_it(self):
        below = [Below("1", "大微网格", box(116.6, 35.4, 116.61, 35.4081))]
        kept = figures(propose(GRID, places(), Wish(800), below))
        assert kept.uneven > 3 and "大微网格" in kept.warnings[0]
        assert figures(propose(GRID, places(), Wish(800, keeps_whole=False), below)).uneven <= 3

    def test_a_building_stays_together_and_one_of_the_same_name_elsewhere_is_another(self):
        lines = table().split("\n")
        named = [f"{line},{number // 2}号楼" for number, line in enumerate(lines[1:])]
        plan = propose(
            GRID, read_places(*rows_of("\n".join([f"{lines[0]},楼栋", *named]))), Wish(800)
        )
        own = [plan.parts[piece] for piece in plan.ground.piece_of]
        assert own[::2] == own[1::2]
        # at both ends of the grid there is a building of the same name
        twins = [
            f"{line},{'同名楼' if number in (0, 399) else ''}"
            for number, line in enumerate(lines[1:])
        ]
        plan = propose(
            GRID, read_places(*rows_of("\n".join([f"{lines[0]},楼栋", *twins]))), Wish(800)
        )
        pieces = plan.ground.piece_of
        assert pieces[0] != pieces[399]
        assert plan.ground.labels[pieces[399]].startswith("同名楼 (")

    def test_entrances_at_one_place_may_come_into_different_micro_grids(self):
        lines = ["lon,lat,households,building,unit"]
        for tower in range(4):
            for unit in range(6):
                lines.append(f"{116.602 + tower * 0.002},35.405,30,{tower + 1}号楼,{unit + 1}单元")
        read = read_places(*rows_of("\n".join(lines)))
        assert propose(GRID, read, Wish(60)).count == 4
        by_unit = propose(GRID, read, Wish(60, by_unit=True))
        assert figures(by_unit).uneven == 0 and by_unit.count == 12
        assert "1号楼 1单元" in by_unit.ground.labels

    def test_what_the_table_names_as_one_part_stays_together_and_apart(self):
        lines = table().split("\n")
        named = {0: "甲", 1: "乙", 21: "乙"}
        held = [f"{line},{named.get(number, '')}" for number, line in enumerate(lines[1:])]
        read = read_places(*rows_of("\n".join([f"{lines[0]},所属片", *held])))
        plan = propose(GRID, read, Wish(1_200))
        own = [plan.parts[piece] for piece in plan.ground.piece_of]
        assert (own[0], own[1], own[21]) == (0, 1, 1) and len(plan.held) == 3

    @pytest.mark.parametrize(
        ("names", "target", "code"),
        [("甲乙丙", 2_400, "too_many_pins"), ("甲乙", 800, "torn_pin")],
    )
    def test_parts_that_cannot_be_are_refused(self, names, target, code):
        lines = table().split("\n")
        building = "同楼" if code == "torn_pin" else ""
        held = [f"{lines[0]},part,building"]
        for number, line in enumerate(lines[1:]):
            name = names[number] if number < len(names) else ""
            held.append(f"{line},{name},{building if number < 2 else ''}")
        with pytest.raises(Refusal) as refused:
            propose(GRID, read_places(*rows_of("\n".join(held))), Wish(target))
        assert refused.value.code == code


RIVER = LineString([(116.605, 35.39), (116.605, 35.42)])


class TestLines:
    def test_no_part_lies_across_a_river_where_balance_lets_it(self):
        found = figures(propose(GRID, places(), Wish(1_200), barriers=(RIVER,)))
        assert found.crossing == 0 and found.uneven <= 3
        for part in found.parts:
            west = part.outline.intersection(box(116.6, 35.4, 116.605, 35.41)).area
            assert min(west, part.outline.area - west) < 0.08 * part.outline.area

    def test_a_part_that_must_cross_is_told(self):
        found = figures(propose(GRID, places(), Wish(1_600), barriers=(RIVER,)))
        assert len(found.parts) == 3 and found.crossing == 1

    def test_lines_can_be_left_aside_in_another_plan(self):
        plan = propose(GRID, places(), Wish(1_600, heeds_lines=False), barriers=(RIVER,))
        assert figures(plan).crossing == 0 and not plan.ground.closed.any()

    def test_ways_follow_the_paths_and_neighbours_without_a_way_are_parted(self):
        rungs = [LineString([(116.6, lat), (116.61, lat)]) for lat in (35.4002, 35.4098)]
        sides = [LineString([(lon, 35.4), (lon, 35.41)]) for lon in (116.6002, 116.6098)]
        plan = propose(GRID, places(), Wish(1_200), paths=(*rungs, *sides))
        straight = figures(propose(GRID, places(), Wish(1_200)))
        assert figures(plan).walk > straight.walk and plan.ground.net is not None

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b'{"type": "FeatureCollection", "features": []}', "holds no areas"),
            (b"not a map", "holds no areas"),
            (b'{"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]}', "no lines"),
            (b'{"features": [{"geometry": {"type": "LineString"}}]}', "no lines"),
            (b'{"features": [{"properties": {"name": "a"}}]}', "no lines"),
        ],
    )
    @pytest.mark.usefixtures("english")
    def test_a_file_without_lines_is_said_so(self, content, said):
        with pytest.raises(Refusal) as refused:
            read_lines(content, "barriers")
        assert said in str(refused.value) and refused.value.field == "barriers"

    def test_lines_of_a_map_site_are_moved_and_those_far_away_left_out(self, monkeypatch):
        content = json.dumps(collection(RIVER)).encode()
        (line,) = read_lines(content, "barriers", "gcj02")
        assert 0.004 < 116.605 - line.coords[0][0] < 0.008
        (plain,) = read_lines(content, "barriers")
        assert near((plain, LineString([(1, 1), (2, 2)])), GRID) == (plain,)
        monkeypatch.setattr("gewu.ground.territory.rules.lines.MOST_POINTS", 1)
        with pytest.raises(Refusal) as refused:
            read_lines(content, "barriers")
        assert refused.value.code == "too_many_points"

    def test_metres_are_turned_into_degrees(self):
        plane = metres_projection(117.0)
        x, y = plane.forward(np.array([116.605, 116.605]), np.array([35.39, 35.42]))
        line = collection(LineString(np.column_stack([x + 39_500_000 - 500_000, y])))
        (read,) = read_lines(json.dumps(line).encode(), "paths", "epsg:4527")
        assert np.allclose(shapely.get_coordinates(read), shapely.get_coordinates(RIVER), atol=1e-6)


class TestByHand:
    @pytest.fixture
    def plan(self):
        return propose(GRID, places(), Wish(1_200))

    def test_a_move_changes_the_figures_and_is_undone(self, plan):
        borders = at_borders(plan)
        piece, to = next(
            (piece, touching[0])
            for piece, touching in borders.items()
            if plan.ground.pieces.weights[piece] > 12
        )
        after = moved(plan, piece, to)
        before, now = figures(plan), figures(after)
        weight = int(plan.ground.pieces.weights[piece])
        assert now.parts[to].households == before.parts[to].households + weight
        assert (
            now.parts[plan.parts[piece]].addresses == before.parts[plan.parts[piece]].addresses - 1
        )
        assert after.is_by_hand and undone(after) == undone(moved(plan, piece, to))
        assert undone(after).parts == plan.parts and not undone(after).is_by_hand

    @pytest.mark.parametrize(
        ("choose", "code"),
        [
            (lambda plan: (-1, 0), "unknown"),
            (lambda plan: (0, 99), "unknown"),
            (lambda plan: (0, plan.parts[0]), "same"),
            (
                lambda plan: (
                    0,
                    next(
                        p
                        for p in range(4)
                        if p not in at_borders(plan).get(0, []) and p != plan.parts[0]
                    ),
                ),
                "apart",
            ),
        ],
    )
    def test_what_cannot_be_moved_is_refused(self, plan, choose, code):
        with pytest.raises(Refusal) as refused:
            moved(plan, *choose(plan))
        assert refused.value.code == code

    def test_a_part_is_never_torn(self, plan):
        strip = replace(plan, parts=tuple([0] * 20 + [1] * 378 + [2, 3]))
        with pytest.raises(Refusal) as refused:
            moved(strip, 10, 1)
        assert refused.value.code == "torn"

    def test_unevenness_by_hand_is_told(self, plan):
        for piece, touching in at_borders(plan).items():
            if 0 in touching and figures(plan).uneven <= 3:
                with suppress(Refusal):
                    plan = moved(plan, piece, 0)
        assert "手工" in figures(plan).warnings[0]

    def test_unevenness_by_what_is_held_or_heeded_is_told(self, plan):
        uneven = replace(plan, parts=tuple([0] * 395 + [1, 1, 2, 2, 3]))
        held = replace(uneven, held={0: 0})
        assert "固定" in figures(held).warnings[0]
        ground = replace(plan.ground, closed=np.ones_like(plan.ground.closed))
        assert "河流" in figures(replace(uneven, ground=ground)).warnings[0]
        assert figures(uneven).warnings == ()
        ground = replace(plan.ground, wholes=((box(116.6001, 35.4001, 116.6003, 35.4003), 0),))
        assert "下级" in figures(replace(uneven, ground=ground)).warnings[0]

    def test_a_part_without_any_ground_is_no_plan(self, plan):
        ground = replace(plan.ground, within=box(116.60, 35.40, 116.603, 35.41))
        with pytest.raises(Refusal) as refused:
            figures(replace(plan, ground=ground))
        assert refused.value.code == "no_plan"

    def test_what_is_held_follows_a_move_and_stays_in_another_plan(self, plan):
        piece, touching = next(iter(at_borders(plan).items()))
        held = holding(plan, piece)
        assert held.held == {piece: plan.parts[piece]}
        after = moved(held, piece, touching[0])
        assert after.held == {piece: touching[0]} and undone(after).held == held.held
        again = drawn(plan.ground, Wish(800), after.held)
        assert again.parts[piece] == touching[0]
        assert holding(after, piece).held == {}
        for nothing in (lambda: undone(plan), lambda: holding(plan, -1)):
            with pytest.raises(Refusal):
                nothing()
