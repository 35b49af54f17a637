"""Units, vacancies, appointments, through the client."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from tests import cast

from gewu.ground.accounts.models import User
from gewu.ground.staffing import actions, queries
from gewu.ground.staffing.models import Appointment, Post, PostKind, Unit
from gewu.kernel.acting import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def unit_url(unit, tail=""):
    return f"/staffing/{unit.pk}/{tail}"


def kind(code):
    return str(PostKind.objects.get(code=code).pk)


@pytest.fixture
def vacant(town):
    return actions.add_post(unit=town.team_2, role="worker", by=SYSTEM)


class TestUnits:
    def test_everyone_sees_the_units_under_their_posts(self, town, client):
        client.force_login(town.dan)
        page = client.get("/staffing/").text
        assert "Grid 3" in page
        assert "Grid 1" not in page
        assert client.get(unit_url(town.team_1)).status_code == 404

    def test_filters_narrow_the_list(self, town, client):
        client.force_login(town.eve)
        page = client.get("/staffing/?kind=department").text
        assert "Sanitation Centre" in page
        assert "Grid 1" not in page
        assert "No unit is called that" in client.get("/staffing/?q=火星").text
        found = client.get("/staffing/?q=环卫&kind=department").text
        assert "Sanitation Centre" in found and "Grid 1" not in found
        assert client.get("/staffing/?kind=nonsense").status_code == 200

    def test_the_part_is_the_same_piece_of_the_page(self, town, client):
        client.force_login(town.eve)
        part = client.get("/staffing/?q=环卫", headers={"HX-Request": "true"}).text.strip()
        assert part.startswith('<div id="results"')
        assert part in client.get("/staffing/?q=环卫").text

    def test_long_lists_are_paged_with_few_queries(
        self, town, client, django_assert_max_num_queries
    ):
        Unit.objects.bulk_create(
            Unit(county_id=town.county.pk, kind="department", area=town.county, name_zh=f"部门{n}")
            for n in range(60)
        )
        client.force_login(town.eve)
        with django_assert_max_num_queries(9):
            assert "page=2" in client.get("/staffing/").text
        assert "page=1" in client.get("/staffing/?page=2").text

    def test_somebody_without_a_post_is_told_so(self, town, client):
        client.force_login(cast.person("gus", "古斯"))
        assert client.get("/staffing/").status_code == 403
        assert client.get("/staffing/vacancies/").status_code == 403

    def test_a_unit_shows_its_posts_and_who_holds_them(self, town, client):
        client.force_login(town.ben)
        page = client.get(unit_url(town.team_1)).text
        assert ">Ada<" in page
        assert "2026-01-01" in page
        assert "Appoint<" not in page
        assert "no posts yet" in client.get(unit_url(town.team_2)).text

    def test_an_administrator_adds_a_department(self, town, client):
        client.force_login(town.root)
        assert client.get("/staffing/departments/add/").status_code == 200
        client.post("/staffing/departments/add/", {"name_zh": "市政中心", "phone": "12345"})
        assert queries.departments().filter(name_zh="市政中心").exists()
        answer = client.post("/staffing/departments/add/", {"name_zh": "市政中心"})
        assert answer.status_code == 422

    def test_what_a_department_is_called_and_where_it_answers_is_read_by_others(self, town, client):
        client.force_login(town.root)
        given = {"name_zh": "市政中心", "name_en": "Works Centre", "phone": "0537-12345"}
        client.post("/staffing/departments/add/", given)
        unit = Unit.objects.get(name_zh="市政中心")
        client.force_login(town.eve)
        page = client.get(unit_url(unit)).text
        assert "Works Centre" in page and "0537-12345" in page
        client.cookies["gewu_language"] = "zh-hans"
        assert "市政中心" in client.get(unit_url(unit)).text

    def test_missing_units_are_added(self, town, client):
        Unit.objects.filter(pk=town.team_2.pk).delete()
        client.force_login(town.root)
        assert "Units added: 1" in client.post("/staffing/missing/", follow=True).text
        client.force_login(town.ben)
        assert "Grid 2" in client.get("/staffing/").text
        client.force_login(town.root)
        assert "has its unit already" in client.post("/staffing/missing/", follow=True).text

    def test_names_and_phone_are_corrected(self, town, client):
        client.force_login(town.root)
        address = unit_url(town.team_1, "change/")
        assert client.get(address).status_code == 200
        client.post(address, {"name_zh": "一号网格小组", "phone": "0537-2210001"})
        assert Unit.objects.get(pk=town.team_1.pk).phone == "0537-2210001"
        assert client.post(address, {"name_zh": "x", "phone": "abc"}).status_code == 422

    def test_the_towns_phone_is_where_residents_call_for_supervision(self, town, client):
        client.force_login(town.root)
        given = {"name_zh": "东镇", "phone": "0537-2299999"}
        client.post(unit_url(town.town_office, "change/"), given)
        assert "0537-2299999" in client.get(f"/territory/grid/{cast.GRID_1}/").text

    def test_a_changed_name_is_what_others_read(self, town, client):
        client.force_login(town.root)
        given = {"name_zh": "一号网格小组", "name_en": "Team of grid one", "phone": "0537-2210001"}
        client.post(unit_url(town.team_1, "change/"), given)
        client.force_login(town.ben)
        page = client.get(unit_url(town.team_1)).text
        assert "Team of grid one" in page and "0537-2210001" in page
        client.cookies["gewu_language"] = "zh-hans"
        assert "一号网格小组" in client.get(unit_url(town.team_1)).text


class TestVacancies:
    def test_they_are_listed_with_grids_without_worker(self, town, client, vacant):
        client.force_login(town.ben)
        page = client.get("/staffing/vacancies/").text
        assert "Full-time grid worker" in page
        assert "Grid 2" in page

    def test_none_is_said_too(self, town, client):
        client.force_login(town.dan)
        page = client.get("/staffing/vacancies/").text
        assert "Every post is held" in page
        assert "Every grid has its worker" in page

    def test_many_are_paged(self, town, client):
        Post.objects.bulk_create(Post(unit=town.team_2, role="worker") for _ in range(60))
        client.force_login(town.root)
        assert "page=2" in client.get("/staffing/vacancies/").text
        assert "page=1" in client.get("/staffing/vacancies/?page=2").text


class TestPosts:
    def test_an_administrator_adds_a_post_and_goes_on_to_appoint(self, town, client):
        client.force_login(town.root)
        address = unit_url(town.team_2, "posts/add/")
        assert "Full-time grid worker" in client.get(address).text
        answer = client.post(address, {"kind": kind("full_time_worker")})
        post = Post.objects.get(unit=town.team_2)
        assert answer.url == f"/staffing/posts/{post.pk}/appoint/"
        assert client.post(address, {"kind": kind("leader")}).status_code == 422
        wrong = {"kind": kind("part_time_worker"), "phone": "x"}
        assert client.post(address, wrong).status_code == 422

    def test_what_a_post_is_called_and_its_phone_are_read_by_others(self, town, client):
        client.force_login(town.root)
        given = {"kind": kind("building_head"), "title_zh": "楼道长", "title_en": "Stairway warden"}
        client.post(unit_url(town.team_2, "posts/add/"), given | {"phone": "0537-2210077"})
        client.force_login(town.ben)
        page = client.get(unit_url(town.team_2)).text
        assert "Stairway warden" in page and "0537-2210077" in page and "Building head" in page
        client.cookies["gewu_language"] = "zh-hans"
        assert "楼道长" in client.get(unit_url(town.team_2)).text

    def test_beside_a_full_time_worker_only_part_time_ones_are_appointed(self, town, client):
        client.force_login(town.root)
        today = timezone.localdate().isoformat()
        said = []
        for username, code in (
            ("finn", "full_time_worker"),
            ("gus", "full_time_worker"),
            ("hal", "part_time_worker"),
        ):
            cast.person(username, "某人")
            client.post(unit_url(town.team_2, "posts/add/"), {"kind": kind(code)})
            post = Post.objects.filter(unit=town.team_2).order_by("id").last()
            given = {"user": username, "from_day": today}
            said.append(client.post(f"/staffing/posts/{post.pk}/appoint/", given).status_code)
        assert said == [302, 422, 302]
        client.force_login(town.ben)
        page = client.get(unit_url(town.team_2)).text
        assert "Hal" in page and "Part-time grid worker" in page

    def test_a_worker_sets_their_own_phone_and_residents_see_it(self, town, client):
        post = Post.objects.get(unit=town.team_1)
        client.force_login(town.ada)
        address = f"/staffing/posts/{post.pk}/phone/"
        assert client.get(address).status_code == 200
        client.post(address, {"phone": "0537-2210009"})
        assert "0537-2210009" in client.get(f"/territory/grid/{cast.GRID_1}/").text
        assert client.post(address, {"phone": "x"}).status_code == 422
        client.force_login(town.ben)
        assert client.get(address).status_code == 403
        client.force_login(town.dan)
        assert client.get(address).status_code == 404


class TestAppointing:
    def test_the_appointed_see_their_grid_at_once(self, town, client, vacant):
        client.force_login(town.root)
        address = f"/staffing/posts/{vacant.pk}/appoint/"
        assert "Ada" in client.get(address).text
        cast.person("finn", "芬恩")
        today = timezone.localdate().isoformat()
        answer = client.post(address, {"user": "finn", "from_day": today})
        assert answer.url == unit_url(town.team_2)
        client.force_login(User.objects.get(username="finn"))
        assert client.get(f"/territory/{town.grid_2.pk}/").status_code == 200
        assert "Finn" in client.get(f"/territory/grid/{cast.GRID_2}/").text

    def test_an_appointment_begins_and_ends_on_its_days(self, town, client, vacant):
        client.force_login(town.root)
        cast.person("finn", "芬恩")
        today = timezone.localdate()
        first, last = today + timedelta(days=2), today + timedelta(days=3)
        given = {"user": "finn", "from_day": first.isoformat(), "until": last.isoformat()}
        client.post(f"/staffing/posts/{vacant.pk}/appoint/", given)
        seen = []
        for days in range(1, 5):
            with time_machine.travel(timezone.now() + timedelta(days=days)):
                seen.append("Finn" in client.get(f"/territory/grid/{cast.GRID_2}/").text)
        assert seen == [False, True, True, False]

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"user": "nobody"}, "user"),
            ({"user": "ada"}, "user"),
            ({"until": "2026-01-01"}, "until"),
            ({"from_day": "soon"}, "from_day"),
        ],
    )
    def test_what_is_wrong_stands_at_its_field(self, town, client, vacant, given, field):
        client.force_login(town.root)
        values = {"user": "eve", "from_day": "2026-06-01"} | given
        answer = client.post(f"/staffing/posts/{vacant.pk}/appoint/", values)
        assert answer.status_code == 422
        assert answer.context["form"].errors[field]

    def test_the_last_day_is_set(self, town, client):
        appointment = Appointment.objects.get(user=town.ada)
        client.force_login(town.root)
        address = f"/staffing/appointments/{appointment.pk}/end/"
        assert "Ada" in client.get(address).text
        yesterday = timezone.localdate() - timedelta(days=1)
        client.post(address, {"last_day": yesterday.isoformat()})
        assert "vacant at the moment" in client.get(f"/territory/grid/{cast.GRID_1}/").text
        client.force_login(town.ada)
        assert client.get(f"/territory/{town.grid_1.pk}/").status_code == 404
        client.force_login(town.root)
        assert client.post(address, {"last_day": "2025-01-01"}).status_code == 422

    def test_a_mistake_of_today_is_taken_back(self, town, client, vacant):
        made = actions.appoint(post=vacant, user=town.eve, by=SYSTEM)
        client.force_login(town.root)
        assert "Take back" in client.get(unit_url(town.team_2)).text
        assert "Eve" in client.get(f"/territory/grid/{cast.GRID_2}/").text
        client.post(f"/staffing/appointments/{made.pk}/cancel/")
        assert "vacant at the moment" in client.get(f"/territory/grid/{cast.GRID_2}/").text
        assert not Appointment.objects.filter(post=vacant).exists()

    def test_what_began_earlier_is_not(self, town, client):
        appointment = Appointment.objects.get(user=town.ada)
        client.force_login(town.root)
        answer = client.post(f"/staffing/appointments/{appointment.pk}/cancel/", follow=True)
        assert "stays on record" in answer.text

    @pytest.mark.parametrize("who", ["ada", "ben", "eve"])
    def test_others_change_nothing(self, town, client, vacant, who):
        appointment = Appointment.objects.get(user=town.ada)
        client.force_login(getattr(town, who))
        for address in (
            unit_url(town.team_1, "change/"),
            unit_url(town.team_1, "posts/add/"),
            f"/staffing/appointments/{appointment.pk}/end/",
            "/staffing/departments/add/",
        ):
            assert client.get(address).status_code == 403
        assert client.post("/staffing/missing/").status_code == 403
        assert client.post(f"/staffing/appointments/{appointment.pk}/cancel/").status_code == 403


def test_a_grid_nobody_serves_has_no_contact(town, client):
    Appointment.objects.all().delete()
    Post.objects.all().delete()
    Unit.objects.all().delete()
    page = client.get(f"/territory/grid/{cast.GRID_1}/").text
    assert "Supervision" not in page
