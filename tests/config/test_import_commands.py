"""`gewu import areas` and `gewu import tickets`, from an empty database to placed tickets."""

import importlib
import json

import pytest
from django.utils.translation import override
from openpyxl import Workbook
from typer.testing import CliRunner

from gewu.ground.registers.actions import fill_kinds
from gewu.ground.registers.models import Record
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code, county, locate
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.work.tickets.models import Terms, Ticket

pytestmark = pytest.mark.django_db

app = importlib.import_module("gewu.config.cli.import").app
export = importlib.import_module("gewu.config.cli.export").app


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def square(name, west, south, size=1.0):
    east, north = west + size, south + size
    return feature(name, [[west, south], [east, south], [east, north], [west, north]])


def feature(name, corners):
    return {
        "type": "Feature",
        "properties": {"Name": name},
        "geometry": {"type": "Polygon", "coordinates": [[*corners, corners[0]]]},
    }


def gewu_import(*words):
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def areas(tmp_path):
    def areas(*features, **options):
        path = tmp_path / "areas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        given = {"level": "grid", "county-name": "Los Angeles"} | options
        words = [word for name, value in given.items() if value for word in (f"--{name}", value)]
        flags = [word for word in words if word is not True]
        return gewu_import("areas", path, "--name-property", "Name", *flags)

    return areas


@pytest.fixture
def tickets(tmp_path):
    def tickets(text, *options):
        path, mapping = tmp_path / "tickets.csv", tmp_path / "mapping.json"
        path.write_text(text)
        keys = {"source_system": "s", "source_id": "id", "title": "title", "lon": "x", "lat": "y"}
        mapping.write_text(json.dumps(keys))
        return gewu_import("tickets", path, "--mapping", mapping, *options)

    return tickets


class TestAreas:
    def test_it_opens_the_county_and_keeps_the_codes_of_the_site(self, areas):
        assert "2 added" in areas(square("Arleta", 0, 0), square("LA-32", 5, 0)).output
        grid = area_by_code("LA-32")
        assert (grid.level, grid.name_zh, county().name_zh) == (4, "LA-32", "Los Angeles")
        assert Terms.objects.get().county_id == county().pk
        assert "2 unchanged" in areas(square("Arleta", 0, 0), square("LA-32", 5, 0)).output

    def test_overlaps_are_listed_and_need_to_be_accepted(self, areas):
        pair = square("A", 0, 0), square("B", 0.5, 0)
        with pytest.raises(Refusal, match="overlap"):
            areas(*pair)
        assert Area.objects.count() == 0
        assert "1 overlaps" in areas(*pair, **{"accept-overlaps": True}).output

    def test_a_crossing_is_refused_with_its_place(self, areas):
        bow = feature("Bow", [[0, 0], [2, 2], [2, 0], [0, 2]])
        with pytest.raises(Refusal, match="1 faults"):
            areas(square("A", 5, 5), bow)
        assert Area.objects.count() == 0

    def test_without_a_county_it_asks_for_one(self, areas):
        with pytest.raises(Refusal, match="--county-name"):
            areas(square("A", 0, 0), **{"county-name": ""})

    def test_an_unknown_parent_is_named(self, areas):
        with pytest.raises(Refusal, match="code 77"):
            areas(square("A", 0, 0), parent="77")

    def test_names_codes_place_and_system_are_as_the_options_say(self, areas):
        county = {"county-name": "测试县", "county-code": "370811", "zone": "Asia/Urumqi"}
        areas(square("甲镇", 116, 35), **county, level="town", coordinates="gcj02")
        top = area_by_code("370811")
        assert (top.name_zh, top.level) == ("测试县", 1)
        assert Terms.objects.get().zone == "Asia/Urumqi"
        assert locate(116.9995, 35.5) is None, "the map of Amap is shifted, and was shifted back"
        under = feature("乙格", [[116.2, 35.2], [116.4, 35.2], [116.4, 35.4], [116.2, 35.4]])
        under["properties"] |= {"Nr": "370811900", "English": "Grid Two"}
        options = {"code-property": "Nr", "name-en-property": "English", "parent": "甲镇"}
        areas(under, **options, **{"county-name": "", "level": "community"})
        found = locate(116.3, 35.3)
        assert (found.code, found.name_en, found.parent.name_zh) == (
            "370811900",
            "Grid Two",
            "甲镇",
        )

    def test_a_preview_changes_nothing(self, areas):
        assert "1 areas can be read" in areas(square("A", 0, 0), preview=True).output
        assert Area.objects.count() == 0


