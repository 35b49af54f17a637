"""`gewu evaluate partition` on a small made-up town."""

import json

import pytest
import shapely
from shapely.geometry import shape
from typer.testing import CliRunner

from gewu.config.cli import evaluate
from gewu.kernel.acting import Refusal

HEADER = "lon,lat,municipality,housenumber"


def house(number, place="East", lon=116.5, lat=35.4):
    """A house in rows of ten, fifty metres apart."""
    row, column = divmod(number, 10)
    return f"{lon + column * 0.00055:.7f},{lat + row * 0.00045:.7f},{place},{number + 1}"


TOWN = [*map(house, range(60)), *(house(number, "西", 116.6) for number in range(30))]


@pytest.fixture
def divided(tmp_path):
    def divide(rows, target=15, header=HEADER, **options):
        file = tmp_path / "addresses.csv"
        file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        words = ["partition", "--addresses", str(file), "--target", str(target)]
        words += [word for name, value in options.items() for word in (f"--{name}", str(value))]
        result = CliRunner().invoke(evaluate.app, words)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return divide


class TestFigures:
    def test_each_place_has_its_figures(self, divided):
        figures = json.loads(divided(TOWN).stdout)
        assert list(figures) == ["East", "西"]
        east = figures["East"]
        assert (east["points"], east["places"], east["parts"], east["broken"]) == (60, 60, 4, 0)
        assert east["imbalance"] <= 0.03
        assert 0 < east["cut_edges"] <= east["metis_cut_edges"]
        assert 0 < east["seconds"] < 10
        assert 50 < east["walk"] < 200

    def test_rows_without_a_house_number_are_no_addresses(self, divided):
        bare = "116.5,35.4,East,"
        assert json.loads(divided([*TOWN, bare]).stdout)["East"]["points"] == 60

    def test_without_such_a_column_every_row_counts(self, divided):
        rows = [row.rsplit(",", 1)[0] for row in TOWN]
        figures = json.loads(divided(rows, header="lon,lat,municipality").stdout)
        assert figures["西"]["points"] == 30

    def test_other_columns_can_be_named(self, divided):
        header = "x,y,town,number"
        found = divided(TOWN, header=header, lon="x", lat="y", by="town", filled="number")
        assert json.loads(found.stdout)["East"]["parts"] == 4

    def test_rows_without_a_place_are_left_out_and_it_is_said(self, divided):
        found = divided([*TOWN, house(3, "")])
        assert "left out: 1" in found.stderr
        assert set(json.loads(found.stdout)) == {"East", "西"}

    def test_a_place_smaller_than_the_target_is_one_part(self, divided):
        figures = json.loads(divided(TOWN, target=500).stdout)["西"]
        assert (figures["parts"], figures["cut_edges"], figures["imbalance"]) == (1, 0, 0)

    def test_outlines_can_be_written_and_do_not_overlap(self, divided, tmp_path):
        plan = tmp_path / "plan.geojson"
        divided(TOWN, plan=plan)
        features = json.loads(plan.read_text())["features"]
        east = [f for f in features if f["properties"]["name"] == "East"]
        assert [f["properties"]["points"] for f in east] == [15] * 4
        assert [f["properties"]["part"] for f in east] == [1, 2, 3, 4]
        assert shapely.coverage_is_valid([shape(f["geometry"]) for f in east])


class TestRefusals:
    @pytest.mark.parametrize("option", ["lon", "lat", "by"])
    def test_a_missing_column_is_named_with_those_there_are(self, divided, option):
        with pytest.raises(Refusal, match="nowhere.*lon, lat, municipality"):
            divided(TOWN, **{option: "nowhere"})

    @pytest.mark.parametrize("rows", [[], ["116.5,35.4,East,"], ["116.5,35.4,,7"]])
    def test_no_rows(self, divided, rows):
        with pytest.raises(Refusal, match="There are no rows"):
            divided(rows)

    @pytest.mark.parametrize(
        ("place", "said"),
        [
            ("here,35.4", "Line 3: “here” in column “lon” is no number"),
            ("116.5,", "Line 3: “” in column “lat” is no number"),
            ("116.5,nan", "Line 3: “nan” in column “lat” is no number"),
            ("35.4,116.5", "Line 3: 116.5 in column “lat” is not between.*swapped"),
            ("999,35.4", r"Line 3: 999 in column “lon” is not between -180 and 180 degrees\.$"),
        ],
    )
    def test_what_is_no_place_is_named_with_its_line(self, divided, place, said):
        with pytest.raises(Refusal, match=said):
            divided([house(1), f"{place},East,2"])

    def test_columns_that_are_named_the_wrong_way_round(self, divided):
        with pytest.raises(Refusal, match="seem to be swapped"):
            divided(TOWN, lon="lat", lat="lon")

    def test_places_that_lie_in_china_only_when_turned_round(self, divided):
        rows = [f"39.{number:03},80.1,East,1" for number in range(5)]
        with pytest.raises(Refusal, match="5 of 5 places would lie in China"):
            divided(rows)

    def test_one_place_that_lies_with_the_others_only_when_turned_round(self, divided):
        rows = [house(number, lon=9.5, lat=47.1) for number in range(20)]
        with pytest.raises(Refusal, match="the place in line 22 would lie with the others"):
            divided([*rows, "47.1,9.5,East,21"])

    def test_places_too_far_apart_for_one_plane(self, divided):
        rows = ["0,10,East,1", "100,10,East,2"]
        with pytest.raises(Refusal, match="East cannot be divided.*too far apart"):
            divided(rows)

    def test_a_target_below_two_is_refused(self, divided):
        found = divided(TOWN, target=1)
        assert found.exit_code != 0
        assert "2" in found.stderr

    def test_a_plan_that_cannot_be_written(self, divided, tmp_path):
        with pytest.raises(Refusal, match="cannot be written"):
            divided(TOWN, plan=tmp_path / "none" / "plan.geojson")
