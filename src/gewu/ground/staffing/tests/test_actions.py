"""Units, posts, appointments: done, refused, announced, twice harmless."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone, translation
from tests import cast

from gewu.ground.accounts.actions import deactivate_user
from gewu.ground.accounts.models import User
from gewu.ground.staffing import actions, policies, queries
from gewu.ground.staffing.models import Appointment, Post, Unit
from gewu.ground.territory.actions import add_area
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = timedelta(days=1)
OTHERS = ["ada", "ben", "carl", "dan", "eve", "hana"]


def announced(name):
    return JournalEntry.objects.filter(name=name).count()


def again(user):
    return User.objects.get(pk=user.pk)


def ada_of(town):
    return Appointment.objects.select_related("post").get(user=town.ada)


class TestUnits:
    def test_a_county_opens_with_its_desk(self, db):
        desk = actions.open_county(code="370899", name_zh="测试区", by=SYSTEM)
        assert (desk.kind, desk.area.level, desk.name_en) == ("county_desk", 1, "")
        assert queries.county_desk() == queries.desk_of(desk.county_id) == desk

    def test_it_adds_a_department(self, town):
        unit = actions.add_unit(
            kind="department", area=town.county, name_zh="市政中心", phone="12345", by=town.root
        )
        assert unit in queries.departments()
        assert announced("staffing.unit_added") == 10
        assert str(unit) == "市政中心"

    @pytest.mark.parametrize("who", OTHERS)
    def test_others_may_not(self, town, who):
        user = getattr(town, who)
        tries = [
            lambda: actions.add_unit(kind="department", area=town.county, name_zh="某", by=user),
            lambda: actions.change_unit(
                unit=town.desk, name_zh="某", name_en="", phone="", by=user
            ),
            lambda: actions.add_missing_units(path=town.county.path, by=user),
            lambda: actions.add_post(unit=town.team_2, role="worker", by=user),
            lambda: actions.appoint(post=ada_of(town).post, user=user, by=user),
            lambda: actions.end_appointment(appointment=ada_of(town), by=user),
            lambda: actions.cancel_appointment(appointment=ada_of(town), by=user),
        ]
        for attempt in tries:
            with pytest.raises(Refusal) as refused:
                attempt()
            assert refused.value.code == "not_allowed"

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"kind": "town"}, "wrong_level"),
            ({"name_zh": ""}, "name_taken"),
            ({"name_zh": "环卫中心"}, "name_taken"),
            ({"kind": "county_desk"}, "name_taken"),
            ({"phone": "abc"}, "bad_phone"),
        ],
    )
    def test_what_cannot_be_is_refused(self, town, given, code):
        values = {"kind": "department", "area": town.county, "name_zh": "新部门"} | given
        with pytest.raises(Refusal) as refused:
            actions.add_unit(**values, by=town.root)
        assert refused.value.code == code

    def test_missing_units_are_added_once(self, town):
        add_area(code=cast.COMMUNITY + "003", name_zh="新", parent=town.community, by=SYSTEM)
        assert [unit.name_zh for unit in actions.add_missing_units(path="", by=SYSTEM)] == ["新"]
        assert actions.add_missing_units(path="", by=SYSTEM) == []

    def test_names_and_phone_are_corrected(self, town):
        for _ in range(2):
            changed = actions.change_unit(
                unit=town.sanitation, name_zh="环卫处", name_en="", phone="12345", by=town.root
            )
        assert (changed.name_zh, changed.phone) == ("环卫处", "12345")
        assert announced("staffing.unit_changed") == 1
        actions.change_unit(unit=town.desk, name_zh="区平台", name_en="", phone="", by=town.root)

    @pytest.mark.parametrize(
        ("given", "code"), [({"name_zh": ""}, "name_missing"), ({"phone": "x"}, "bad_phone")]
    )
    def test_a_wrong_correction_is_refused(self, town, given, code):
        values = {"name_zh": "区平台", "name_en": "", "phone": ""} | given
        with pytest.raises(Refusal) as refused:
            actions.change_unit(unit=town.desk, **values, by=town.root)
        assert refused.value.code == code

    def test_a_department_cannot_take_anothers_name(self, town):
        other = actions.add_unit(kind="department", area=town.county, name_zh="市政", by=SYSTEM)
        with pytest.raises(Refusal) as refused:
            actions.change_unit(unit=other, name_zh="环卫中心", name_en="", phone="", by=town.root)
        assert refused.value.code == "name_taken"


class TestPosts:
    def test_a_post_is_a_vacancy_until_somebody_holds_it(self, town):
        post = actions.add_post(unit=town.team_2, role="worker", title_zh="网格员", by=town.root)
        assert list(queries.vacancies()) == [post]
        assert announced("staffing.post_added") == 9
        actions.appoint(post=post, user=town.eve, by=town.root)
        assert not queries.vacancies()

    def test_a_role_that_the_unit_does_not_have_is_refused(self, town):
        with pytest.raises(Refusal) as refused:
            actions.add_post(unit=town.team_2, role="administrator", by=town.root)
        assert refused.value.field == "role"

    def test_the_title_follows_the_language_or_is_the_role(self, town):
        post = actions.add_post(
            unit=town.team_2, role="worker", title_zh="网格长", title_en="Head", by=SYSTEM
        )
        assert str(post) == "Head"
        with translation.override("zh-hans"):
            assert post.title == "网格长"
        post.title_zh = post.title_en = ""
        assert post.title == "Full-time grid worker"
        post.kind = None
        assert post.title == "Grid worker"

    def test_whoever_holds_a_post_sets_its_phone(self, town):
        post = ada_of(town).post
        for _ in range(2):
            actions.set_phone(post=post, phone="0537-2210001", by=town.ada)
        assert Post.objects.get(pk=post.pk).phone == "0537-2210001"
        assert announced("staffing.phone_set") == 1
        actions.set_phone(post=post, phone="", by=town.root)

    def test_others_do_not_and_it_has_to_be_one(self, town):
        post = ada_of(town).post
        for by in (town.dan, town.ben, RESIDENT):
            with pytest.raises(Refusal):
                actions.set_phone(post=post, phone="0537-2210001", by=by)
        with pytest.raises(Refusal) as refused:
            actions.set_phone(post=post, phone="x", by=town.ada)
        assert refused.value.code == "bad_phone"


class TestAppoint:
    def test_rights_come_with_the_day_and_go_with_it(self, town):
        today = timezone.localdate()
        post = actions.add_post(unit=town.team_2, role="worker", by=town.root)
        actions.appoint(
            post=post, user=town.eve, from_day=today + DAY, until=today + 3 * DAY, by=town.root
        )
        assert not again(town.eve).may("tickets.handle", town.grid_2.path)
        Appointment.objects.filter(post=post).update(valid=DateRange(today, today + DAY))
        assert again(town.eve).may("tickets.handle", town.grid_2.path)
        Appointment.objects.filter(post=post).update(valid=DateRange(today - DAY, today))
        assert not again(town.eve).may("tickets.handle", town.grid_2.path)

    def test_it_is_announced_with_ids_only(self, town):
        entry = JournalEntry.objects.get(
            name="staffing.appointed", payload__user_id=str(town.ada.pk)
        )
        assert entry.payload["unit_id"] == str(town.team_1.pk)
        assert entry.payload["from_day"] == "2026-01-01"
        assert entry.path == town.grid_1.path

    def test_the_last_day_does_not_lie_before_the_first(self, town):
        post = actions.add_post(unit=town.team_2, role="worker", by=town.root)
        with pytest.raises(Refusal) as refused:
            actions.appoint(
                post=post,
                user=town.eve,
                from_day=date(2026, 2, 1),
                until=date(2026, 1, 1),
                by=SYSTEM,
            )
        assert refused.value.code == "days_reversed"

    def test_a_closed_sign_in_holds_no_post(self, town):
        post = actions.add_post(unit=town.team_2, role="worker", by=town.root)
        deactivate_user(user=town.eve, by=town.sam)
        with pytest.raises(Refusal) as refused:
            actions.appoint(post=post, user=again(town.eve), by=town.root)
        assert refused.value.code == "user_closed"

    def test_one_person_holds_a_post_at_a_time(self, town):
        with pytest.raises(Refusal) as refused:
            actions.appoint(post=ada_of(town).post, user=town.eve, by=town.root)
        assert refused.value.code == "held"
        assert "Ada" in str(refused.value)

    def test_a_grid_has_one_full_time_worker(self, town):
        post = actions.add_post(unit=town.team_1, role="worker", by=town.root)
        with pytest.raises(Refusal) as refused:
            actions.appoint(post=post, user=town.eve, by=town.root)
        assert refused.value.code == "grid_has_worker"

    def test_of_two_at_the_same_moment_the_second_is_refused(self, town, monkeypatch):
        monkeypatch.setattr(actions.posts, "_refuse_double", lambda *_: None)
        monkeypatch.setattr(actions.posts, "refuse_against_kind", lambda *_: None)
        post = actions.add_post(unit=town.team_1, role="worker", by=town.root)
        with pytest.raises(Refusal) as refused, transaction.atomic():
            actions.appoint(post=post, user=town.eve, by=town.root)
        assert refused.value.code == "raced"

    def test_and_as_many_part_time_ones_as_it_needs(self, town):
        for user in (town.eve, town.dan):
            post = actions.add_post(unit=town.team_1, role="worker", full_time=False, by=town.root)
            actions.appoint(post=post, user=user, by=town.root)
        assert len(queries.team_of(town.team_1)) == 3
        assert queries.worker_of(town.grid_1).user == town.ada

    def test_nobody_works_full_time_in_two_grids(self, town):
        post = actions.add_post(unit=town.team_2, role="worker", by=town.root)
        with pytest.raises(Refusal) as refused:
            actions.appoint(post=post, user=town.ada, by=town.root)
        assert refused.value.code == "works_elsewhere"

    def test_a_successor_may_begin_the_day_after(self, town):
        today = timezone.localdate()
        actions.end_appointment(appointment=ada_of(town), last_day=today, by=town.root)
        post = ada_of(town).post
        with pytest.raises(Refusal) as refused:
            actions.appoint(post=post, user=town.eve, from_day=today, by=town.root)
        assert str(today) in str(refused.value)
        actions.appoint(post=post, user=town.eve, from_day=today + DAY, by=town.root)


class TestEndAppointment:
    def test_an_appointment_says_whose_and_when(self, town):
        assert str(town.ada.pk) in str(ada_of(town))

    def test_today_is_the_last_day_unless_another_is_named(self, town):
        ended = actions.end_appointment(appointment=ada_of(town), by=town.root)
        assert ended.last_day == timezone.localdate()
        assert again(town.ada).may("tickets.handle", town.grid_1.path)
        assert announced("staffing.appointment_ended") == 1

    def test_twice_is_harmless(self, town):
        for _ in range(2):
            actions.end_appointment(appointment=ada_of(town), by=town.root)
        assert announced("staffing.appointment_ended") == 1

    def test_it_cannot_end_before_it_began(self, town):
        with pytest.raises(Refusal):
            actions.end_appointment(
                appointment=ada_of(town), last_day=cast.DAY_ONE - DAY, by=town.root
            )

    def test_it_cannot_grow_into_a_successors_days(self, town):
        today = timezone.localdate()
        first = actions.end_appointment(appointment=ada_of(town), last_day=today, by=town.root)
        actions.appoint(post=first.post, user=town.eve, from_day=today + 5 * DAY, by=town.root)
        actions.end_appointment(appointment=first, last_day=today + 4 * DAY, by=town.root)
        with pytest.raises(Refusal):
            actions.end_appointment(appointment=first, last_day=today + 5 * DAY, by=town.root)


class TestCancelAppointment:
    def test_what_began_today_can_be_undone(self, town):
        post = actions.add_post(unit=town.team_2, role="worker", by=town.root)
        made = actions.appoint(post=post, user=town.eve, by=town.root)
        actions.cancel_appointment(appointment=made, by=town.root)
        assert list(queries.vacancies()) == [post]
        assert announced("staffing.appointment_cancelled") == 1

    def test_what_began_earlier_stays_on_record(self, town):
        with pytest.raises(Refusal) as refused:
            actions.cancel_appointment(appointment=ada_of(town), by=town.root)
        assert refused.value.code == "began"


class TestConstraints:
    def test_an_area_has_one_unit_of_its_own(self, town):
        with pytest.raises(IntegrityError, match="unit_of_its_own"), transaction.atomic():
            Unit.objects.create(
                county_id=town.county.pk, kind="grid_team", area=town.grid_1, name_zh="二"
            )

    def test_departments_differ_in_name(self, town):
        with pytest.raises(IntegrityError, match="differ_in_name"), transaction.atomic():
            Unit.objects.create(
                county_id=town.county.pk, kind="department", area=town.county, name_zh="环卫中心"
            )

    @pytest.mark.parametrize(
        ("changes", "constraint"), [({"kind": "x"}, "known_kind"), ({"name_zh": ""}, "has_a_name")]
    )
    def test_units_are_of_a_kind_and_have_a_name(self, town, changes, constraint):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Unit.objects.filter(pk=town.desk.pk).update(**changes)

    def test_posts_have_a_known_role(self, town):
        with pytest.raises(IntegrityError, match="known_role"), transaction.atomic():
            Post.objects.filter(unit=town.team_1).update(role="king")

    def test_one_full_time_worker_per_grid(self, town):
        post = actions.add_post(unit=town.team_1, role="worker", by=SYSTEM)
        with pytest.raises(IntegrityError, match="one_full_time_worker"), transaction.atomic():
            self._hold(post, town.eve, town.grid_1)

    def test_one_person_per_post(self, town):
        with pytest.raises(IntegrityError, match="one_person_per_post"), transaction.atomic():
            self._hold(ada_of(town).post, town.eve, None)

    def test_nobody_works_in_two_grids(self, town):
        post = actions.add_post(unit=town.team_2, role="worker", by=SYSTEM)
        with pytest.raises(IntegrityError, match="two_grids"), transaction.atomic():
            self._hold(post, town.ada, town.grid_2)

    def test_an_appointment_lasts_a_day(self, town):
        days = DateRange(cast.DAY_ONE, cast.DAY_ONE)
        with pytest.raises(IntegrityError, match="a_day_at_least"), transaction.atomic():
            Appointment.objects.filter(user=town.ada).update(valid=days)

    @staticmethod
    def _hold(post, user, grid):
        days = DateRange(cast.DAY_ONE, None)
        county = post.unit.county_id
        Appointment.objects.create(
            county_id=county, post=post, user=user, valid=days, sole_grid=grid
        )


class TestPolicies:
    def test_who_sees_and_who_edits(self, town):
        assert policies.may_see(town.ada, town.team_1)
        assert not policies.may_see(town.dan, town.team_1)
        edits = {name for name, user in town.people.items() if policies.may_edit_anything(user)}
        assert edits == {"root"}
