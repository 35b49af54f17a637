"""Faults of a file on the map, mended only when chosen; in which system a file is."""

import json
import time

import numpy as np
import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from shapely import box
from tests import cast

from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import boundary_of
from gewu.ground.territory.rules.formats import Drawing
from gewu.ground.territory.rules.mending import Around, Mend, found_between, mended
from gewu.ground.territory.rules.readings import doubt
from gewu.ground.territory.rules.rows import AreaRow, Columns, rows_of
from gewu.methods import shapes
from gewu.methods.coordinates import wgs84_to_gcj02

WEST, SOUTH = 116.60, 35.40


def row(number, outline, parent="1"):
    return AreaRow(
        number=number,
        code=f"{number}",
        parent_code=parent,
        name_zh=f"网格{number}",
        boundary=outline,
    )


def square(x, y, width=10, height=10):
    """In steps of about ten metres."""
    west, south = WEST + x * 1e-4, SOUTH + y * 1e-4
    return box(west, south, west + width * 1e-4, south + height * 1e-4)


@pytest.mark.usefixtures("english")
class TestRule:
    def test_every_fault_has_its_ground_and_its_size(self):
        ring = [square(0, 0, 30), square(0, 10), square(20, 10), square(0, 20, 31)]
        rows = [row(number, each) for number, each in enumerate(ring, start=1)]
        rows.append(row(5, square(-5, 0, 6), parent=""))
        around = {"1": Around(parent=square(0, 0, 30, 30))}
        found = found_between(rows, around)
        assert [each.message.split(":")[-1].strip() for each in found] == [
            f"{shapes.area_of(square(10, 10)):,.0f} m² between them lie in none.",
            f"{shapes.area_of(square(30, 20, 1)):,.0f} m² lie outside the area above it.",
        ]
        assert found[0].shape.area == pytest.approx(square(10, 10).area) and found[0].size > 9_000

    def test_what_only_neighbours_on_record_share_is_not_theirs(self):
        around = {"1": Around(fixed=(square(50, 0), square(55, 0)))}
        assert found_between([row(1, square(0, 0))], around) == []
        (one,) = found_between([row(1, square(45, 0))], around)
        assert one.number == 1 and "more than one area" in one.message

    def test_each_repair_changes_what_it_says_and_no_more(self):
        rows = [row(1, square(0, 0)), row(2, square(9.5, 0)), row(3, None)]
        assert mended(rows, {}, Mend()) == (rows, [])
        after, changes = mended(rows, {}, Mend(apart=True))
        assert [change.number for change in changes] == [2] and changes[0].more < -400
        assert found_between(after, {}) == []
        clipped, changes = mended(
            rows, {"1": Around(parent=square(0, 0, 15))}, Mend(clip=True, apart=True)
        )
        assert clipped[1].boundary.bounds[2] == pytest.approx(WEST + 15e-4)
        near = [row(1, square(0, 0)), row(2, square(10.05, 0))]
        snapped, changes = mended(near, {}, Mend(snap=1.0))
        assert changes and found_between(snapped, {}) == []

    def test_a_gap_is_filled_up_to_the_size_that_was_chosen(self):
        ring = [square(0, 0, 30), square(0, 10), square(20, 10), square(0, 20, 30)]
        rows = [row(number, each) for number, each in enumerate(ring, start=1)]
        assert mended(rows, {}, Mend(gaps=10))[1] == []
        after, (change,) = mended(rows, {}, Mend(gaps=20_000))
        assert change.more == pytest.approx(shapes.area_of(square(10, 10)), rel=1e-3)
        assert found_between(after, {}) == []

    @pytest.mark.parametrize(
        ("geometry", "taken"),
        [
            ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, True),
            ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}, True),
            ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0]]]}, False),
            (
                {
                    "type": "Polygon",
                    "coordinates": [
                        [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]],
                        [[0.1, 0.1], [0.2, 0.1]],
                    ],
                },
                False,
            ),
            ({"type": "Polygon", "coordinates": [[[0, 0], [999, 0], [1, 1], [0, 0]]]}, False),
            ({"type": "Point", "coordinates": [0, 0]}, False),
        ],
    )
    def test_an_outline_that_crosses_itself_is_cut_apart_when_chosen(self, geometry, taken):
        if taken:
            rings = np.array(geometry["coordinates"][0]) * 0.01 + (WEST, SOUTH)
            geometry = {"type": "Polygon", "coordinates": [rings.tolist()]}
        drawing = Drawing(("name_zh", "code"), [(1, {"name_zh": "甲", "code": "1"}, geometry, "")])
        rows, wrong = rows_of(drawing, Columns())
        assert wrong and not rows
        rows, wrong = rows_of(drawing, Columns(mends=True))
        assert bool(rows) == taken and bool(wrong) != taken
        if taken:
            (change,) = mended(rows, {}, Mend(valid=True))[1]
            assert rows[0].boundary.is_valid and change.after > 0


