"""A site's own map: named by the map component; its file is sent piece by piece."""

import html
import json
import re

import pytest
from django.template import Context, Template

from gewu.ui import basemap

MAP = "{% load ui %}{% component 'map' id='m' data=data %}"


def said():
    drawn = Template(MAP).render(Context({"data": {}}))
    found = re.search(r' site="([^"]*)"', drawn)
    return json.loads(html.unescape(found[1])) if found else None


@pytest.fixture
def archive(tmp_path, settings):
    file = tmp_path / "town.pmtiles"
    file.write_bytes(bytes(range(256)))
    settings.MAP_KIND, settings.MAP_WHERE, settings.MAP_CREDIT = "file", str(file), "© 市测绘院"
    return said()["archive"]


def test_a_site_without_one_says_nothing(client):
    assert said() is None
    assert client.get("/look/map/1.pmtiles").status_code == 404


def test_pictures_by_address(settings):
    settings.MAP_KIND, settings.MAP_WHERE = "raster", "https://a.cn/{z}/{x}/{y}.png"
    settings.MAP_CREDIT = "© “市” <测绘院>"
    assert said() == {
        "credit": "© “市” <测绘院>", "pictures": [["https://a.cn/{z}/{x}/{y}.png"]],
    }  # fmt: skip


def test_the_national_service_has_streets_and_their_names(settings):
    settings.MAP_KIND, settings.MAP_WHERE, settings.MAP_CREDIT = "tianditu", "abc", "天地图"
    streets, names = said()["pictures"]
    assert len(streets) == len(names) == 8
    assert streets[3].startswith("https://t3.tianditu.gov.cn/vec_w/wmts?")
    assert "LAYER=cva" in names[0] and "TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=abc" in names[0]


def test_a_file_elsewhere_is_asked_for_there(settings, client):
    settings.MAP_KIND, settings.MAP_WHERE = "pmtiles", "https://a.cn/town.pmtiles"
    assert said()["archive"] == "https://a.cn/town.pmtiles"
    assert client.get("/look/map/1.pmtiles").status_code == 404


def test_the_piece_that_was_asked_for(archive, client):
    answer = client.get(archive, headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.content) == (206, bytes(range(10, 20)))
    assert answer["Content-Range"] == "bytes 10-19/256"
    assert client.get(archive, headers={"Range": "bytes=250-999"}).content == bytes(range(250, 256))


@pytest.mark.parametrize("asked", ["", "bytes=256-300", "bytes=5-4", "bytes=-5", "lines=1-2"])
def test_never_all_of_it_nor_what_is_not_there(archive, client, asked):
    assert client.get(archive, headers={"Range": asked}).status_code == 416


def test_a_file_that_is_gone(archive, client, settings):
    basemap.archive().unlink()
    assert client.get(archive, headers={"Range": "bytes=0-9"}).status_code == 404


def test_a_piece_is_never_huge(archive, client, monkeypatch):
    monkeypatch.setattr("gewu.ui.views.MOST_OF_A_FILE", 16)
    assert len(client.get(archive, headers={"Range": "bytes=0-255"}).content) == 16
