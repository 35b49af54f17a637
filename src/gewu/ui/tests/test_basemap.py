"""The ground below maps: kept, named in the map component, sent compressed and kept by browsers."""

import gzip
import json

from django.template import Context, Template

from gewu.ui import basemap

EMPTY = {"type": "FeatureCollection", "features": []}
MAP = "{% load ui %}{% component 'map' id='m' data=data %}"


def drawn():
    return Template(MAP).render(Context({"data": {}}))


def test_a_site_without_layers_has_plain_maps(client):
    assert basemap.stamp() == ""
    assert "ground=" not in drawn()
    assert client.get("/look/map/1/water.json").status_code == 404


def test_layers_are_named_by_the_map_and_sent_compressed(client):
    basemap.keep({name: EMPTY | {"name": name} for name in basemap.LAYERS})
    address = f"/look/map/{basemap.stamp()}/"
    assert f'ground="{address}"' in drawn()
    answer = client.get(f"{address}streets.json")
    assert answer["Content-Encoding"] == "gzip"
    assert "immutable" in answer["Cache-Control"]
    assert json.loads(gzip.decompress(answer.content))["name"] == "streets"


def test_only_layers_are_sent(client):
    basemap.keep(dict.fromkeys(basemap.LAYERS, EMPTY))
    assert client.get("/look/map/1/passwords.json").status_code == 404
