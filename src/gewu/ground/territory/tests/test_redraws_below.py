"""Micro-grids of a grid that ends: they go on in the part that has most of them, under new codes."""

import pytest
from shapely import box
from tests import cast

from gewu.ground.territory import actions, queries
from gewu.ground.territory.models import RedrawPart
from gewu.ground.territory.queries import redraws
from gewu.ground.territory.rules.codes import SCHEMES, fresh_code
from gewu.ground.territory.tests.test_redraws import (
    A,
    B,
    C,
    fresh,
    merge,
    refused,
    rows,
    soon,
    split,
    today,
)
from gewu.kernel.acting import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


class TestMicroGrids:
    @pytest.fixture
    def micros(self, town):
        made = {}
        for tail, outline in (
            ("01", box(116.601, 35.401, 116.602, 35.402)),
            ("02", box(116.603, 35.401, 116.609, 35.402)),
            ("03", None),
            ("04", box(116.700, 35.401, 116.701, 35.402)),
        ):
            made[tail] = actions.add_area(
                code=cast.GRID_1 + tail, name_zh=f"微{tail}", parent=town.grid_1, boundary=outline,
                day=cast.DAY_ONE, by=SYSTEM,
            )  # fmt: skip
        return made

    def test_they_go_on_in_the_part_that_has_most_of_them(self, town, micros):
        split(town, day=None)
        heirs = {tail: redraws.keeper_of(fresh(micro)).code for tail, micro in micros.items()}
        assert heirs == {"01": f"{A}01", "02": f"{B}02", "03": f"{A}03", "04": f"{A}04"}
        assert {fresh(each).closed_on for each in micros.values()} == {today()}
        moved = queries.area_by_code(f"{B}02")
        assert (moved.parent.code, moved.name_zh) == (B, "微02")
        assert RedrawPart.objects.filter(role="comes", area=moved).exists()

    def test_two_with_the_same_end_get_new_numbers(self, town, micros):
        other = actions.add_area(
            code=f"{cast.GRID_2}01",
            name_zh="二微01",
            parent=town.grid_2,
            day=cast.DAY_ONE,
            by=SYSTEM,
        )
        merge(town, day=None)
        codes = {redraws.keeper_of(fresh(each)).code for each in (*micros.values(), other)}
        assert codes == {f"{C}0{number}" for number in range(1, 6)}

    def test_one_may_be_split_itself(self, town, micros):
        west, east = box(116.601, 35.401, 116.6015, 35.402), box(116.6015, 35.401, 116.602, 35.402)
        codes = (f"{cast.GRID_1}11", f"{cast.GRID_1}12")
        parts = rows(west, east, codes)
        split(town, area=micros["01"], parts=parts, keeps=codes[0], day=None)
        assert queries.locate(116.6018, 35.4015).code == codes[1]

    def test_a_plan_below_is_in_the_way_and_so_is_one_above(self, town, micros):
        plan = actions.plan_rename(area=micros["01"], name_zh="某", day=soon(), by=town.root)
        refused("planned_already", split, town)
        actions.undo_redraw(redraw=plan, by=town.root)
        split(town)
        again = {"area": micros["01"], "name_zh": "某", "by": town.root}
        refused("planned_already", actions.plan_rename, **again)


class TestCodesOfMicroGrids:
    def test_numbers_end_before_a_code_grows_too_long(self):
        national = list(fresh_code(SCHEMES["national"], A, cast.GRID_1, f"{cast.GRID_1}07"))
        assert (national[0], national[1], national[-1]) == (f"{A}07", f"{A}01", f"{A}99")
        own = list(fresh_code(SCHEMES["own"], "东-3", "东-1", "甲楼"))
        assert (own[0], own[1], own[-1]) == ("东-3-甲楼", "东-3-1", "东-3-9999")
