"""`gewu import areas` and `gewu import tickets`, from an empty database to placed tickets."""

import importlib
import json

import pytest
from django.utils.translation import override
from typer.testing import CliRunner

from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code, county
from gewu.kernel.acting import Refusal
from gewu.work.tickets.models import Terms, Ticket

pytestmark = pytest.mark.django_db

app = importlib.import_module("gewu.config.cli.import").app


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

    def test_a_preview_changes_nothing(self, areas):
        assert "1 areas can be read" in areas(square("A", 0, 0), preview=True).output
        assert Area.objects.count() == 0


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

    def test_a_mapping_that_is_not_there_is_named(self, tmp_path):
        (tmp_path / "x.csv").write_text("a\n1\n")
        with pytest.raises(Refusal, match="la311, taidi"):
            gewu_import("tickets", tmp_path / "x.csv", "--mapping", "la312")
