"""Units of a place, teams, vacancies, scope."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone
from tests import cast

from gewu.ground.staffing import actions, queries
from gewu.ground.staffing.models import Appointment, Unit
from gewu.ground.territory.actions import add_area, import_areas
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import SYSTEM
from gewu.kernel.drain import drain_all

pytestmark = pytest.mark.django_db


class TestUnitsOfAPlace:
    def test_each_area_has_its_unit(self, town):
        assert queries.unit_on(town.grid_1) == town.team_1
        assert queries.unit_on(town.town) == town.town_office
        assert queries.unit_on(town.county) == town.desk

    def test_a_micro_grid_is_served_by_its_grids_team(self, town):
        micro = add_area(code=cast.GRID_1 + "01", name_zh="微", parent=town.grid_1, by=SYSTEM)
        assert queries.unit_on(micro) == town.team_1

    def test_an_area_without_unit_has_none(self, town):
        grid = add_area(code=cast.COMMUNITY + "003", name_zh="新", parent=town.community, by=SYSTEM)
        assert queries.unit_on(grid) is None
        assert queries.worker_of(grid) is None

    def test_the_units_of_a_path_from_the_top(self, town, django_assert_num_queries):
        with django_assert_num_queries(2):
            units = queries.units_of_path(town.grid_1.path)
        assert units == [town.desk, town.town_office, town.community_office, town.team_1]
        with django_assert_num_queries(1):  # only whether the set-up is still the same
            assert queries.units_of_path(town.grid_1.path) == units

    def test_a_county_without_desk_has_none(self, db):
        with pytest.raises(Unit.DoesNotExist):
            queries.county_desk()

    def test_units_under_a_path(self, town):
        assert list(queries.units_under(town.other_town.path))[-1] == town.team_3

    def test_new_areas_get_their_units_by_themselves(self, town):
        add_area(code=cast.COMMUNITY + "003", name_zh="新", parent=town.community, by=SYSTEM)
        rows = [
            AreaRow(
                number=1, code=cast.COMMUNITY + "004", parent_code=cast.COMMUNITY, name_zh="再新"
            )
        ]
        import_areas(rows=rows, by=SYSTEM)
        for _ in range(2):
            drain_all()
            assert Unit.objects.filter(name_zh__in=("新", "再新")).count() == 2


class TestPeople:
    def test_the_worker_of_a_grid(self, town):
        assert queries.worker_of(town.grid_1).user == town.ada
        assert queries.worker_of(town.grid_2) is None
        assert queries.worker_of(town.town) is None

    def test_the_posts_of_a_unit_with_who_was_and_will_be(self, town):
        [(post, now, others)] = queries.posts_of(town.team_1)
        assert (now.user, others) == (town.ada, [])
        today = timezone.localdate()
        actions.end_appointment(appointment=now, last_day=today - timedelta(days=1), by=SYSTEM)
        [(post, now, others)] = queries.posts_of(town.team_1)
        assert now is None
        assert [each.user for each in others] == [town.ada]
        assert others[0].from_day == cast.DAY_ONE

    def test_grids_without_a_worker(self, town):
        assert list(queries.grids_without_worker(town.eve)) == [town.grid_2]
        assert not queries.grids_without_worker(town.dan)

    def test_supervision_is_the_towns_number_else_the_countys(self, town):
        units = queries.units_of_path(town.grid_1.path)
        assert queries.supervision_phone(units) == "0537-2212345"
        units[1].phone = "0537-2200001"
        assert queries.supervision_phone(units) == "0537-2200001"
        assert queries.supervision_phone([]) == ""

    def test_everything_of_a_day_with_one_query(self, town, django_assert_num_queries):
        with django_assert_num_queries(1):
            named = [each.user.name_zh for each in queries.appointments_today()]
        assert len(named) == 8


class TestScope:
    def test_everyone_sees_the_units_under_their_posts(self, town):
        assert list(queries.units_for(town.dan)) == [town.team_3]
        assert set(queries.units_for(town.ben)) == {
            town.town_office,
            town.community_office,
            town.team_1,
            town.team_2,
        }
        assert queries.units_for(town.eve).count() == 9
        assert list(queries.units_for(town.eve, "环卫", "department")) == [town.sanitation]

    def test_a_stranger_gets_404(self, town):
        post = Appointment.objects.get(user=town.ada).post
        appointment = Appointment.objects.get(user=town.ada)
        assert queries.unit_for(town.ben, town.team_1.pk) == town.team_1
        assert queries.post_for(town.ben, post.pk) == post
        assert queries.appointment_for(town.ben, appointment.pk) == appointment
        for attempt in (
            lambda: queries.unit_for(town.dan, town.team_1.pk),
            lambda: queries.post_for(town.dan, post.pk),
            lambda: queries.appointment_for(town.dan, appointment.pk),
        ):
            with pytest.raises(Http404):
                attempt()

    def test_vacancies_stay_in_scope(self, town):
        post = actions.add_post(unit=town.team_2, role="worker", by=SYSTEM)
        assert list(queries.vacancies(town.ben)) == [post]
        assert not queries.vacancies(town.dan)
