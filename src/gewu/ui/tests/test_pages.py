"""The gallery, parts and pages, and the pages for something wrong."""

import re

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from gewu.ui import views
from gewu.ui.pages import page, wants_part
from gewu.ui.wrong import WRONGS


@pytest.fixture
def shared() -> HttpRequest:
    """A plain request."""
    return RequestFactory().get("/")


@pytest.mark.parametrize("face", ["desk", "portal", "plain"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_gallery_opens_on_every_face(client: Client, face: str, language: str) -> None:
    client.cookies["gewu_language"] = language
    answer = client.get(f"/_gallery/{face}/")
    assert answer.status_code == 200
    assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in answer.text


def test_a_face_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/_gallery/cellar/").status_code == 404
    assert client.get("/_gallery/wrong/418/").status_code == 404


def test_no_page_needs_inline_scripts_or_styles(client: Client) -> None:
    text = client.get("/_gallery/").text
    assert not re.search(r"\sstyle=|\son\w+=|<style", text)
    scripts = re.findall(r"<script[^>]*>", text)
    assert all("src=" in tag or "application/json" in tag for tag in scripts)


def test_a_part_equals_its_page(client: Client) -> None:
    whole = client.get("/_gallery/").text
    part = client.get("/_gallery/", headers={"HX-Request": "true"}).text
    assert part.strip().startswith('<div id="results">')
    assert _without_times(part) in _without_times(whole)


def test_a_title_is_said_once_and_drawn_twice(client: Client) -> None:
    client.cookies["gewu_language"] = "en"
    text = client.get("/_gallery/").text
    assert "<title>Gallery · 格物 Gewu</title>" in text
    assert "<h1>Gallery</h1>" in text


@pytest.mark.parametrize(
    ("headers", "part"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_only_a_swap_gets_a_part(headers: dict[str, str], part: bool) -> None:
    assert wants_part(RequestFactory().get("/", headers=headers)) is part


def test_a_cache_keeps_part_and_page_apart(shared: HttpRequest) -> None:
    answer = page(shared, "ui/errors/wrong.html", _wrong_context(shared), status=202)
    assert "HX-Request" in answer["Vary"]
    assert answer.status_code == 202


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.bad_request, 400),
        (views.forbidden, 403),
        (views.csrf_failed, 403),
        (views.not_found, 404),
    ],
)
def test_a_wrong_page_says_what_to_do_in_both_languages(
    shared: HttpRequest, view: object, status: int
) -> None:
    with translation.override("en"):
        answer: HttpResponse = view(shared)  # type: ignore[operator]
    assert answer.status_code == status
    assert 'lang="zh-Hans"' in answer.text
    assert "请" in answer.text
    assert "lease" in answer.text or "ask" in answer.text or "Go back" in answer.text or "Start again" in answer.text  # fmt: skip


def test_our_own_fault_is_told_without_a_database(shared: HttpRequest) -> None:
    # pytest-django closes the database for this test.
    with translation.override("zh-hans"):
        answer = views.server_error(shared)
    assert answer.status_code == 500
    assert str(WRONGS["500"].title) not in ("",)
    assert "不是您的原因" in answer.text
    assert "Nothing you did caused it" in answer.text


def test_an_unknown_address_gets_the_calm_page(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.text


def _without_times(text: str) -> str:
    text = re.sub(r'(datetime|title|due|warn)="[^"]*"', "", text)
    return re.sub(r"\s+", " ", text).strip()


def _wrong_context(request: HttpRequest) -> dict[str, object]:
    other = {"title": "", "advice": ""}
    return {"wrong": WRONGS["404"], "other": other, "other_tag": "en", "status": 404}


def test_while_the_database_is_away_it_asks_to_come_back(rf):
    try:
        raise OperationalError("gone")
    except OperationalError:
        answer = views.server_error(rf.get("/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
