"""What a viewer chose is kept; menus show what the viewer may open."""

from collections.abc import Iterator

import pytest
from django.test import Client, RequestFactory

from gewu.kernel.hooks import Hook
from gewu.ui import hooks
from gewu.ui.context import Look
from gewu.ui.hooks import NavItem, Panel


class Viewer:
    """Somebody who may do one thing."""

    is_authenticated = True

    def may(self, permission: str) -> bool:
        """Only looking."""
        return permission == "things.see"


@pytest.fixture(autouse=True)
def _own_hooks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("nav", "user_menu", "portal_nav", "search", "panels"):
        monkeypatch.setattr(hooks, name, Hook(f"test.{name}", "for a test"))
    yield


def look(path: str = "/", viewer: Viewer | None = None) -> Look:
    """The look of a request."""
    request = RequestFactory().get(path)
    if viewer:
        request.user = viewer  # type: ignore[assignment]
    return Look(request)


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_a_chosen_theme_is_kept_and_shown(client: Client, theme: str) -> None:
    answer = client.post("/look/theme/", {"theme": theme, "next": "/_gallery/"})
    assert answer.headers["Location"] == "/_gallery/"
    assert f'data-theme="{theme}"' in client.get("/_gallery/").text


def test_an_unknown_theme_becomes_the_devices_own(client: Client) -> None:
    client.post("/look/theme/", {"theme": "pink"})
    assert client.cookies["gewu_theme"].value == "auto"


def test_large_type_is_shown_on_residents_pages_only(client: Client) -> None:
    client.post("/look/elder/", {"elder": "1"})
    assert "data-elder" in client.get("/_gallery/portal/").text
    assert "data-elder" not in client.get("/_gallery/desk/").text
    client.post("/look/elder/", {"elder": "0"})
    assert "data-elder" not in client.get("/_gallery/portal/").text


def test_a_chosen_language_is_kept(client: Client) -> None:
    client.post("/look/language/", {"language": "en"})
    assert "Every component in its states." in client.get("/_gallery/").text
    client.post("/look/language/", {"language": "xx"})
    assert client.cookies["gewu_language"].value == "en"


@pytest.mark.parametrize("target", ["https://elsewhere.test/", "//elsewhere.test", ""])
def test_a_choice_never_leads_elsewhere(client: Client, target: str) -> None:
    answer = client.post("/look/theme/", {"theme": "dark", "next": target})
    assert answer.headers["Location"] == "/"


def test_a_choice_is_not_made_by_a_link(client: Client) -> None:
    answer = client.get("/look/theme/?theme=dark")
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "这个地址只接收表单" in answer.text and "Go back to that page" in answer.text


def test_the_menu_shows_what_the_viewer_may_open_in_order() -> None:
    hooks.nav.plug(NavItem("Gallery", "ui:gallery", "eye", "things.see", 20))
    hooks.nav.plug(NavItem("Theme", "ui:set_theme", "sun", None, 10))
    hooks.nav.plug(NavItem("Keys", "ui:set_elder", "key", "things.delete", 5))
    assert [link.label for link in look("/_gallery/", Viewer()).nav] == ["Theme", "Gallery"]
    assert [link.label for link in look().nav] == ["Theme"]


def test_the_menu_marks_the_longest_address_that_fits() -> None:
    hooks.nav.plug(NavItem("Gallery", "ui:gallery", "eye"))
    hooks.nav.plug(NavItem("Theme", "ui:set_theme", "sun"))
    current = [link.label for link in look("/_gallery/desk/").nav if link.current]
    assert current == ["Gallery"]
    assert not any(link.current for link in look("/elsewhere/").nav)


def test_the_menu_stands_under_headings_of_which_the_current_one_is_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gewu.ui.context.MOST_OPEN", 1)
    hooks.nav.plug(NavItem("Gallery", "ui:gallery", "eye", group="rules"))
    hooks.nav.plug(NavItem("Keys", "ui:set_elder", "key", group="people"))
    hooks.nav.plug(NavItem("Theme", "ui:set_theme", "sun"))
    sections = look("/_gallery/desk/").nav_sections
    assert [[link.label for link in each.links] for each in sections] == [
        ["Theme"],
        ["Keys"],
        ["Gallery"],
    ]
    assert [each.open for each in sections] == [False, False, True]
    monkeypatch.setattr("gewu.ui.context.MOST_OPEN", 3)
    assert all(each.open for each in look("/_gallery/desk/").nav_sections)


def test_an_entry_under_an_unknown_heading_is_refused() -> None:
    with pytest.raises(ValueError, match="no heading nowhere"):
        NavItem("Gallery", "ui:gallery", "eye", group="nowhere")


def test_the_front_page_is_marked_on_itself_alone() -> None:
    hooks.portal_nav.plug(NavItem("Home", "portal:home", "home"))
    assert [link.current for link in look("/").portal_nav] == [True]
    assert [link.current for link in look("/report/").portal_nav] == [False]


def test_panels_and_search_come_from_their_hooks() -> None:
    assert look().search_url == ""
    hooks.search.plug("ui:gallery")
    panel = hooks.panels.plug(Panel("Today", "ui/x.html", lambda request: {}, "things.see"))
    assert look(viewer=Viewer()).panels == [panel]
    assert look().panels == []
    assert look().search_url == "/_gallery/"


def test_the_search_box_keeps_its_words(client: Client) -> None:
    hooks.search.plug("ui:gallery")
    assert 'value="路灯 &quot;"' in client.get("/_gallery/", {"q": '路灯 "'}).text
    assert 'value="路灯"' not in client.get("/_gallery/desk/", {"q": "路灯"}).text


def test_a_button_of_the_persons_menu_posts(client: Client) -> None:
    hooks.user_menu.plug(NavItem("Sign out", "ui:set_theme", "logout", post=True))
    [link] = look().user_menu
    assert link.post