class TestReadings:
    PARENT = square(0, 0, 100, 100)

    def drawing(self, move=None, crs=""):
        outline = square(0, 0, 100, 50)
        if move:
            outline = shapely.transform(
                outline, lambda points: np.column_stack(move(points[:, 0], points[:, 1]))
            )
        held = {"name_zh": "甲", "code": "1", "parent_code": "1"}
        return Drawing(tuple(held), [(1, held, shapely.geometry.mapping(outline), "")], crs)

    @pytest.mark.parametrize("system", ["wgs84", "gcj02"])
    def test_a_doubtful_one_is_told_with_the_better_one(self, system):
        drawing = self.drawing(wgs84_to_gcj02)
        rows, _wrong = rows_of(drawing, Columns(system=system))
        found = doubt(drawing, Columns(system=system), rows, {"1": Around(parent=self.PARENT)})
        if system == "gcj02":
            assert found is None
        else:
            assert found[0].outside > 0.3 and found[1].system == "gcj02"
            assert found[1].outside < 0.01

    def test_without_an_area_above_or_with_a_named_system_nobody_doubts(self):
        drawing = self.drawing(wgs84_to_gcj02)
        rows, _wrong = rows_of(drawing, Columns())
        assert doubt(drawing, Columns(), rows, {}) is None
        named = self.drawing(crs="EPSG:4490")
        assert doubt(named, Columns(), rows, {"1": Around(parent=self.PARENT)}) is None
        far = {"1": Around(parent=box(1, 1, 2, 2))}
        assert doubt(drawing, Columns(), rows, far) is None


