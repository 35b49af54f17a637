"""Areas that end, come and change on a day: planned, checked, in force, undone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from shapely import box
from tests import cast

from gewu.ground.territory import actions, jobs, queries
from gewu.ground.territory.actions.entering import note_obstacle
from gewu.ground.territory.models import Area, AreaLink, AreaVersion, Redraw, RedrawPart
from gewu.ground.territory.queries import redraws
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.models import JournalEntry
from gewu.kernel.states import IllegalMove

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

WEST, EAST = box(116.60, 35.40, 116.604, 35.41), box(116.604, 35.40, 116.61, 35.41)
A, B, C = (f"{cast.COMMUNITY}{number:03}" for number in (11, 12, 13))


def today():
    return timezone.localdate()


def soon():
    return today() + timedelta(days=3)


def rows(west=WEST, east=EAST, codes=(A, B)):
    return [
        AreaRow(
            number=1, code=codes[0], parent_code="", name_zh="甲网格", name_en="A", boundary=west
        ),
        AreaRow(
            number=2, code=codes[1], parent_code="", name_zh="乙网格", name_en="B", boundary=east
        ),
    ]


def split(town, **given):
    said = {"area": town.grid_1, "parts": rows(), "keeps": A, "day": soon(), "by": town.root}
    return actions.plan_split(**said | given)


def merge(town, **given):
    said = {"areas": [town.grid_1, town.grid_2], "code": C, "name_zh": "合并网格", "day": soon()}
    return actions.plan_merge(**said | {"by": town.root} | given)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def refused(code, act, /, *args, **given):
    with pytest.raises(Refusal) as no:
        act(*args, **given)
    assert no.value.code == code
    return no.value


def announced(name):
    return JournalEntry.objects.filter(name=f"territory.{name}").count()


def due(redraw):
    Redraw.objects.filter(pk=redraw.pk).update(day=today())
    return redraw


class TestSplit:
    def test_today_it_is_in_force_at_once(self, town):
        redraw = split(town, day=None)
        assert (redraw.state, redraw.day, redraw.kind) == ("in_force", today(), "split")
        assert redraw.entered_at and not redraw.is_planned
        old = fresh(town.grid_1)
        assert (old.closed_on, old.current.valid.upper) == (today(), today())
        a, b = queries.area_by_code(A), queries.area_by_code(B)
        assert (a.name_zh, a.name, a.parent, a.level) == ("甲网格", "A", town.community, 4)
        assert a.current.valid.lower == today()
        assert queries.locate(116.602, 35.405) == a
        assert queries.locate(116.608, 35.405) == b
        links = redraws.heirs_of(old)
        assert [(each.heir, each.keeps) for each in links] == [(a, True), (b, False)]
        assert [round(each.share, 3) for each in links] == [0.4, 0.6]
        assert [each.former for each in redraws.formers_of(b)] == [old]
        assert redraws.keeper_of(old) == a == redraws.keeper_of(a)
        assert announced("redraw_entered") == announced("area_closed") == 1
        assert announced("redraw_planned") == 1

    def test_on_a_later_day_everything_stays_until_then(self, town):
        redraw = split(town)
        assert redraw.is_planned and str(redraw) == f"split {soon()}"
        assert fresh(town.grid_1).closed_on is None
        assert actions.enter_due(by=SYSTEM) == 0
        refused("too_early", actions.enter_into_force, redraw=redraw, by=SYSTEM)
        assert jobs.enter_due_redraws(0) == 0
        due(redraw)
        assert jobs.enter_due_redraws(0) == 1
        assert jobs.enter_due_redraws(0) == 0
        assert fresh(redraw).state == "in_force"
        assert fresh(town.grid_1).closed_on == today()
        assert actions.enter_into_force(redraw=redraw, by=SYSTEM).state == "in_force"
        assert AreaLink.objects.count() == 2

    def test_undone_it_never_comes(self, town):
        redraw = split(town)
        assert actions.undo_redraw(redraw=redraw, by=town.root).state == "undone"
        assert actions.undo_redraw(redraw=redraw, by=town.root).state == "undone"
        assert announced("redraw_undone") == 1
        assert jobs.enter_due_redraws(0) == 0
        with pytest.raises(IllegalMove):
            actions.enter_into_force(redraw=redraw, by=SYSTEM)
        split(town, day=None)  # the area and the codes are free again

    def test_in_force_it_cannot_be_undone(self, town):
        redraw = split(town, day=None)
        with pytest.raises(IllegalMove):
            actions.undo_redraw(redraw=redraw, by=town.root)

    def test_only_administrators(self, town):
        for by in (town.ada, town.ben, town.eve, RESIDENT):
            refused("not_allowed", split, town, by=by)
        redraw = split(town)
        refused("not_allowed", actions.undo_redraw, redraw=redraw, by=town.ben)
        due(redraw)
        refused("not_allowed", actions.enter_into_force, redraw=redraw, by=town.ben)
        refused("not_allowed", note_obstacle, redraw=redraw, words="x", by=town.ben)

    def test_a_gap_is_told_with_place_and_size(self, town):
        no = refused(
            "not_covered", split, town, parts=rows(east=box(116.605, 35.40, 116.61, 35.41))
        )
        (finding,) = no.findings
        assert "m² belong to no part" in finding.message
        assert (finding.lon, finding.lat) == pytest.approx((116.6045, 35.405))
        no = refused(
            "not_covered", split, town, parts=rows(east=box(116.603, 35.40, 116.611, 35.41))
        )
        said = {finding.message.partition("² ")[2]: finding.name for finding in no.findings}
        assert said == {
            "lie in both.": f"甲网格 ({A}) · 乙网格 ({B})",
            "of it lie outside.": f"乙网格 ({B})",
        }

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"parts": rows()[:1]}, "too_few"),
            ({"parts": rows(east=None)}, "undrawn"),
            ({"keeps": "x"}, "keeps"),
            ({"parts": rows(codes=(A, A))}, "code_twice"),
            ({"parts": rows(codes=(A, "12"))}, "bad_code"),
            ({"parts": rows(codes=(A, cast.GRID_2))}, "code_taken"),
            ({"parts": rows(codes=(A, cast.GRID_1))}, "code_taken"),
            ({"parts": rows(east=box(0, 0, 1e-9, 1e-9))}, "bad_boundary"),
            ({"day": date(2026, 1, 2)}, "past_day"),
        ],
    )
    def test_what_cannot_be(self, town, given, code):
        refused(code, split, town, **given)
        assert not Redraw.objects.exists() and not RedrawPart.objects.exists()

    def test_only_grids_and_micro_grids(self, town):
        refused("wrong_level", split, town, area=town.community)

    def test_an_undrawn_area_has_no_parts(self, town):
        AreaVersion.objects.filter(area=town.grid_1).update(
            boundary=None, lon=None, lat=None, west=None, south=None, east=None, north=None
        )
        refused("undrawn", split, town)

    def test_what_changed_today_ends_tomorrow(self, town):
        actions.change_area(area=town.grid_1, name_zh="今天改名", by=town.root)
        refused("too_new", split, town, day=today())
        assert split(town, day=today() + timedelta(days=1)).is_planned

    def test_a_closed_area_is_over(self, town):
        split(town, day=None)
        refused("closed", split, town, parts=rows(codes=(C, f"{cast.COMMUNITY}014")))
        refused("closed", actions.plan_rename, area=town.grid_1, name_zh="某", by=town.root)

    def test_one_plan_for_an_area(self, town):
        split(town)
        refused(
            "planned_already", actions.plan_rename, area=town.grid_1, name_zh="某", by=town.root
        )
        refused("planned_already", merge, town)
        # What lies above it is none of its business.
        assert actions.plan_rename(area=town.town, name_zh="某", by=town.root)

    def test_a_planned_code_is_given_away(self, town):
        split(town)
        new = {"name_zh": "某", "parent": town.community, "by": town.root}
        refused("code_taken", actions.add_area, code=A, **new)
        refused("code_taken", merge, town, areas=[town.grid_2, town.grid_3], code=A)

    def test_a_plan_that_no_longer_fits_waits_with_its_reason(self, town):
        redraw = due(split(town))
        actions.change_area(
            area=town.grid_1,
            boundary=box(116.60, 35.40, 116.61, 35.42),
            day=cast.DAY_ONE,
            by=SYSTEM,
        )
        assert jobs.enter_due_redraws(0) == 0
        assert "do not cover" in fresh(redraw).obstacle
        assert fresh(town.grid_1).closed_on is None and not Area.objects.filter(code=A).exists()
        actions.change_area(
            area=town.grid_1, boundary=cast.square(116.60, 35.40), day=cast.DAY_ONE, by=SYSTEM
        )
        assert jobs.enter_due_redraws(0) == 1
        assert fresh(redraw).obstacle == ""


class TestMerge:
    def test_two_become_one(self, town):
        redraw = merge(town, keeps=town.grid_2, day=None)
        new = queries.area_by_code(C)
        assert queries.boundary_of(new.current).equals(box(116.60, 35.40, 116.62, 35.41))
        assert {link.former for link in redraws.formers_of(new)} == {town.grid_1, town.grid_2}
        assert {link.share for link in redraws.formers_of(new)} == {1.0}
        assert redraws.keeper_of(fresh(town.grid_1)) == new
        assert redraw.path == town.community.path
        keeps = RedrawPart.objects.get(redraw=redraw, keeps=True)
        assert keeps.area == town.grid_2

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            (lambda town: {"areas": []}, "too_few"),
            (lambda town: {"areas": [town.grid_1, town.grid_1]}, "too_few"),
            (lambda town: {"areas": [town.grid_2, town.grid_3]}, "other_parent"),
            (lambda town: {"code": cast.GRID_1}, "code_taken"),
        ],
    )
    def test_what_cannot_be(self, town, given, code):
        refused(code, merge, town, **given(town))

    def test_they_have_to_touch(self, town):
        far = actions.add_area(
            code=A, name_zh="远网格", parent=town.community,
            boundary=cast.square(116.65, 35.40), day=cast.DAY_ONE, by=SYSTEM,
        )  # fmt: skip
        refused("apart", merge, town, areas=[town.grid_1, far])

    def test_nobody_has_drawn_one(self, town):
        blank = actions.add_area(
            code=A, name_zh="未画", parent=town.community, day=cast.DAY_ONE, by=SYSTEM
        )
        refused("undrawn", merge, town, areas=[blank, town.grid_1])
        other = actions.add_area(
            code=B, name_zh="也未画", parent=town.community, day=cast.DAY_ONE, by=SYSTEM
        )
        refused("undrawn", merge, town, areas=[blank, other])
        assert redraws.plan_of(blank) is None


class TestRedraw:
    def test_a_border_moves(self, town):
        wider, narrower = box(116.60, 35.40, 116.612, 35.41), box(116.612, 35.40, 116.62, 35.41)
        given = [(town.grid_1, wider), (town.grid_2, narrower)]
        redraw = actions.plan_redraw(outlines_of=given, by=town.root)
        assert redraw.state == "in_force"
        assert queries.locate(116.611, 35.405) == town.grid_1
        assert not AreaLink.objects.exists()
        before, after = AreaVersion.objects.filter(area=town.grid_1).order_by("valid")
        assert before.valid.upper == after.valid.lower == today()
        assert after.code == cast.GRID_1

    def test_leaving_the_common_ground_is_told_and_may_be_meant(self, town):
        given = [(town.grid_1, box(116.60, 35.39, 116.61, 35.41))]
        no = refused("leaves_outline", actions.plan_redraw, outlines_of=given, by=town.root)
        assert "lie outside" in no.findings[0].message
        done = actions.plan_redraw(outlines_of=given, leaves_outline=True, day=soon(), by=town.root)
        due(done)
        assert actions.enter_due(by=SYSTEM) == 1

    def test_a_neighbours_ground_is_refused_even_then(self, town):
        given = [(town.grid_1, box(116.60, 35.40, 116.612, 35.41))]
        no = refused(
            "overlap", actions.plan_redraw, outlines_of=given, leaves_outline=True, by=town.root
        )
        assert no.findings[0].name == f"Grid 1 · Grid 2 ({cast.GRID_2})"

    def test_an_overlap_that_was_there_is_no_new_one(self, town):
        wide = box(116.60, 35.40, 116.612, 35.41)
        actions.change_area(area=town.grid_1, boundary=wide, day=cast.DAY_ONE, by=SYSTEM)
        given = [(town.grid_1, box(116.60, 35.401, 116.612, 35.41))]
        actions.plan_redraw(outlines_of=given, leaves_outline=True, by=town.root)

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            (lambda town: [], "too_few"),
            (lambda town: [(town.grid_1, WEST), (town.grid_1, EAST)], "twice"),
            (lambda town: [(town.grid_1, WEST), (town.grid_3, EAST)], "other_parent"),
            (lambda town: [(town.grid_1, cast.square(116.60, 35.40))], "same_outline"),
            (lambda town: [(town.grid_1, WEST), (town.grid_2, box(116.603, 35.4, 116.62, 35.41))],
             "overlap"),
        ],
    )  # fmt: skip
    def test_what_cannot_be(self, town, given, code):
        refused(code, actions.plan_redraw, outlines_of=given(town), by=town.root)

    def test_the_first_outline_of_all(self, town):
        blank = actions.add_area(
            code=A, name_zh="未画", parent=town.community, day=cast.DAY_ONE, by=SYSTEM
        )
        actions.plan_redraw(outlines_of=[(blank, cast.square(116.64, 35.40))], by=town.root)
        assert queries.locate(116.645, 35.405) == blank

    def test_far_from_every_neighbour(self, town):
        for area in (town.grid_2, town.grid_3):
            given = [(area, cast.square(116.90, 35.40))]
            actions.plan_redraw(outlines_of=given, leaves_outline=True, by=town.root)
            break


class TestRename:
    def test_from_a_day_on(self, town):
        redraw = actions.plan_rename(
            area=town.town,
            name_zh="东街道",
            name_en=" East ",
            day=soon(),
            words="撤镇设街道",
            by=town.root,
        )
        assert redraws.plan_of(town.town) == redraw
        assert fresh(town.town).name_zh == "东镇"
        due(redraw)
        actions.enter_due(by=SYSTEM)
        assert (fresh(town.town).name_zh, fresh(town.town).name_en) == ("东街道", "East")
        assert AreaVersion.objects.filter(area=town.town).count() == 2

    def test_what_cannot_be(self, town):
        rename = actions.plan_rename
        refused("name_missing", rename, area=town.town, name_zh=" ", by=town.root)
        same = {"name_zh": "东镇", "name_en": "East Town"}
        refused("same_name", rename, area=town.town, **same, by=town.root)


class TestWhoSeesThem:
    def test_administrators_of_the_place(self, town):
        redraw = split(town)
        assert list(redraws.redraws_for(town.root)) == [redraw]
        assert list(redraws.redraws_for(town.ben)) == []
        assert redraws.redraw_for(town.root, redraw.pk) == redraw
        (parts,) = redraws.parts_of_all([redraw]).values()
        assert [str(part) for part in parts] == [f"ends {cast.GRID_1}", f"comes {A}", f"comes {B}"]
        assert [part.name for part in parts][1:] == ["A", "B"]
