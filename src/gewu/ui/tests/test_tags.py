"""Tags and filters."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.utils import translation

from gewu.kernel.live import read_token
from gewu.ui import assets
from gewu.ui.tests.test_components import draw

AREA = {"name_zh": "柳岸社区", "name_en": "Willow Bank"}


def test_a_name_comes_in_the_viewers_language() -> None:
    with translation.override("en"):
        assert draw("{{ area|named }}", area=AREA) == "Willow Bank"
    with translation.override("zh-hans"):
        assert draw("{{ area|named }}", area=SimpleNamespace(**AREA)) == "柳岸社区"


def test_a_missing_name_falls_back_to_the_other() -> None:
    with translation.override("en"):
        assert draw("{{ area|named }}", area={"name_zh": "柳岸社区", "name_en": ""}) == "柳岸社区"
    assert draw("{{ area|named }}", area=None) == ""


@pytest.mark.parametrize(
    ("given", "spaced"),
    [("第3网格QR码", "第\u20093\u2009网格\u2009QR\u2009码"), ("plain words", "plain words"), ("中文", "中文")],
)  # fmt: skip
def test_a_thin_space_parts_chinese_and_latin(given: str, spaced: str) -> None:
    assert draw("{{ text|han }}", text=given) == spaced


def test_no_space_follows_a_chinese_stop() -> None:
    said = "{% filter han %}近 30 天办结 5 件。 <b>都按时</b>： A. B{% endfilter %}"
    assert draw(said) == "近 30 天办结 5 件。<b>都按时</b>：A. B"


@pytest.mark.parametrize("said", ["请先打 120。", "（08:00–12:00、14:00–18:00）", "《GB/T 34300》"])
def test_no_space_stands_beside_a_chinese_stop(said: str) -> None:
    assert draw("{{ text|han }}", text=said) == said


def test_a_time_tells_the_exact_time_on_hover() -> None:
    drawn = draw("{{ at|when }}", at=datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert 'title="2020-01-02 11:04:05"' in drawn
    assert 'datetime="2020-01-02T03:04:05+00:00"' in drawn
    assert draw("{{ at|when }}", at=None) == ""


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in draw('{% icon "clock" %}')
    assert 'aria-label="Late &lt;"' in draw('{% icon "clock" label=words %}', words="Late <")


def test_a_page_follows_the_topics_it_names() -> None:
    drawn = draw("{% live %}", live_topics=["tickets.1"])
    assert 'data-topics="tickets.1"' in drawn
    token = drawn.split('data-token="')[1].split('"')[0]
    assert read_token(token) == {"tickets.1"}


def test_a_page_without_topics_follows_nothing() -> None:
    assert draw("{% live %}") == ""


def test_pages_can_be_drawn_before_the_front_end_is_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assets, "_manifest", dict)
    assert draw('{% styles "desk" %}{% scripts "desk" %}{% ahead "map/element.ts" %}') == ""


def test_styles_of_an_entry_include_those_of_what_it_imports(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    manifest = {
        "entries/desk.ts": {"file": "assets/desk-1.js", "imports": ["_all.js"]},
        "_all.js": {"file": "assets/all-1.js", "css": ["assets/all-1.css"]},
    }
    monkeypatch.setattr(assets, "_manifest", lambda: manifest)
    assert draw('{% styles "desk" %}') == '<link rel="stylesheet" href="/static/assets/all-1.css">'
    assert draw('{% scripts "desk" %}') == (
        '<link rel="modulepreload" href="/static/assets/all-1.js">'
        '<script type="module" src="/static/assets/desk-1.js"></script>'
    )


def test_a_part_that_a_page_will_load_is_asked_for_with_all_it_imports(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    manifest = {
        "map/element.ts": {"file": "map-1.js", "css": ["map-1.css"], "imports": ["_a.js", "_b.js"]},
        "_a.js": {"file": "a-1.js", "imports": ["_b.js"]},
        "_b.js": {"file": "b-1.js"},
    }
    monkeypatch.setattr(assets, "_manifest", lambda: manifest)
    modules = "".join(
        f'<link rel="modulepreload" href="/static/{name}-1.js">' for name in ("map", "a", "b")
    )
    sheet = '<link rel="preload" as="style" crossorigin href="/static/map-1.css">'
    assert draw('{% ahead "map/element.ts" %}') == modules + sheet


def test_data_for_the_browser_cannot_end_its_template() -> None:
    drawn = draw('{{ data|json_template:"here" }}', data={"name": "</template><b>&柳岸"})
    inside = '{"name": "&lt;/template&gt;&lt;b&gt;&amp;柳岸"}'
    assert drawn == f'<template id="here">{inside}</template>'


def test_options_mark_the_chosen_one_and_escape_what_they_show() -> None:
    pairs = [("a", "一 & 二"), ("b", "<三>")]
    assert draw("{% options pairs chosen %}", pairs=pairs, chosen="b") == (
        '<option value="a">一 &amp; 二</option><option value="b" selected>&lt;三&gt;</option>'
    )


def test_options_of_things_have_their_ids_or_what_is_asked_for() -> None:
    things = [
        SimpleNamespace(pk=1, path="1.2.", name="甲"),
        SimpleNamespace(pk=2, path="1.3.", name="乙"),
    ]
    of_ids = draw("{% options things 1 %}", things=things)
    assert '<option value="1" selected>甲' in of_ids and '<option value="2">乙' in of_ids
    of_paths = draw('{% options things value="path" %}', things=things)
    assert '<option value="1.2.">甲' in of_paths and "selected" not in of_paths
