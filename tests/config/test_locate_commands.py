"""`gewu bench locate` and `gewu evaluate locate` on small made-up places."""

import json

import pytest
from typer.testing import CliRunner

from gewu.config.cli import bench, evaluate
from gewu.kernel.acting import Refusal


def feature(name, west, south, size):
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"Name": name, "code": 1},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


AREAS = {
    "type": "FeatureCollection",
    "features": [feature("North-West", 0, 0, 10), feature("格子", 2, 2, 2)],
}
POINTS = "x,y,area\n1,1,north west\n3,3,格子\n3.5,3.5,North-West\n50,50,\n,,North-West\n"


@pytest.fixture
def asked(tmp_path):
    areas, points = tmp_path / "areas.geojson", tmp_path / "points.csv"
    areas.write_text(json.dumps(AREAS))
    points.write_text(POINTS)

    def ask(**changed):
        options = {
            "areas": areas,
            "name-property": "Name",
            "points": points,
            "lon": "x",
            "lat": "y",
            "truth-column": "area",
        } | {name.replace("_", "-"): value for name, value in changed.items()}
        words = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
        result = CliRunner().invoke(evaluate.app, ["locate", *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return json.loads(result.output)

    return ask


class TestBench:
    def test_it_prints_its_figures_and_checks_its_answers(self):
        words = ["locate", "--polygons", "50", "--points", "2000", "--runs", "1"]
        figures = json.loads(CliRunner().invoke(bench.app, words).output)
        assert (figures["polygons"], figures["points"]) == (50, 2000)
        assert figures["same_answers"] is True
        assert figures["ratio"] > 0
        assert {"seconds", "points_per_second", "raw_points_per_second"} < set(figures)


class TestEvaluate:
    def test_it_counts_agreement_outside_doubles_and_what_is_unreadable(self, asked):
        figures = asked()
        assert (figures["points"], figures["areas"]) == (5, 2)
        # agreeing: a name without its dash, the smaller of two, a place outside that has no name
        assert figures["agreement"] == pytest.approx(3 / 5)
        assert (figures["outside"], figures["in_two"], figures["unreadable"]) == (2, 2, 1)

    def test_a_missing_property_is_named_with_those_there_are(self, asked):
        with pytest.raises(Refusal, match="no property name .*The properties are: Name, code"):
            asked(name_property="name")

    def test_a_missing_column_is_named_with_those_there_are(self, asked):
        with pytest.raises(Refusal, match="x, y, area"):
            asked(lon="longitude")

    @pytest.mark.parametrize("text", ["", "[]", '{"features": 7}', '{"features": [1]}', "\x00"])
    def test_what_is_no_geojson_is_refused(self, asked, tmp_path, text):
        wrong = tmp_path / "wrong.geojson"
        wrong.write_text(text)
        with pytest.raises(Refusal, match="not a GeoJSON"):
            asked(areas=wrong)

    def test_a_missing_file_is_refused(self, asked, tmp_path):
        with pytest.raises(Refusal, match="cannot be read"):
            asked(areas=tmp_path / "none.geojson")

    def test_a_feature_without_an_outline_is_named(self, asked, tmp_path):
        wrong = tmp_path / "wrong.geojson"
        lost = {"type": "Feature", "properties": {"Name": "x"}, "geometry": None}
        wrong.write_text(json.dumps({"type": "FeatureCollection", "features": [lost]}))
        with pytest.raises(Refusal, match="Feature 1 "):
            asked(areas=wrong)