COUNTIES = "code,name,cityCode\n370811,任城区,3708\n370812,兖州区,3708\n"
TOWNS = "code,name,areaCode\n370811002,许庄街道,370811\n370812001,酒仙桥街道,370812\n"
VILLAGES = (
    "code,name,streetCode\n370811002001,航运新村居委会,370811002\n"
    "370812001001,甲村,370812001\n370811002003,颂运水庭社区居民委员会,370811002\n"
)


class TestCodeLists:
    @pytest.fixture
    def lists(self, tmp_path):
        def lists(*options, without=()):
            texts = {"areas": COUNTIES, "streets": TOWNS, "villages": VILLAGES}
            files = []
            for name, text in texts.items():
                if name not in without:
                    files.append(tmp_path / f"{name}.csv")
                    files[-1].write_text(text)
            return gewu_import("areas", *files, *options)

        return lists

    def test_of_several_counties_one_is_chosen(self, lists):
        with pytest.raises(Refusal, match="--county: 370811 任城区, 370812 兖州区"):
            lists()
        assert Area.objects.count() == 0
        assert "3 added" in lists("--county", "370811").output
        village = area_by_code("370811002003")
        assert [each.code for each in (county(), village.parent)] == ["370811", "370811002"]
        assert village.code_scheme == "national"
        assert "4 unchanged" in lists("--county", "370811").output
        with pytest.raises(Refusal, match="no area of 999999"):
            lists("--county", "999999")

    def test_a_county_that_the_lists_lack_is_named_by_hand(self, lists):
        only = ("--county", "370811")
        with pytest.raises(Refusal, match="--county-name"):
            lists(*only, without=["areas"])
        lists(*only, "--county-name", "任城", "--county-code", "370811", without=["areas"])
        assert (county().code, county().name_zh) == ("370811", "任城")

    def test_columns_and_parents_are_as_the_options_say(self, tmp_path):
        file = tmp_path / "a.csv"
        file.write_text("nr,wo,title,en\n370811,,任城区,Rencheng\n370811002000,370811,许庄,Xu\n")
        named = ["--name-property", "title", "--code-property", "nr", "--name-en-property", "en"]
        gewu_import("areas", file, *named, "--parent-property", "wo")
        assert area_by_code("370811002000").name_en == "Xu"
        file.write_text("code,name\n370811002001,甲村\n")
        assert "1 added" in gewu_import("areas", file).output
        assert area_by_code("370811002001").parent.code == "370811002000"
        with pytest.raises(Refusal, match="has no title, en, nr, but code, name"):
            gewu_import("areas", file, *named)

    def test_what_cannot_be_used_is_said(self, tmp_path):
        file = tmp_path / "a.csv"
        with pytest.raises(Refusal, match="cannot be read"):
            gewu_import("areas", file)
        file.write_bytes(b"PK\x03\x04")
        with pytest.raises(Refusal, match="damaged|opened"):
            gewu_import("areas", file)
        with pytest.raises(Refusal, match="mars is none of"):
            gewu_import("areas", file, "--coordinates", "mars")

    def test_twins_are_told_and_taken(self, tmp_path, lists):
        lists("--county", "370811")
        file = tmp_path / "a.csv"
        file.write_text("code,name\n370811002005,甲村\n370811002006,甲村\n")
        assert "same name" in gewu_import("areas", file, "--preview").stderr
        done = gewu_import("areas", file)
        assert "2 added" in done.stdout and "same name" in done.stderr


