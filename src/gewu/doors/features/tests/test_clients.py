"""Read by a real client: GDAL's driver for OGC API – Features, as QGIS uses it too."""

import json
import os
import subprocess
import sys

import pytest
import shapely
from tests import cast

from gewu.ground.accounts.actions import issue_key
from gewu.ground.territory.actions import import_areas
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import SYSTEM
from gewu.work.tickets.tests import factories as make

CLIENT = """
import json, sys, pyogrio, shapely
source, given = sys.argv[1], json.loads(sys.argv[2])
given = {name: tuple(value) if name == "bbox" else value for name, value in given.items()}
layers = [name for name, _kind in pyogrio.list_layers(source)]
meta, _ids, outlines, columns = pyogrio.raw.read(source, **given)
print(json.dumps({
    "layers": layers,
    "crs": meta["crs"],
    "held": {name: [str(each) for each in column] for name, column in zip(meta["fields"], columns)},
    "outlines": [shapely.to_wkt(each, rounding_precision=9) for each in shapely.from_wkb(outlines)],
}))
"""

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(transactional_db):
    return make.equipped_town()


@pytest.fixture
def source(live_server):
    return f"OAPIF:{live_server.url}/ogc"


def read(source, layer="grids", key="", **options):
    """What GDAL reads, in a process of its own: it does not let go of Python while it waits."""
    given = json.dumps({"layer": layer, **options})
    environment = os.environ | {"no_proxy": "*", "GDAL_HTTP_TIMEOUT": "30"}
    if key:
        environment |= {"GDAL_HTTP_AUTH": "BEARER", "GDAL_HTTP_BEARER": key}
    told = subprocess.run(
        [sys.executable, "-c", CLIENT, source, given],
        env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    return found["held"], [shapely.from_wkt(outline) for outline in found["outlines"]], found


def test_layers_are_the_collections(place, source):
    levels = ["county", "towns", "communities", "grids", "micro_grids"]
    assert read(source)[2]["layers"] == levels


def test_it_reads_areas_with_a_bounding_box(place, source):
    held, outlines, found = read(source, bbox=(116.602, 35.402, 116.604, 35.404))
    assert (held["code"], held["name_zh"]) == ([cast.GRID_1], ["第一网格"])
    assert outlines[0].equals(cast.square(116.60, 35.40))
    assert found["crs"] in ("OGC:CRS84", "EPSG:4326")
    assert held["valid_from"] == ["2026-01-01"]


def test_it_pages_through_more_than_one_page(place, source):
    import_areas(
        rows=[
            AreaRow(
                number=number, code=f"{cast.OTHER_COMMUNITY}{number:03}", name_zh=f"网格{number}",
                parent_code=cast.OTHER_COMMUNITY,
                boundary=cast.square(116.7 + number / 1000, 35.5, 0.0009),
            )
            for number in range(2, 52)
        ],
        accept_overlaps=True,
        by=SYSTEM,
    )  # fmt: skip
    held, outlines, _found = read(source, PAGE_SIZE=10)
    assert len(set(held["code"])) == len(outlines) == 53


def test_tickets_come_with_a_key(place, source):
    make.report()
    secret = issue_key(user=place.ada, label="map", by=SYSTEM).secret
    held, points, _found = read(source, layer="tickets", key=secret)
    assert held["area_code"] == [cast.GRID_1]
    assert points[0].coords[0] == pytest.approx(cast.IN_GRID_1)
