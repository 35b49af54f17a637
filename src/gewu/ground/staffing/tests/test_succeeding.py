"""Grids are split and merged: the teams go over, nobody loses a day, and gaps are shown."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from shapely import box
from tests import cast

from gewu.ground.staffing import actions, queries
from gewu.ground.staffing.models import Appointment, Post, Unit
from gewu.ground.staffing.plugs import whose_place_changes
from gewu.ground.territory.actions import plan_merge, plan_split
from gewu.ground.territory.hooks import Ahead, Succession
from gewu.ground.territory.queries import area_by_code
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

A, B, C = (f"{cast.COMMUNITY}{number:03}" for number in (11, 12, 13))


def today():
    return timezone.localdate()


def split(town, by=None, keeps=B):
    outlines = {A: box(116.60, 35.40, 116.604, 35.41), B: box(116.604, 35.40, 116.61, 35.41)}
    parts = [
        AreaRow(number=1, code=code, parent_code="", name_zh=f"网格{code[-2:]}", boundary=outline)
        for code, outline in outlines.items()
    ]
    return plan_split(area=town.grid_1, parts=parts, keeps=keeps, by=by or town.root)


def merge(town, **given):
    areas = [town.grid_1, town.grid_2]
    return plan_merge(areas=areas, code=C, name_zh="合并网格", by=town.root, **given)


def team(code):
    return queries.unit_of_its_own(area_by_code(code))


def held(unit):
    return {each.user.username: each for each in queries.team_of(unit)}


class TestSplit:
    def test_who_worked_works_on_in_the_part_that_keeps_them(self, town):
        Unit.objects.filter(pk=town.team_1.pk).update(phone="0537-1111111")
        split(town)
        ada = held(team(B))["ada"]
        assert (ada.valid.lower, ada.valid.upper) == (today(), None)
        assert ada.sole_grid == area_by_code(B)
        assert (ada.post.phone, team(B).phone) == ("13700000001", "0537-1111111")
        before = Appointment.objects.get(user=town.ada, post__unit=town.team_1)
        assert before.valid == DateRange(cast.DAY_ONE, today())
        assert town.ada.paths_with("tickets.see") == (area_by_code(B).path,)
        old = Unit.ever.get(pk=town.team_1.pk)
        assert (old.dissolved_on, old.successor) == (today(), team(B))
        assert JournalEntry.objects.filter(name="staffing.appointed").count() >= 1

    def test_the_other_part_shows_a_vacancy(self, town):
        split(town)
        assert not held(team(A))
        (vacant,) = queries.vacancies(town.root).filter(unit=team(A))
        assert (vacant.role, vacant.full_time) == ("worker", True)
        assert area_by_code(A) in queries.grids_without_worker(town.root)
        actions.appoint(post=vacant, user=cast.person("new", "新人"), by=town.root)

    def test_nobody_is_appointed_to_the_old_team(self, town):
        post = Post.objects.get(unit=town.team_1)
        split(town)
        for act in (
            lambda: actions.appoint(post=post, user=town.dan, by=town.root),
            lambda: actions.add_post(
                unit=Unit.ever.get(pk=town.team_1.pk), role="worker", by=town.root
            ),
        ):
            with pytest.raises(Refusal, match="took over") as no:
                act()
            assert no.value.code == "dissolved"
        Unit.ever.filter(pk=town.team_1.pk).update(successor=None)
        with pytest.raises(Refusal, match="nobody took over"):
            actions.appoint(post=post, user=town.dan, by=town.root)

    def test_leaves_and_beginnings_that_were_arranged_stay(self, town):
        ending = Appointment.objects.get(user=town.ada)
        actions.end_appointment(
            appointment=ending, last_day=today() + timedelta(days=9), by=town.root
        )
        follower = cast.person("next", "接班")
        actions.appoint(
            post=ending.post, user=follower, from_day=today() + timedelta(days=10), by=town.root
        )
        split(town)
        found = Appointment.objects.filter(post__unit=team(B)).order_by("valid")
        said = [(each.user.username, each.from_day, each.last_day) for each in found]
        assert said == [
            ("ada", today(), today() + timedelta(days=9)),
            ("next", today() + timedelta(days=10), None),
        ]

    def test_who_began_today_begins_there(self, town):
        Appointment.objects.filter(user=town.ada).update(valid=DateRange(today(), None))
        split(town)
        assert [each.post.unit for each in Appointment.objects.filter(user=town.ada)] == [team(B)]

    def test_a_part_time_post_goes_over_and_an_empty_full_time_one_is_made_anew(self, town):
        Appointment.objects.filter(user=town.ada).delete()
        actions.add_post(unit=town.team_1, role="worker", full_time=False, by=SYSTEM)
        split(town)
        assert sorted(post.full_time for post in Post.objects.filter(unit=team(B))) == [False, True]
        assert [post.full_time for post in Post.objects.filter(unit=team(A))] == [True]

    def test_a_grid_without_a_team(self, town):
        Appointment.objects.filter(post__unit=town.team_1).delete()
        Post.objects.filter(unit=town.team_1).delete()
        Unit.objects.filter(pk=town.team_1.pk).delete()
        split(town)
        assert team(A) and team(B)

    def test_only_who_may_change_units(self, town):
        succession = Succession(today(), (town.grid_1,), (), {}, "")
        with pytest.raises(Refusal) as no:
            actions.follow_succession(succession=succession, by=town.ben)
        assert no.value.code == "not_allowed"

    def test_a_micro_grid_has_no_team(self, town):
        succession = Succession(today(), (), (), {}, "")
        actions.follow_succession(succession=succession, by=SYSTEM)


class TestMerge:
    def test_all_posts_go_there_and_one_stays_full_time(self, town):
        bo = cast.person("bo", "小波", town.team_2, "worker")
        merge(town, keeps=town.grid_2)
        staff = held(team(C))
        assert {name: each.post.full_time for name, each in staff.items()} == {
            "bo": True,
            "ada": False,
        }
        assert staff["bo"].sole_grid == area_by_code(C) and staff["ada"].sole_grid is None
        assert staff["bo"].user == bo
        assert not queries.vacancies(town.root).filter(unit=team(C)).exists()

    def test_a_vacant_second_seat_is_not_kept(self, town):
        actions.add_post(unit=town.team_2, role="worker", by=SYSTEM)
        merge(town, keeps=town.grid_2)
        assert [post.full_time for post in Post.objects.filter(unit=team(C))] == [True]
        assert held(team(C))["ada"].sole_grid == area_by_code(C)


class TestWhatIsSaidBefore:
    def said(self, town, **given):
        ahead = Ahead(**{"kind": "split", "day": today()} | given)
        found = whose_place_changes(town.root, ahead)
        return {each.label: each for each in found}

    def test_of_a_split(self, town):
        said = self.said(town, ends=(town.grid_1,), comes=("A", "B"), keeps="B")
        assert {label: each.count for label, each in said.items()} == {
            "Teams that end": 1,
            "Posts that go over": 1,
            "People who work on there": 1,
            "Vacancies in new grids": 1,
        }
        assert said["People who work on there"].words == "Ada"
        assert said["Posts that go over"].words == "They go to B."

    def test_of_a_merge(self, town):
        cast.person("bo", "小波", town.team_2, "worker")
        said = self.said(
            town, kind="merge", ends=(town.grid_1, town.grid_2), comes=("C",), keeps="C"
        )
        assert said["Full-time posts that become part-time"].count == 1
        assert said["Vacancies in new grids"].count == 0

    def test_of_a_new_name(self, town):
        said = self.said(town, kind="rename", changes=(town.grid_1,))
        assert said["Unit of this area"].by_hand
        Unit.objects.filter(pk=town.team_3.pk).update(dissolved_on=today())
        assert self.said(town, kind="rename", changes=(town.grid_3,)) == {}
        assert self.said(town, kind="redraw", changes=(town.grid_1,)) == {}
