"""Which system a file is in: as it says, as is declared, or as can be told; else a sentence."""

import json

import numpy as np
import pyogrio
import pytest
import shapely
from pyproj import CRS, Transformer
from shapely import box

from gewu.ground.territory.rules import systems
from gewu.ground.territory.rules.formats import Drawing, read_drawing
from gewu.ground.territory.rules.rows import Columns, read_areas, rows_of
from gewu.methods.coordinates import wgs84_to_bd09, wgs84_to_gcj02

HERE = box(116.60, 35.40, 116.61, 35.41)


def moved(outline, move):
    return shapely.transform(outline, lambda at: np.column_stack(move(at[:, 0], at[:, 1])))


def projected(number):
    way = Transformer.from_crs("EPSG:4490", f"EPSG:{number}", always_xy=True)
    return moved(HERE, way.transform)


def read(outline, system="wgs84", crs=""):
    drawing = Drawing(("name_zh", "code"), [(1, {"name_zh": "甲", "code": "1"}, outline, "")], crs)
    return rows_of(drawing, Columns(system=system))


def boundary(outline, **given):
    [row], wrong = read(outline, **given)
    assert wrong == []
    return row.boundary


def fault(outline, **given):
    rows, [wrong] = read(outline, **given)
    assert rows == []
    return wrong.message


@pytest.mark.parametrize("number", [4498, 4508, 4526, 4547])
def test_every_kind_of_zone_comes_back_as_degrees(number):
    assert boundary(projected(number), system=f"epsg:{number}").equals_exact(HERE, 1e-7)
    assert boundary(projected(number), crs=f"EPSG:{number}").equals_exact(HERE, 1e-7)


@pytest.mark.parametrize("number", [4498, 4526, 4527])
def test_a_zone_is_told_by_the_number_before_its_eastings(number):
    assert boundary(projected(number)).equals_exact(HERE, 1e-7)


def test_metres_without_a_zone_are_refused(english):
    assert "which zone" in fault(projected(4547)).replace("of which", "which")


def test_northing_before_easting_is_told(english):
    swapped = shapely.transform(projected(4547), lambda at: at[:, ::-1])
    assert "change places" in fault(swapped)


def test_a_file_in_the_same_datum_is_taken_as_it_is():
    for crs in ("EPSG:4326", "EPSG:4490", "OGC:CRS84", "EPSG:4979", "EPSG:4326+5773"):
        assert boundary(HERE, crs=crs) == HERE
    esri = CRS.from_epsg(4547).to_wkt("WKT1_ESRI")
    assert boundary(projected(4547), crs=esri).equals_exact(HERE, 1e-7)


def test_other_datums_and_unknown_names_are_refused_with_their_name():
    assert "Xian 1980" in fault(HERE, crs="EPSG:4610")
    assert "Beijing 1954" in fault(HERE, crs="EPSG:2437")
    assert "nobody" in fault(HERE, crs="nobody")
    local = 'LOCAL_CS["Site",UNIT["metre",1]]'
    assert "Site" in fault(HERE, crs=local)


def test_shifted_systems_are_moved_back_and_never_in_metres():
    assert boundary(moved(HERE, wgs84_to_gcj02), system="gcj02").equals_exact(HERE, 1.1e-7)
    assert boundary(moved(HERE, wgs84_to_bd09), system="bd09", crs="EPSG:4326").equals_exact(
        HERE, 1.1e-7
    )
    assert "4547" not in fault(projected(4547), system="gcj02", crs="EPSG:4547")


@pytest.mark.parametrize("name", ["epsg:4326", "epsg:x", "mars"])
def test_a_system_that_nobody_knows_is_named(name):
    assert name in systems.system_fault(name)


def test_what_can_be_declared_can_be_chosen():
    assert systems.system_fault("cgcs2000") == systems.system_fault("epsg:4547") == ""
    choices = dict(systems.zone_choices())
    assert list(choices) == [f"epsg:{number}" for number in systems.ZONES]
    for name, label in choices.items():
        known = CRS.from_user_input(name).name
        tail = known.split()[-1].removesuffix("E")
        assert tail in str(label), (name, known, str(label))
        assert ("3-degree" in known) == ("3" in str(label).replace(tail, "").split("EPSG")[0])


def test_swapped_degrees_are_told(english):
    swapped = shapely.transform(HERE, lambda at: at[:, ::-1])
    assert "change places" in fault(swapped)
    ring = [list(point) for point in swapped.exterior.coords]
    feature = {
        "type": "Feature", "properties": {"name_zh": "甲", "code": "1"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    rows, [wrong] = read_areas(content, Columns())
    assert (rows, wrong.message) == ([], fault(swapped))


def test_an_older_geojson_says_its_system():
    ring = [list(point) for point in projected(4526).exterior.coords]
    feature = {
        "type": "Feature", "properties": {"name_zh": "甲", "code": "1"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip
    file = {
        "type": "FeatureCollection", "features": [feature],
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4526"}},
    }  # fmt: skip
    [row], wrong = read_areas(json.dumps(file).encode(), Columns())
    assert row.boundary.equals_exact(HERE, 1e-7) and wrong == []
    broken = file | {"features": [feature | {"geometry": {"type": "Polygon"}}]}
    rows, [told] = read_areas(json.dumps(broken).encode(), Columns())
    assert rows == [] and told.number == 1


def test_gdal_says_the_zone_of_a_geopackage(tmp_path):
    path = tmp_path / "zone.gpkg"
    pyogrio.raw.write(
        path, geometry=shapely.to_wkb(np.array([projected(4547)])), geometry_type="Polygon",
        field_data=[np.array(["甲"], dtype=object), np.array([370899100001.0])],
        fields=["name_zh", "code"], crs="EPSG:4547", driver="GPKG",
    )  # fmt: skip
    drawing = read_drawing(path.read_bytes())
    [row], wrong = rows_of(drawing, Columns())
    assert wrong == []
    assert row.code == "370899100001", "a number without a point"
    assert row.boundary.equals_exact(HERE, 1e-7)
