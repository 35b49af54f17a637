"""The team of a grid on one card, for the desk and for everyone."""

import pytest
from tests import cast

from gewu.ground.staffing import actions, queries
from gewu.ground.staffing.models import Post, PostKind
from gewu.kernel.acting import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def named(unit, code, name, phone=""):
    kind = PostKind.objects.get(code=code)
    post = actions.add_post(unit=unit, kind=kind, phone=phone, by=SYSTEM)
    actions.appoint_somebody_new(post=post, name_zh=name, name_en=name, by=SYSTEM)
    return post


def card_url(unit):
    return f"/staffing/{unit.pk}/team/"


def public(client):
    return client.get(f"/territory/grid/{cast.GRID_1}/").text


def test_the_card_shows_everyone_with_phones_and_who_is_missing(town, client):
    named(town.team_1, "family_doctor", "Doctor Zheng", "0537-2219999")
    named(town.team_1, "unit_head", "Stair Head")
    client.force_login(town.ben)
    page = client.get(card_url(town.team_1)).text
    assert "Ada" in page and "Doctor Zheng" in page and "0537-2219999" in page
    assert "Grid chief" in page and "Not filled" in page
    assert page.index("Full-time grid worker") < page.index("Family doctor")


def test_residents_see_the_kinds_that_are_shown_and_where_somebody_is_missing(town, client):
    named(town.team_1, "family_doctor", "Doctor Zheng", "0537-2219999")
    named(town.team_1, "unit_head", "Stair Head")
    page = public(client)
    assert "Doctor Zheng" in page and "0537-2219999" in page
    assert "Stair Head" not in page
    assert "Grid chief" in page and "vacant" in page
    PostKind.objects.filter(code="family_doctor").update(is_public=False)
    assert "Doctor Zheng" not in public(client)


def test_a_vacant_post_that_has_to_be_filled_is_said_and_another_is_not(town, client):
    for code in ("chief", "lawyer"):
        kind = PostKind.objects.get(code=code)
        actions.add_post(unit=town.team_1, kind=kind, by=SYSTEM)
    page = public(client)
    assert "Grid chief" in page and "Lawyer" not in page
    client.force_login(town.root)
    card = client.get(card_url(town.team_1)).text
    assert card.count("Vacant") == 2 and "Appoint" in card


def test_a_post_of_no_kind_stands_by_its_title(town, client):
    Post.objects.update(kind=None)
    client.force_login(town.eve)
    assert "Grid worker" in client.get(card_url(town.team_1)).text
    assert "Sanitation" in client.get(card_url(town.sanitation)).text


def test_a_stranger_has_no_card(town, client):
    client.force_login(town.dan)
    assert client.get(card_url(town.team_1)).status_code == 404


def test_queries_do_not_grow_with_the_team(town, client, django_assert_max_num_queries):
    for number in range(12):
        named(town.team_1, "building_head", f"Head {number}")
    with django_assert_max_num_queries(5):
        queries.team_card(town.team_1)
