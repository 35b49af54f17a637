"""With every filter of people forgotten the database shows no row; without it too, no seal opens."""

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from gewu.ground.residents.models import PersonAccess
from gewu.ground.residents.tests.people import WANG, purpose, resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def wang(town):
    return resident(town, purpose())


@pytest.fixture
def dan(town, monkeypatch):
    """A worker of the other town, to whom the filters say that everything is his."""
    monkeypatch.setattr("gewu.ground.residents.queries.people._kept_by", lambda *_: ~Q(pk=None))
    browser = Client(raise_request_exception=False)
    browser.force_login(town.dan)
    return browser


LISTS = ("", f"?field=phone&q={WANG['phone']}")


@pytest.mark.parametrize("find", LISTS)
def test_no_list_and_no_search_finds_anybody(wang, dan, find):
    answer = dan.get(reverse("residents:households") + find)
    assert answer.status_code == 200
    assert "王*" not in answer.text and "12**" not in answer.text


@pytest.mark.parametrize("page", ["household", "person"])
def test_no_page_of_them_is_found(wang, dan, page):
    pk = wang.household_id if page == "household" else wang.pk
    assert dan.get(reverse(f"residents:{page}", args=[pk])).status_code == 404


def test_nothing_opens_and_nothing_is_written(wang, dan):
    for name in ("open", "leave", "guardian"):
        answer = dan.post(reverse(f"residents:{name}", args=[wang.pk]), {"reason": "看看是谁"})
        assert answer.status_code == 404, name
    assert not PersonAccess.objects.filter(person=wang).exists()


class TestWithoutTheWallToo:
    """What opens a seal asks for itself: a page breaks off and shows not so much as a mask."""

    @pytest.fixture(autouse=True)
    def _the_house_looks(self, monkeypatch):
        monkeypatch.setattr("gewu.ground.accounts.queries.scope_of", lambda _user: None)

    @pytest.mark.parametrize("find", LISTS)
    def test_no_list_and_no_search_shows_so_much_as_a_mask(self, wang, dan, find):
        answer = dan.get(reverse("residents:households") + find)
        assert answer.status_code == 500
        assert "王*" not in answer.text and "12**" not in answer.text

    @pytest.mark.parametrize("page", ["household", "person"])
    def test_no_page_shows_so_much_as_a_mask(self, wang, dan, page):
        pk = wang.household_id if page == "household" else wang.pk
        answer = dan.get(reverse(f"residents:{page}", args=[pk]))
        assert answer.status_code == 500
        assert "王*" not in answer.text and WANG["phone"] not in answer.text

    def test_nothing_opens(self, wang, dan):
        answer = dan.post(reverse("residents:open", args=[wang.pk]), {"reason": "看看是谁"})
        assert WANG["name"] not in answer.text and WANG["phone"] not in answer.text
        assert not PersonAccess.objects.filter(person=wang).exists()
