"""What files bring that nobody can use, each answered with a sentence."""

import io
import json
import time
import zipfile

import numpy as np
import pyogrio
import pytest
import shapely
from django.utils import timezone
from openpyxl import Workbook
from shapely import Polygon, box
from tests import cast

from gewu.ground.territory.actions import ImportRefused, import_areas
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries.examining import examine
from gewu.ground.territory.rules import formats, outlines, rows
from gewu.ground.territory.rules.codes import CJ213, NATIONAL, OWN, code_fault, parent_codes
from gewu.ground.territory.rules.formats import Unreadable, read_drawing
from gewu.ground.territory.rules.levels import Level
from gewu.ground.territory.rules.rows import AreaRow, Columns, read_areas
from gewu.kernel.acting import SYSTEM
from gewu.methods.coordinates import wgs84_to_bd09, wgs84_to_gcj02

pytestmark = pytest.mark.usefixtures("english")
G = cast.COMMUNITY
HERE = box(116.60, 35.40, 116.61, 35.41)


def row(code, parent=G, boundary=None, number=1, name="新网格", **given):
    return AreaRow(
        number=number, code=code, parent_code=parent, name_zh=name, boundary=boundary, **given
    )


def packed(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return buffer.getvalue()


def by_gdal(tmp_path, name, driver, encoding="UTF-8", layer="areas", **options):
    pyogrio.raw.write(
        tmp_path / name, geometry=shapely.to_wkb(np.array([HERE])), geometry_type="Polygon",
        field_data=[np.array(["东一社区"], dtype=object), np.array(["1"], dtype=object)],
        fields=["name_zh", "code"], crs="EPSG:4326", driver=driver, encoding=encoding,
        layer=layer, **options,
    )  # fmt: skip


def shapefile(tmp_path, encoding, *, says=True):
    by_gdal(tmp_path, "a.shp", "ESRI Shapefile", encoding, "a")
    parts = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    if not says:
        parts.pop("a.cpg", None)
    parts["读我.txt"] = b""
    return packed(**{f"边界__{name}".replace(".", "_DOT_"): data for name, data in parts.items()})


class TestFiles:
    @pytest.mark.parametrize(
        ("encoding", "says"), [("GBK", True), ("GBK", False), ("UTF-8", True), ("UTF-8", False)]
    )
    def test_a_shapefile_keeps_its_chinese(self, tmp_path, encoding, says):
        drawing = read_drawing(shapefile(tmp_path, encoding, says=says))
        assert drawing.columns == ("name_zh", "code")
        assert drawing.features[0][1] == {"name_zh": "东一社区", "code": "1"}
        assert drawing.crs == "EPSG:4326"

    def test_a_kmz_is_unpacked(self, tmp_path):
        by_gdal(tmp_path, "a.kml", "LIBKML")
        drawing = read_drawing(packed(doc_DOT_kml=(tmp_path / "a.kml").read_bytes()))
        assert drawing.features[0][1]["name_zh"] == "东一社区"

    def test_layers_without_outlines_are_left_out(self, tmp_path):
        by_gdal(tmp_path, "a.gpkg", "GPKG")
        pyogrio.raw.write(
            tmp_path / "a.gpkg", geometry=None, geometry_type=None, driver="GPKG", layer="notes",
            field_data=[np.array(["x"], dtype=object)], fields=["words"], append=True,
        )  # fmt: skip
        assert len(read_drawing((tmp_path / "a.gpkg").read_bytes()).features) == 1

    def test_a_table_of_codes_is_read(self, tmp_path):
        text = "code,name\n370899100001,甲\n370899100002,乙,多\n"
        drawing = read_drawing(text.encode("gbk"))
        assert drawing.columns == ("code", "name")
        found, wrong = rows.rows_of(drawing, Columns(name_zh="name"))
        assert [each.code for each in found] == ["370899100001"]
        assert [each.number for each in wrong] == [3]
        book = Workbook()
        book.active.append(["code", "name"])
        book.active.append([370899100001, "甲"])
        book.save(tmp_path / "a.xlsx")
        drawing = read_drawing((tmp_path / "a.xlsx").read_bytes())
        assert drawing.features[0][1] == {"code": "370899100001", "name": "甲"}

    @pytest.mark.parametrize(
        "content",
        [
            b"", b"a,b\n", b"\xd0\xcf\x11\xe0 old", b"PK\x03\x04 broken", formats.GPKG + b"x" * 500,
            formats.FGB + b"x" * 99, b"<kml><broken", b"<html></html>", b'{"features": [',
            b'{"features": 1}',
            '{"名称": 1}'.encode("gbk"), packed(a_DOT_shp=b"broken"), packed(doc_DOT_kml=b"<kml/>"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_read_is_said(self, content):
        with pytest.raises(Unreadable) as told:
            read_drawing(content)
        assert str(told.value) and "/tmp" not in str(told.value)

    def test_a_bomb_is_not_unpacked(self, monkeypatch):
        monkeypatch.setattr(formats, "MAX_UNPACKED", 10)
        with pytest.raises(Unreadable, match="too large"):
            read_drawing(packed(a_DOT_shp=b"x" * 11))

    def test_cells_become_text(self):
        texts = [None, float("nan"), np.datetime64("NaT"), np.datetime64("2026-01-31"), 7.0, 7.5,
                 np.float64(3.70899100001e16), np.int64(12), " 甲 "]  # fmt: skip
        assert [formats._text(each) for each in texts] == [
            "", "", "", "2026-01-31", "7", "7.5", "3.70899100001e+16", "12", "甲",
        ]  # fmt: skip


class TestRows:
    def read(self, geometry=HERE, **held):
        return rows.rows_of(
            formats.Drawing((), [(1, {"name_zh": "甲", "code": "1", **held}, geometry, "")]),
            Columns(),
        )

    def test_a_boundary_of_half_a_million_corners_is_answered_at_once(self):
        turns = np.linspace(0, 2 * np.pi, 500_000)
        circle = Polygon(np.column_stack([116 + np.cos(turns), 35 + np.sin(turns)]))
        begin = time.perf_counter()
        found, [wrong] = self.read(circle)
        assert found == [] and "500,001 corners" in wrong.message.replace("500,000", "500,001")
        mapped = shapely.geometry.mapping(circle)
        assert outlines.outline_findings(1, "甲", mapped)[0].message == wrong.message
        assert time.perf_counter() - begin < 20

    def test_days_are_read_as_people_write_them(self):
        for text in ("2026-01-31", "2026/1/31", "20260131", "2026.01.31", "2026-01-31 00:00:00"):
            [found], wrong = self.read(valid_from=text, valid_to="2027-01-01")
            assert (str(found.valid_from), str(found.valid_to), wrong) == (
                *("2026-01-31", "2027-01-01"), [],
            )  # fmt: skip
        for held in (
            {"valid_from": "soon"}, {"valid_to": "2026-02-30"},
            {"valid_from": "2026-02-01", "valid_to": "2026-01-01"},
        ):  # fmt: skip
            found, wrong = self.read(**held)
            assert (found, len(wrong)) == ([], 1)

    def test_what_is_no_outline_is_said(self):
        for geometry in (
            shapely.Point(116, 35), Polygon(), {"type": "Polygon"}, {"type": "Polygon", "coordinates": "x"},
            {"type": "Polygon", "coordinates": [[["a", "b"]]]}, box(190, 10, 191, 11), box(0, 0, 1e-6, 1e-6),
            {"type": "Polygon", "coordinates": 7},
        ):  # fmt: skip
            found, wrong = self.read(geometry)
            assert (found, len(wrong)) == ([], 1), geometry

    def test_rings_may_begin_anywhere(self):
        turned = Polygon([*HERE.exterior.coords[2:], *HERE.exterior.coords[1:3]])
        assert outlines.is_same_outline(HERE, turned)
        assert outlines.is_same_outline(HERE, shapely.MultiPolygon([turned]))
        assert not outlines.is_same_outline(HERE, None)
        assert not outlines.is_same_outline(HERE, box(116.6, 35.4, 116.61, 35.42))


class TestCodes:
    @pytest.mark.parametrize(
        ("scheme", "level", "code", "words"),
        [
            (NATIONAL, Level.COMMUNITY, "10899100001", "lost the zeros"),
            (NATIONAL, Level.COUNTY, "0899", "lost the zeros"),
            (NATIONAL, Level.GRID, "3.70899E+14", "keep codes as text"),
            (NATIONAL, Level.GRID, "3.70899E", "not a code of the level"),
        ],
    )
    def test_what_a_spreadsheet_did_is_told(self, scheme, level, code, words):
        assert words in code_fault(scheme, level, code)

    @pytest.mark.parametrize(
        ("scheme", "code", "parents"),
        [
            (NATIONAL, "37081100200100101", ["370811002001001"]),
            (NATIONAL, "370811002001001", ["370811002001"]),
            (NATIONAL, "370811002001", ["370811002", "370811002000"]),
            (NATIONAL, "370811002000", ["370811", "370811000000"]),
            (NATIONAL, "370811002", ["370811", "370811000000"]),
            (NATIONAL, "370811", []), (NATIONAL, "12", []), (OWN, "NC 7", []),
            (CJ213, "37081100", ["370811", "370811000000"]),
        ],
    )  # fmt: skip
    def test_digits_tell_the_area_above(self, scheme, code, parents):
        assert [each for each in parent_codes(scheme, code) if each != code][
            : len(parents)
        ] == parents


@pytest.mark.django_db
class TestTogether:
    def refused(self, *given):
        with pytest.raises(ImportRefused) as error:
            import_areas(rows=list(given), by=SYSTEM)
        return error.value.examined

    @pytest.mark.parametrize(
        ("system", "move"), [("GCJ-02", wgs84_to_gcj02), ("BD-09", wgs84_to_bd09)]
    )
    def test_a_file_of_a_map_site_is_told_where_it_lies_outside(self, town, system, move):
        small = box(116.6005, 35.4005, 116.6195, 35.4095)
        shifted = shapely.transform(small, lambda at: np.column_stack(move(at[:, 0], at[:, 1])))
        [found] = [
            each for each in self.refused(row(G + "003", boundary=shifted)).overlaps
            if "outside" in each.message
        ]  # fmt: skip
        assert f"Read as {system} it would lie inside." in found.message
        far = self.refused(row(G + "003", boundary=box(110, 30, 110.01, 30.01)))
        assert "Read as" not in far.overlaps[0].message

    def test_a_grid_in_two_communities_is_told(self, town):
        twice = self.refused(row(G + "003"), row(G + "003", cast.OTHER_COMMUNITY, number=2))
        assert "it can lie in one only" in twice.findings[0].message
        across = box(116.615, 35.40, 116.625, 35.41)
        found = examine([row(G + "003", boundary=across)])
        assert any("50.0 % of it lie outside" in each.message for each in found.overlaps)

    def test_two_of_one_name_are_noted_and_taken(self, town):
        rows = [row(G + "003"), row(G + "004", number=2), row(G + "005", number=3, name="别的")]
        [note] = examine(rows).notes
        assert G + "003" in note.message and note.number == 2
        done = import_areas(rows=rows, by=SYSTEM)
        assert (done.added, len(done.notes)) == (3, 1)

    def test_what_has_ended_is_not_brought_back(self, town):
        ended = timezone.localdate().replace(year=2020)
        examined = self.refused(row(G + "003", valid_to=ended))
        assert "It ended on" in examined.findings[0].message
        assert not Area.objects.filter(code=G + "003").exists()

    def test_a_later_day_begins_a_version_and_an_old_one_is_only_what_an_export_said(self, town):
        day = timezone.localdate()
        import_areas(rows=[row(cast.GRID_1, name="改名", valid_from=cast.DAY_ONE)], by=SYSTEM)
        area = Area.objects.select_related("current").get(code=cast.GRID_1)
        assert (area.current.valid.lower, area.name_zh) == (day, "改名")
        later = day.replace(year=day.year + 1, day=1)
        import_areas(rows=[row(cast.GRID_2, name="将改", valid_from=later)], by=SYSTEM)
        assert Area.objects.get(code=cast.GRID_2).current.valid.lower == later

    def test_an_eaten_zero_is_told_in_the_import(self, town):
        content = json.dumps({"features": [
            {"properties": {"name_zh": "甲", "code": G[1:] + "003", "parent_code": G}}
        ]}).encode()  # fmt: skip
        found, wrong = read_areas(content, Columns())
        assert wrong == []
        assert len(self.refused(*found).findings) == 1


def test_a_packed_file_whose_inside_is_damaged_is_told():
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.kml", "<kml>" + "abc" * 5_000 + "</kml>")
    damaged = bytearray(whole.getvalue())
    damaged[40:60] = b"\xff" * 20
    with pytest.raises(Unreadable, match="damaged"):
        read_drawing(bytes(damaged))
