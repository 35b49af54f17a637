"""Who answers for a place, from a point, a code or words."""

import pytest
from tests import cast

from gewu.ground.staffing import actions
from gewu.kernel.acting import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ADDRESS = "/staffing/answers/"


def ask(client, **where):
    return client.get(ADDRESS, where).text


def test_a_point_a_code_and_words_lead_to_the_people_of_the_place(town, client):
    overlay = actions.add_overlay(
        unit=town.sanitation,
        code="370899100001900",
        name_zh="环卫专业一格",
        areas=[town.grid_1],
        by=SYSTEM,
    )
    post = actions.add_seat(overlay=overlay, phone="0537-2213333", by=SYSTEM)
    actions.appoint(post=post, user=town.hana, by=SYSTEM)
    actions.change_unit(
        unit=town.town_office, name_zh="东镇", name_en="East Town", phone="0537-2299999", by=SYSTEM
    )
    client.force_login(town.ben)
    lon, lat = cast.IN_GRID_1
    for page in (
        ask(client, lon=lon, lat=lat),
        ask(client, q=cast.GRID_1),
        ask(client, q="第一网格"),
    ):
        assert "Ada" in page and "13700000001" in page
        assert "0537-2299999" in page and "East Community" in page
        assert "Hana" in page and "0537-2213333" in page


def test_a_call_about_another_town_is_answered_too(town, client):
    client.force_login(town.ben)
    page = ask(client, q=cast.GRID_3)
    assert "Dan" in page and "No professional grid" in page


def test_nothing_and_nowhere_are_said(town, client):
    client.force_login(town.ben)
    assert "Which place is it about" in ask(client)
    assert "No place was found" in ask(client, q="火星大道")
    assert "No place was found" in ask(client, lon=cast.NOWHERE[0], lat=cast.NOWHERE[1])
    assert "Which place is it about" in ask(client, lon="far")
    assert "No place was found" in ask(client, lon=cast.IN_GRID_1[0])


def test_of_several_places_one_is_chosen(town, client):
    client.force_login(town.ben)
    page = ask(client, q="Grid")
    assert "Which one" in page and cast.GRID_2 in page


def test_a_place_without_a_grid_and_without_a_worker(town, client):
    client.force_login(town.ben)
    assert "No grid is drawn" in ask(client, q=cast.TOWN)
    assert "vacant at the moment" in ask(client, q=cast.GRID_2)


def test_it_is_for_staff(town, client):
    assert client.get(ADDRESS).status_code == 302
    client.force_login(cast.person("gus", "古斯"))
    assert client.get(ADDRESS).status_code == 403