class TestExports:
    @pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.zip", "a.kml", "a.fgb", "a.csv"])
    def test_a_county_goes_out_and_comes_in_unchanged(self, areas, tmp_path, name):
        areas(square("甲", 116, 35), **{"county-code": "370811"})
        file = str(tmp_path / name)
        told = CliRunner().invoke(export, ["areas", file, "--county", "370811"])
        assert "4 areas written" in told.output, told.exception
        assert "4 unchanged" in gewu_import("areas", file).output

    def test_what_cannot_be_written_is_said(self, areas, tmp_path):
        areas(square("甲", 116, 35))
        for words, told in (
            ([tmp_path / "a.dwg", "--county", "000000"], "ends with none of .geojson"),
            ([tmp_path / "a.csv", "--county", "9"], "no area with the code 9"),
            ([tmp_path / "no" / "a.csv", "--county", "000000"], "cannot be written"),
        ):
            found = CliRunner().invoke(export, ["areas", *map(str, words)])
            assert told in str(found.exception)


class TestTickets:
    @pytest.fixture(autouse=True)
    def _placed(self, areas):
        areas(square("A", 0, 0))

    def test_it_places_and_counts(self, tickets):
        text = "id,title,x,y\n1,lamp,0.5,0.5\n2,drain,9,9\n3,words,,\n"
        assert "3 new" in tickets(text, "--preview").output
        assert "3 imported" in tickets(text).output
        assert "0 imported, 3 known" in tickets(text).output
        placed = dict(Ticket.objects.values_list("source_id", "area__code"))
        assert placed == {"1": "A", "2": None, "3": None}

    def test_the_preview_says_where_rows_land(self, tickets):
        shown = tickets(
            "id,title,x,y\n1,lamp,0.5,0.5\n2,drain,9,9\n3,words,,\n", "--preview"
        ).output
        assert "lamp | A |" in shown
        assert "drain | outside |" in shown
        assert "words | place unknown |" in shown

    def test_bad_rows_are_told_and_kept_in_a_report(self, tickets, tmp_path):
        report = tmp_path / "bad.csv"
        result = tickets("id,title,x,y\n1,lamp,east,0\n2,lamp,0,0\n", "--report", report)
        assert result.exit_code == 1
        assert "2: x: “east”" in result.output
        assert "1 of 2 rows are bad" in result.output
        assert report.read_text().splitlines()[1].startswith("2,x,")
        assert Ticket.objects.count() == 0

    def test_the_sheet_that_is_named_is_the_one_that_lands(self, tmp_path, tickets):
        tickets("id,title,x,y\n", "--preview")  # writes the mapping
        book = Workbook()
        book.active.append(["id", "title", "x", "y"])
        second = book.create_sheet("二")
        for row in (["id", "title", "x", "y"], ["7", "lamp", "0.5", "0.5"]):
            second.append(row)
        book.save(tmp_path / "old.xlsx")
        words = ["tickets", tmp_path / "old.xlsx", "--mapping", tmp_path / "mapping.json"]
        assert "1 imported" in gewu_import(*words, "--sheet", "二").output
        assert Ticket.objects.get().source_id == "7"

    def test_a_mapping_that_is_not_there_is_named(self, tmp_path):
        (tmp_path / "x.csv").write_text("a\n1\n")
        with pytest.raises(Refusal, match="la311, taidi"):
            gewu_import("tickets", tmp_path / "x.csv", "--mapping", "la312")


def test_a_register_is_brought_in_by_its_code(town, tmp_path):
    fill_kinds(county=town.county, by=SYSTEM)
    file, report = tmp_path / "hydrants.csv", tmp_path / "bad.csv"
    rows = [
        "名称,编码,经度,纬度,口径",
        "一号,XF-1,116.615,35.405,100",
        "二号,XF-2,116.615,35.405,粗",
    ]
    file.write_text("\n".join(rows), encoding="utf-8")
    command = ["registers", "hydrants", str(file), "--report", str(report)]
    refused = CliRunner().invoke(app, command)
    assert refused.exit_code == 1 and "no whole number" in refused.output
    assert "3," in report.read_text() and not Record.objects.exists()
    done = CliRunner().invoke(app, [*command[:3], "--skip-bad", "--system", "gcj02"])
    assert done.exit_code == 0 and "1 added, 0 changed, 0 known, 1 left out" in done.output
    assert Record.objects.get().lon != 116.615
    unknown = CliRunner().invoke(app, ["registers", "castles", str(file)])
    assert isinstance(unknown.exception, Refusal)
