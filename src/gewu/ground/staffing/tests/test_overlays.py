"""Professional grids: codes, what they cover from which day, and who is named at a place."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from tests import cast

from gewu.ground.accounts.models import User
from gewu.ground.staffing import actions, queries, rules
from gewu.ground.staffing.models import Cover, Overlay, OverlayPost
from gewu.ground.territory.hooks import Succession
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
CODE, OTHER = "370899100001900", "370899100001901"


def day(count=0):
    return timezone.localdate() + timedelta(days=count)


def made(town, code=CODE, areas=None, **others):
    usual = {"name_zh": "环卫第一专业网格", "name_en": "Cleaning grid 1", "by": town.root}
    return actions.add_overlay(
        unit=others.pop("unit", town.sanitation),
        code=code,
        areas=areas or [town.grid_1, town.grid_2],
        **usual | others,
    )


def codes(overlay, on=None):
    return [area.code for area in queries.covered(overlay, on)]


@pytest.mark.parametrize(
    ("scheme", "code", "said"),
    [
        ("sequence", CODE, ""),
        ("sequence", "370899100001800", "no such code"),
        ("sequence", "370811100001900", "county's 370899 at digit 1"),
        ("cj349", "01020337089910000100", ""),
        ("cj349", "01020337081110000100", "at digit 7"),
        ("own", "ZW-01", ""),
        ("own", "", "no such code"),
    ],
)
def test_codes_are_checked(scheme, code, said):
    fault = rules.overlay_code_fault(scheme, code, cast.COUNTY)
    assert said in fault if said else fault == ""


def test_a_county_with_codes_of_its_own_has_no_digits_to_compare():
    assert rules.overlay_code_fault("sequence", CODE, "任城区") == ""


class TestActions:
    def test_it_is_added_with_what_it_covers(self, town):
        overlay = made(town)
        assert codes(overlay) == [cast.GRID_1, cast.GRID_2]
        assert codes(overlay, day(-1)) == []
        entry = JournalEntry.objects.get(name="staffing.overlay_added")
        assert entry.payload["code"] == CODE

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"unit": "town_office"}, "unit"),
            ({"code": "1"}, "code"),
            ({"name_zh": ""}, "name_zh"),
        ],
    )
    def test_what_is_wrong_is_said(self, town, changes, field):
        if "unit" in changes:
            changes = {"unit": town.town_office}
        with pytest.raises(Refusal) as refusal:
            made(town, **changes)
        assert refusal.value.field == field

    def test_a_code_is_given_once_and_some_grid_is_covered(self, town):
        made(town)
        with pytest.raises(Refusal, match="given already"):
            made(town)
        with pytest.raises(Refusal, match="at least one"):
            actions.add_overlay(
                unit=town.sanitation, code=OTHER, name_zh="二", areas=[], by=town.root
            )
        with pytest.raises(Refusal, match="administrator"):
            made(town, code=OTHER, by=town.ben)

    def test_other_grids_from_a_day_and_the_past_stays(self, town):
        with time_machine.travel(timezone.now() - timedelta(days=5)):
            overlay = made(town)
        later = [town.grid_2, town.grid_3]
        actions.change_cover(overlay=overlay, areas=later, from_day=day(2), by=town.root)
        actions.change_cover(overlay=overlay, areas=later, from_day=day(2), by=town.root)
        assert codes(overlay, day(1)) == [cast.GRID_1, cast.GRID_2]
        assert codes(overlay, day(2)) == [cast.GRID_2, cast.GRID_3]
        assert JournalEntry.objects.filter(name="staffing.cover_changed").count() == 1
        actions.change_cover(overlay=overlay, areas=[town.grid_2], from_day=day(), by=town.root)
        assert codes(overlay, day(3)) == [cast.GRID_2]
        assert not Cover.objects.filter(area=town.grid_3).exists()

    def test_the_past_is_not_changed(self, town):
        overlay = made(town, from_day=day(3))
        for from_day, said in ((day(-1), "stays as it was"), (day(1), "begins later")):
            with pytest.raises(Refusal, match=said):
                actions.change_cover(
                    overlay=overlay, areas=[town.grid_1], from_day=from_day, by=town.root
                )
        with pytest.raises(Refusal, match="at least one"):
            actions.change_cover(overlay=overlay, areas=[], from_day=day(3), by=town.root)

    def test_its_worker_is_named_at_its_grids_and_nowhere_else(self, town):
        overlay = made(town)
        post = actions.add_seat(overlay=overlay, phone="0537-2213333", by=town.root)
        assert post.kind.code == "professional_worker"
        vacant = queries.professionals_at(town.grid_1.path)
        assert [each.held for each in vacant] == [None]
        actions.appoint(post=post, user=town.hana, by=town.root)
        at = queries.professionals_at(town.grid_1.path, town.sanitation.pk)
        assert [each.held.user for each in at] == [town.hana]
        assert queries.professionals_at(town.grid_3.path) == []
        assert queries.professionals_at(town.grid_1.path, town.desk.pk) == []

    def test_it_is_closed_with_its_people(self, town):
        with time_machine.travel(timezone.now() - timedelta(days=5)):
            overlay = made(town)
            posts = [actions.add_seat(overlay=overlay, by=town.root) for _each in range(3)]
            actions.appoint(post=posts[0], user=town.hana, by=town.root)
            gone = cast.person("gus", "古斯")
            actions.appoint(post=posts[1], user=gone, until=day(7), by=town.root)
        actions.appoint(post=posts[2], user=gone, from_day=day(9), by=town.root)
        actions.close_overlay(overlay=overlay, last_day=day(3), by=town.root)
        actions.close_overlay(overlay=overlay, last_day=day(3), by=town.root)
        assert codes(overlay, day(3)) and not codes(overlay, day(4))
        ends = {
            each.user.username: each.last_day
            for each in queries.appointments_today().filter(post__in=posts)
        }
        assert ends == {"hana": day(3), "gus": day(2)}
        for wrong in (
            lambda: actions.close_overlay(overlay=overlay, last_day=day(5), by=town.root),
            lambda: actions.add_seat(overlay=overlay, by=town.root),
            lambda: actions.change_cover(
                overlay=overlay, areas=[town.grid_1], from_day=day(), by=town.root
            ),
        ):
            with pytest.raises(Refusal, match="closed already"):
                wrong()
        with time_machine.travel(timezone.now() + timedelta(days=4)):
            assert queries.professionals_at(town.grid_1.path) == []

    def test_heirs_of_a_grid_are_covered_in_its_place(self, town):
        with time_machine.travel(timezone.now() - timedelta(days=5)):
            overlay, other = made(town, areas=[town.grid_1]), made(town, OTHER)
        going = Succession(
            day(), (town.grid_1,), (town.grid_2, town.town), {town.grid_1.pk: town.grid_2}, ""
        )
        actions.cover_heirs(succession=going, by=SYSTEM)
        assert codes(overlay) == codes(other) == [cast.GRID_2]
        assert codes(overlay, day(-1)) == [cast.GRID_1]


class TestPages:
    def test_from_adding_to_closing(self, town, client):
        client.force_login(town.root)
        assert "Add a professional grid" in client.get("/staffing/professional/").text
        address = f"/staffing/{town.sanitation.pk}/professional/add/"
        assert client.get(address).status_code == 200
        form = {"name_zh": "专业一格", "name_en": "Cleaning one", "code_scheme": "sequence"}
        form |= {"code": CODE, "areas": cast.COMMUNITY, "from_day": day().isoformat()}
        assert "no codes of grids: 12" in client.post(address, form | {"areas": "12"}).text
        assert client.post(address, form | {"code": "1"}).status_code == 422
        page = client.post(address, form, follow=True).text
        assert "Grid 1" in page and "Grid 2" in page and "Cleaning one" in page
        overlay = Overlay.objects.get()
        own = f"/staffing/professional/{overlay.pk}/"
        answer = client.post(own + "worker/")
        post = OverlayPost.objects.get().post
        assert answer.url == f"/staffing/posts/{post.pk}/appoint/"
        client.post(answer.url, {"user": "hana", "from_day": day().isoformat()})
        assert ">Hana<" in client.get(own).text
        assert "Hana" in client.get(f"/territory/grid/{cast.GRID_1}/").text
        form = {"areas": f"{cast.GRID_2}, {cast.GRID_3}", "from_day": day().isoformat()}
        assert cast.GRID_1 in client.get(own + "cover/").text
        client.post(own + "cover/", form)
        assert "Hana" not in client.get(f"/territory/grid/{cast.GRID_1}/").text
        assert client.post(own + "cover/", form | {"from_day": "2026-01-01"}).status_code == 422
        client.force_login(town.dan)
        assert "Cleaning one" in client.get("/staffing/professional/?q=专业").text
        assert client.get(own).status_code == 200
        client.force_login(town.root)
        assert client.get(own + "close/").status_code == 200
        client.post(own + "close/", {"last_day": day().isoformat()})
        assert client.post(own + "close/", {"last_day": day(3).isoformat()}).status_code == 422
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            client.force_login(town.root)
            assert "Cleaning one" not in client.get("/staffing/professional/").text
            assert "Cleaning one" in client.get("/staffing/professional/?closed=on&page=1").text
            assert "Hana" not in client.get(f"/territory/grid/{cast.GRID_2}/").text

    def test_strangers_and_others(self, town, client):
        overlay = made(town, areas=[town.grid_1])
        own = f"/staffing/professional/{overlay.pk}/"
        client.force_login(town.dan)
        assert client.get(own).status_code == 404
        client.force_login(town.ada)
        assert client.get(own).status_code == 200
        for tail in ("cover/", "close/"):
            assert client.get(own + tail).status_code == 403
        assert client.post(own + "worker/").status_code == 403
        client.force_login(cast.person("gus", "古斯"))
        assert client.get("/staffing/professional/").status_code == 403

    def test_the_list_does_not_grow_in_queries(self, town, client, django_assert_max_num_queries):
        for number in range(10):
            made(town, code=f"3708991000019{number:02d}")
        client.force_login(User.objects.get(username="eve"))
        with django_assert_max_num_queries(8):
            client.get("/staffing/professional/")
