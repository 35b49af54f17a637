"""Areas added and changed: done, refused, announced, twice harmless."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from shapely import Polygon
from tests import cast

from gewu.ground.territory import actions, policies, queries
from gewu.ground.territory.models import Area, AreaVersion, Revision
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db
NEW_CODE = "370899100001003"
LATER = date(2026, 6, 1)


def announced(name):
    return JournalEntry.objects.filter(name=name).count()


def add(town, by=None, **given):
    values = {"code": NEW_CODE, "name_zh": "新网格", "parent": town.community} | given
    return actions.add_area(**values, by=by or town.root)


def versions(area):
    return list(AreaVersion.objects.filter(area=area).order_by("valid"))


class TestAddArea:
    def test_it_stands_below_its_parent(self, town):
        grid = add(town, boundary=cast.square(116.60, 35.41), day=LATER)
        assert grid.level == 4
        assert grid.path == f"{town.community.path}{grid.node}."
        assert grid.county_id == town.county.pk
        assert grid.current.valid == DateRange(LATER, None)
        assert grid.current.parent_path == town.community.path
        assert grid.current.box == pytest.approx((116.60, 35.41, 116.61, 35.42))
        assert (grid.level_name, grid.is_grid, str(grid)) == ("grid", True, "新网格")
        assert str(grid.current).startswith(NEW_CODE)

    def test_it_is_announced(self, town):
        grid = add(town)
        entry = JournalEntry.objects.get(name="territory.area_added", path=grid.path)
        assert entry.payload["area_id"] == str(grid.pk)

    def test_it_may_be_drawn_later(self, town):
        grid = add(town)
        assert grid.current.box is None
        assert queries.boundary_of(grid.current) is None
        assert queries.boundary_of(None) is None

    @pytest.mark.parametrize("who", ["ada", "ben", "carl", "dan", "eve", "hana"])
    def test_others_are_refused(self, town, who):
        with pytest.raises(Refusal) as refused:
            add(town, by=getattr(town, who))
        assert refused.value.code == "not_allowed"

    def test_a_resident_is_refused(self, town):
        with pytest.raises(Refusal):
            add(town, by=RESIDENT)

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"code": cast.GRID_1}, "code_taken"),
            ({"code": "12"}, "bad_code"),
            ({"code": "370899101001003"}, "bad_code"),
        ],
    )
    def test_a_wrong_code_is_refused(self, town, given, code):
        with pytest.raises(Refusal) as refused:
            add(town, **given)
        assert refused.value.code == code

    def test_nothing_stands_below_a_micro_grid(self, town):
        micro = add(town, parent=town.grid_1, code=cast.GRID_1 + "01")
        with pytest.raises(Refusal) as refused:
            add(town, parent=micro, code="x")
        assert refused.value.code == "too_deep"

    def test_there_is_one_county(self, town):
        with pytest.raises(Refusal) as refused:
            actions.add_area(code="370898", name_zh="第二区", by=SYSTEM)
        assert refused.value.code == "second_county"

    def test_an_administrator_of_a_county_adds_no_county(self, town):
        with pytest.raises(Refusal) as refused:
            actions.add_area(code="370898", name_zh="第二区", by=town.root)
        assert refused.value.code == "not_allowed"

    def test_a_crossing_boundary_is_refused_with_its_place(self, town):
        bowtie = Polygon([(116, 35), (117, 36), (117, 35), (116, 36)])
        with pytest.raises(Refusal) as refused:
            add(town, boundary=bowtie)
        assert refused.value.field == "boundary"
        assert "116.5" in str(refused.value)


class TestChangeArea:
    def test_a_new_version_begins_and_the_old_one_ends(self, town):
        actions.change_area(area=town.grid_1, name_zh="一号网格", day=LATER, by=town.root)
        before, after = versions(town.grid_1)
        assert (before.name_zh, before.valid) == ("第一网格", DateRange(cast.DAY_ONE, LATER))
        assert (after.name_zh, after.valid) == ("一号网格", DateRange(LATER, None))
        assert bytes(after.boundary) == bytes(before.boundary)
        assert Area.objects.get(pk=town.grid_1.pk).current == after
        assert announced("territory.area_changed") == 1

    def test_within_one_day_the_version_is_corrected(self, town):
        for name in ("一号", "二号"):
            actions.change_area(area=town.grid_1, name_zh=name, day=LATER, by=town.root)
        assert [version.name_zh for version in versions(town.grid_1)] == ["第一网格", "二号"]

    def test_the_same_again_changes_nothing(self, town):
        outline = cast.square(116.60, 35.40)
        actions.change_area(
            area=town.grid_1, name_zh="第一网格", boundary=outline, day=LATER, by=town.root
        )
        actions.change_area(area=town.grid_1, name_zh="第一网格", day=LATER, by=town.root)
        assert len(versions(town.grid_1)) == 1
        assert announced("territory.area_changed") == 0

    def test_a_new_boundary_moves_the_point(self, town):
        assert queries.locate(*cast.IN_GRID_1) == town.grid_1
        actions.change_area(
            area=town.grid_1, boundary=cast.square(116.60, 35.42), day=LATER, by=town.root
        )
        assert queries.locate(*cast.IN_GRID_1) == town.community
        assert queries.locate(116.605, 35.425) == town.grid_1

    def test_an_area_that_was_never_drawn_can_be(self, town):
        grid = add(town)
        actions.change_area(area=grid, boundary=cast.square(116.60, 35.43), by=town.root)
        assert queries.locate(116.605, 35.435) == grid

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"name_zh": ""}, "name_missing"),
            ({"code": cast.GRID_2}, "code_taken"),
            ({"code": "1"}, "bad_code"),
        ],
    )
    def test_what_cannot_be_is_refused(self, town, given, code):
        with pytest.raises(Refusal) as refused:
            actions.change_area(area=town.grid_1, **given, by=town.root)
        assert refused.value.code == code

    def test_a_code_may_change_and_the_area_stays(self, town):
        changed = actions.change_area(area=town.grid_1, code=NEW_CODE, by=town.root)
        assert queries.area_by_code(NEW_CODE) == changed == town.grid_1
        assert queries.area_by_code(cast.GRID_1) is None
        actions.change_area(area=town.county, code="370898", by=town.root)

    def test_what_somebody_else_bore_once_is_never_used_again(self, town):
        actions.change_area(area=town.grid_1, code=NEW_CODE, day=LATER, by=town.root)
        Area.objects.filter(pk=town.grid_2.pk).update(closed_on=LATER)
        for code in (cast.GRID_1, cast.GRID_2):
            with pytest.raises(Refusal) as refused:
                add(town, code=code)
            assert (refused.value.code, refused.value.field) == ("code_taken", "code")
        changed = actions.change_area(area=town.grid_1, code=cast.GRID_1, by=town.root)
        assert changed.code == cast.GRID_1  # its own, given back

    def test_others_are_refused(self, town):
        with pytest.raises(Refusal):
            actions.change_area(area=town.grid_1, name_zh="某", by=town.ben)


class TestConstraints:
    @pytest.mark.parametrize(
        ("changes", "constraint"),
        [
            ({"code": cast.GRID_2}, "codes_are_unique"),
            ({"parent": None}, "county_stands_under_nothing"),
            ({"level": 6}, "one_of_five_levels"),
            ({"path": "1.2"}, "numbers_ended_by_dots"),
            ({"name_zh": ""}, "a_code_and_a_name"),
        ],
    )
    def test_the_database_holds_what_an_area_is(self, town, changes, constraint):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Area.objects.filter(pk=town.grid_1.pk).update(**changes)

    def test_versions_never_overlap(self, town):
        days = DateRange(LATER, None)
        with pytest.raises(IntegrityError, match="never_overlap"), transaction.atomic():
            AreaVersion.objects.create(area=town.grid_1, valid=days, code="1", name_zh="x")

    def test_a_version_is_valid_for_a_day_at_least(self, town):
        days = DateRange(LATER, LATER)
        with pytest.raises(IntegrityError, match="day_at_least"), transaction.atomic():
            AreaVersion.objects.create(area=town.grid_1, valid=days, code="1", name_zh="x")

    def test_a_boundary_comes_with_centre_and_box(self, town):
        with pytest.raises(IntegrityError, match="centre_and_box"), transaction.atomic():
            AreaVersion.objects.filter(area=town.grid_1).update(lon=None)


class TestPolicies:
    def test_who_may_edit(self, town):
        path = town.grid_1.path
        people = {name: policies.may_edit(user, path) for name, user in town.people.items()}
        assert {name for name, may in people.items() if may} == {"root"}
        assert policies.may_edit(SYSTEM, "")
        assert not policies.may_edit(RESIDENT, path)

    def test_everyone_sees_what_lies_under_their_posts(self, town):
        assert policies.may_see(town.ada, town.grid_1)
        assert policies.may_see(town.ben, town.grid_1)
        assert not policies.may_see(town.dan, town.grid_1)


def test_a_rolled_back_change_leaves_no_trace_in_the_index(town):
    assert queries.locate(*cast.IN_GRID_1) == town.grid_1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.change_area(
            area=town.grid_1, boundary=cast.square(116.60, 35.42), day=LATER, by=town.root
        )
        assert queries.locate(*cast.IN_GRID_1) == town.community
        raise ZeroDivisionError
    actions.change_area(area=town.grid_2, name_zh="二号", day=LATER, by=town.root)
    assert queries.locate(*cast.IN_GRID_1) == town.grid_1
    assert int(str(Revision.objects.get())) > 1
