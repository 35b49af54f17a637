"""The map of all grids: by name, by a tap, with worker and phones, for everyone."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import GRID_1, Town

MAP = "/map/"
PART = {"HX-Request": "true"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def text(answer):
    return answer.content.decode()


def test_it_has_all_towns_and_where_the_map_finds_all_grids(place: Town, cleo: Client) -> None:
    page = text(cleo.get(MAP))
    assert "East Town" in page and "West Town" in page
    assert "/territory/open-tiles/" in page


def test_a_grid_says_its_worker_the_phones_and_how_to_report(place: Town, cleo: Client) -> None:
    part = text(cleo.get(MAP, {"area": str(place.grid_1.pk)}, headers=PART))
    assert part.strip().startswith('<div id="chosen"')
    assert place.ada.name_en in part and "13700000001" in part and "0537-2212345" in part
    assert f"/report/?area={GRID_1}" in part and f"/territory/grid/{GRID_1}/" in part


def test_it_says_no_more_than_the_page_of_the_grid(place: Town, cleo: Client) -> None:
    """Only names and phones that are published already."""
    public = text(cleo.get(reverse("territory:public_grid", args=[GRID_1])))
    part = text(cleo.get(MAP, {"area": str(place.grid_1.pk)}, headers=PART))
    for said in (place.ada.name_en, "13700000001", "0537-2212345"):
        assert said in public and said in part


def test_a_community_lists_its_grids(place: Town, cleo: Client) -> None:
    page = text(cleo.get(MAP, {"area": str(place.community.pk)}))
    assert f"?area={place.grid_1.pk}" in page and f"?area={place.grid_2.pk}" in page
    assert "Report here" not in page.split('id="chosen"')[1].split('id="results"')[0]


def test_a_name_finds_communities_and_grids(place: Town, cleo: Client) -> None:
    part = text(cleo.get(MAP, {"q": "第三"}, headers=PART))
    assert part.strip().startswith('<div id="results"')
    assert f"?area={place.grid_3.pk}" in part and f"?area={place.grid_1.pk}" not in part
    assert "West Town" in part
    assert "Nothing here is called that" in text(cleo.get(MAP, {"q": "火星"}, headers=PART))


@pytest.mark.parametrize("asked", ["nonsense", "00000000-0000-0000-0000-000000000001"])
def test_what_is_no_area_is_not_found(place: Town, cleo: Client, asked: str) -> None:
    assert cleo.get(MAP, {"area": asked}).status_code == 404


def test_a_place_without_a_grid_is_said(place: Town, cleo: Client) -> None:
    assert "No grid is drawn at this place" in text(cleo.get(MAP, {"area": ""}, headers=PART))


def test_home_and_the_page_of_a_grid_lead_to_it(place: Town, cleo: Client) -> None:
    assert f'href="{MAP}"' in text(cleo.get("/"))
    public = text(cleo.get(reverse("territory:public_grid", args=[GRID_1])))
    assert f"{MAP}?area={place.grid_1.pk}" in public


def test_before_there_is_a_county(db: None, client: Client) -> None:
    assert client.get(MAP).status_code == 503
