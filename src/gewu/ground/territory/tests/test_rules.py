"""Levels, codes and reading files, without a database."""

import json

import pytest
from shapely import Polygon, box

from gewu.ground.territory.rules import codes, levels, outlines, rows
from gewu.ground.territory.rules.levels import Level

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[116, 35], [117, 35], [117, 36], [116, 36], [116, 35]]],
}
BOWTIE = {
    "type": "Polygon",
    "coordinates": [[[116, 35], [117, 36], [117, 35], [116, 36], [116, 35]]],
}


def test_paths_are_ids_from_the_county_down():
    assert levels.path_of("1.4.", 17) == "1.4.17."
    assert levels.path_of("", 1) == "1."
    assert levels.paths_above("1.4.17.") == ["1.", "1.4.", "1.4.17."]
    assert [levels.is_whole_tree(path) for path in ("", "1.", "1.4.")] == [True, True, False]
    assert levels.nodes_of("1.4.17.") == [1, 4, 17]


def test_each_level_stands_under_the_one_above():
    assert levels.parent_level(Level.COUNTY) is None
    assert levels.parent_level(Level.GRID) == Level.COMMUNITY


@pytest.mark.parametrize(
    ("level", "code", "parent", "good"),
    [
        (Level.COUNTY, "370811", "", True),
        (Level.COUNTY, "370811000000", "", True),
        (Level.COUNTY, "37081", "", False),
        (Level.TOWN, "370811001", "370811", True),
        (Level.TOWN, "370811001000", "370811000000", True),
        (Level.TOWN, "370812001", "370811", False),
        (Level.COMMUNITY, "370811001001", "370811001000", True),
        (Level.GRID, "370811001001001", "370811001001", True),
        (Level.GRID, "370811001002001", "370811001001", False),
        (Level.GRID, "37081100100101", "370811001001", False),
        (Level.MICRO_GRID, "37081100100100101", "370811001001001", True),
    ],
)
def test_national_codes_have_their_digits_and_repeat_the_parents(level, code, parent, good):
    assert (codes.code_fault(codes.NATIONAL, level, code, parent) == "") is good


def test_an_older_scheme_has_other_digits():
    assert not codes.code_fault(codes.CJ213, Level.GRID, "37081101001001", "37081101001")
    assert codes.code_fault(codes.CJ213, Level.GRID, "370811001001001", "37081101001")


@pytest.mark.parametrize(
    ("code", "good"), [("NC 12", True), ("7", True), (" 7", False), ("x" * 41, False)]
)
def test_a_sites_own_codes_are_kept_as_they_are(code, good):
    assert (codes.code_fault(codes.OWN, Level.TOWN, code, "LA") == "") is good


def test_a_missing_code_is_said():
    assert codes.code_fault(codes.OWN, Level.TOWN, "") != ""


def file_of(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(geometry=SQUARE, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_a_file_becomes_rows():
    content = file_of(feature(Name="Arleta", FID=1, kind="special"))
    columns = rows.Columns(name_zh="Name", code="FID", fixed_parent="LA")
    found, wrong = rows.read_areas(content, columns)
    assert not wrong
    assert (found[0].code, found[0].name_zh, found[0].parent_code) == ("1", "Arleta", "LA")
    assert found[0].kind == "special"
    assert found[0].boundary.equals(box(116, 35, 117, 36))


def test_a_part_inside_another_is_not_taken_for_a_hole():
    inner = [[[116.4, 35.4], [116.6, 35.4], [116.6, 35.6], [116.4, 35.6], [116.4, 35.4]]]
    nested = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], inner]}
    (found,), wrong = rows.read_areas(
        file_of({**feature(name_zh="甲", code="1"), "geometry": nested}), rows.Columns()
    )
    assert (found.boundary.is_valid, wrong) == (True, [])
    assert found.boundary.area == pytest.approx(1)


def test_a_row_may_come_without_an_outline_and_with_an_unknown_kind():
    found, wrong = rows.read_areas(
        file_of(feature(None, name_zh="甲", code="1", kind="x")), rows.Columns()
    )
    assert (found[0].boundary, found[0].kind, wrong) == (None, "general", [])


def test_shifted_coordinates_are_moved_back():
    found, _ = rows.read_areas(
        file_of(feature(name_zh="甲", code="1")), rows.Columns(system="gcj02")
    )
    west, south, _, _ = found[0].boundary.bounds
    assert 0.003 < 116 - west < 0.01
    assert abs(35 - south) < 0.005


@pytest.mark.parametrize(
    "content",
    ["名称".encode("gbk"), b"name,code\n1,2", b"[]", b'{"features": []}', b'{"features": {}}'],
)
def test_a_file_that_is_no_geojson_is_said_so(content):
    found, wrong = rows.read_areas(content, rows.Columns())
    assert found == []
    assert len(wrong) == 1


def test_every_bad_row_is_named_with_its_place():
    found, wrong = rows.read_areas(
        file_of(
            feature(BOWTIE, name_zh="乙"), feature(code="2"), "x", feature(name_zh="丁", code="4")
        ),
        rows.Columns(),
    )
    assert [row.name_zh for row in found] == ["丁"]
    assert [each.number for each in wrong] == [1, 2, 3]
    assert (wrong[0].lon, wrong[0].lat) == (116.5, 35.5)


def test_what_is_no_polygon_has_no_place():
    [finding] = outlines.outline_findings(1, "甲", {"type": "Point", "coordinates": [1, 2]})
    assert finding.lon is None


def test_boundaries_keep_seven_decimals():
    outline = outlines.rounded(Polygon([(116.123456789, 35), (117, 35), (117, 36)]))
    assert outline.exterior.coords[0][0] == 116.1234568
