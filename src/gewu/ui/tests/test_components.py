"""Components declare what they take, refuse what they do not know, and stay small."""

from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError

from gewu.ui.components import FOLDER, Component, all_components, component

GALLERY = (FOLDER.parent / "gallery.html").read_text(encoding="utf-8")
DRAWN_BY_OTHERS = {
    *("confirm_dialog", "elder_switch", "field", "fields", "keys_help", "language_switch"),
    *("mark", "nav_list", "nav_sections", "theme_switch", "tree_line", "user_menu"),
}


def draw(source: str, **values: Any) -> str:
    """Render a line of template."""
    return Template("{% load ui %}" + source).render(Context(values)).strip()


@pytest.mark.parametrize("known", all_components(), ids=lambda known: known.name)
def test_a_component_is_small_and_shown_in_the_gallery(known: Component) -> None:
    lines = (FOLDER / f"{known.name}.html").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60
    assert f'"{known.name}"' in GALLERY or known.name in DRAWN_BY_OTHERS
    assert known.about.endswith(".")


def test_an_unknown_input_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError, match="unknown"):
        draw('{% component "pill" label="a" colour="red" %}')


def test_a_missing_input_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError, match="missing"):
        draw('{% component "pill" %}')


def test_a_component_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError, match="no component"):
        component("pil")


def test_defaults_are_read_from_the_template() -> None:
    inputs = {known.name: known for known in component("button").inputs}
    assert inputs["label"].required
    assert inputs["tone"].default == "primary"
    assert inputs["tone"].about == "primary, plain, quiet, danger"


def test_a_block_component_keeps_its_content() -> None:
    drawn = draw('{% wrap "card" title="T" %}<p>{{ word }}</p>{% endwrap %}', word="<b>")
    assert "<p>&lt;b&gt;</p>" in drawn
    assert "T" in drawn


def test_words_given_to_a_component_are_escaped() -> None:
    assert "&lt;script&gt;" in draw('{% component "pill" label=word %}', word="<script>")


def test_a_button_with_an_address_is_a_link() -> None:
    assert draw('{% component "button" label="Go" href="/a/" %}').startswith("<a ")
    assert draw('{% component "button" label="Go" %}').startswith("<button ")


def test_a_button_asks_first_when_told_to() -> None:
    assert 'data-confirm="Sure?"' in draw('{% component "button" label="Go" confirm="Sure?" %}')


def test_a_form_carries_a_fresh_key_and_the_token() -> None:
    source = '{% wrap "form" submit="Send" %}{% endwrap %}'
    first, second = draw(source, csrf_token="t"), draw(source, csrf_token="t")
    assert 'name="csrfmiddlewaretoken" value="t"' in first
    assert 'name="once"' in first
    assert first != second


def test_an_empty_list_says_what_to_do() -> None:
    drawn = draw(
        '{% component "empty" title="None" advice="Wait." action_label="New" action_href="/" %}'
    )
    assert "Wait." in drawn
    assert 'href="/"' in drawn


def test_given_stars_are_said_in_words() -> None:
    drawn = draw('{% component "rating" value=4 readonly=True %}')
    assert 'role="img"' in drawn
    assert drawn.count("star-filled") == 4


@pytest.mark.parametrize("known", all_components(), ids=lambda known: known.name)
def test_every_element_that_is_opened_is_closed(known: Component) -> None:
    source = (FOLDER / f"{known.name}.html").read_text(encoding="utf-8")
    for element in ("div", "form", "ul", "ol", "details", "section", "dialog", "nav"):
        opened, closed = source.count(f"<{element}"), source.count(f"</{element}>")
        assert opened == closed, element