COLUMNS = {
    "name_zh": "name_zh",
    "code": "code",
    "parent_code": "parent_code",
    "system": "wgs84",
}


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
class TestPage:
    @pytest.fixture
    def root(self, town, client):
        client.force_login(town.root)
        return client

    def sent(self, client, *outlines, parent=cast.COMMUNITY):
        features = [
            {
                "type": "Feature",
                "properties": {
                    "name_zh": f"新网格{number}",
                    "code": f"{parent}{number:0{17 - len(parent) if len(parent) > 12 else 3}}",
                    "parent_code": parent,
                },
                "geometry": outline
                if isinstance(outline, dict)
                else shapely.geometry.mapping(outline),
            }
            for number, outline in enumerate(outlines, start=501 if parent == cast.COMMUNITY else 1)
        ]
        content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
        file = SimpleUploadedFile("a.geojson", content)
        return client.post("/territory/import/", {"file": file})

    def test_faults_are_drawn_and_mended_only_when_chosen(self, town, root):
        far = [square(300, 300), square(309.5, 300)]
        url = self.sent(root, *far).url
        looked = root.post(url, COLUMNS)
        assert "lie in more than one area" in looked.text or "sliver" in looked.text
        assert 'data-fault="' in looked.text and looked.context["faults"]["faults"]["features"]
        assert not looked.context["changes"]
        chosen = {**COLUMNS, "apart": "on", "snap": "0", "gaps": "0"}
        after = root.post(url, chosen)
        assert "What mending changes" in after.text
        assert all("outside" in each.message for each in after.context["between"])
        done = root.post(url, {**chosen, "import": "1", "accept_overlaps": "1"}, follow=True)
        assert "1 outline was mended" in done.text
        areas = Area.objects.filter(code__in=[f"{cast.COMMUNITY}501", f"{cast.COMMUNITY}502"])
        first, second = (boundary_of(each.current) for each in areas.order_by("code"))
        assert first.intersection(second).area < 1e-12

    def test_snapping_filling_and_cutting_off(self, town, root):
        ring = [square(300, 300, 30), square(300, 310), square(320.04, 310), square(300, 320, 30)]
        url = self.sent(root, *ring).url
        given = {**COLUMNS, "snap": "1", "gaps": "20000", "clip": ""}
        after = root.post(url, given)
        assert len(after.context["changes"]) >= 2
        assert not [each for each in after.context["between"] if "between them" in each.message]
        clipped = root.post(url, {**COLUMNS, "clip": "on"})
        assert clipped.status_code == 200
        wrong = root.post(url, {**COLUMNS, "snap": "900"})
        assert "examined" not in wrong.context

    def test_an_outline_that_crosses_itself_is_cut_apart(self, town, root):
        rings = np.array([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]) * 0.002 + (116.61, 35.42)
        bad = {"type": "Polygon", "coordinates": [rings.tolist()]}
        url = self.sent(root, bad).url
        looked = root.post(url, COLUMNS)
        assert "crosses itself" in looked.text and looked.context["findings"][0].place is not None
        assert not root.post(url, {**COLUMNS, "valid": "on"}).context["findings"]

    def test_a_file_of_a_map_site_said_to_be_wgs_is_shown_both_ways(self, town, root):
        def move(points):
            return np.column_stack(wgs84_to_gcj02(points[:, 0], points[:, 1]))

        inside = boundary_of(town.grid_1.current)
        url = self.sent(root, shapely.transform(inside, move), parent=cast.GRID_1)
        content_url = url.url
        looked = root.post(content_url, COLUMNS)
        assert "Is this the right coordinate system" in looked.text
        assert [each["system"] for each in looked.context["readings"]] == ["wgs84", "gcj02"]
        chosen = root.post(content_url, {**COLUMNS, "read_as": "gcj02"})
        assert chosen.context["form"]["system"].value() == "gcj02"
        assert not chosen.context["readings"]

    def test_towns_that_overlap_are_told_with_their_size(self, town, root):
        towns = [box(116.5, 35.3, 116.6, 35.4), box(116.59, 35.3, 116.7, 35.4)]
        features = [
            {
                "type": "Feature",
                "properties": {"name_zh": name, "code": code, "parent_code": cast.COUNTY},
                "geometry": shapely.geometry.mapping(outline),
            }
            for name, code, outline in zip("甲乙", ("370899501", "370899502"), towns, strict=True)
        ]
        content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
        url = root.post(
            "/territory/import/", {"file": SimpleUploadedFile("a.geojson", content)}
        ).url
        looked = root.post(url, COLUMNS)
        assert "甲" in looked.text and "m² lie in more than one area" in looked.text

    def test_sixty_thousand_outlines_are_answered_within_seconds(self, town, root):
        ring = [[0, 0], [1, 0], [1, 1], [0, 0]]
        feature = {
            "type": "Feature",
            "properties": {"n": "甲"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        content = json.dumps({"type": "FeatureCollection", "features": [feature] * 60_000}).encode()
        begin = time.monotonic()
        answer = root.post("/territory/import/", {"file": SimpleUploadedFile("a.geojson", content)})
        assert answer.status_code == 422 and "gewu import areas" in answer.text
        assert time.monotonic() - begin < 8

    def test_only_what_a_browser_can_hold_is_drawn(self, town, root, monkeypatch):
        monkeypatch.setattr("gewu.ground.territory.views.surveying.MOST_CORNERS", 6)
        url = self.sent(root, square(300, 300), square(400, 300)).url
        looked = root.post(url, COLUMNS)
        assert looked.context["not_drawn"] == 1 and "are not drawn" in looked.text
