"""Changing areas with a date, through the client: form, what follows, plan, undo, and the past."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from shapely import box
from shapely.geometry import mapping
from tests import cast

from gewu.ground.territory import actions, queries
from gewu.ground.territory.models import Area, Redraw
from gewu.ground.territory.views import redraws as redraw_views
from gewu.kernel.acting import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

WEST, EAST = box(116.60, 35.40, 116.604, 35.41), box(116.604, 35.40, 116.61, 35.41)
A, B, C = (f"{cast.COMMUNITY}{number:03}" for number in (11, 12, 13))
LIST = "/territory/redraws/"


def today():
    return timezone.localdate()


def soon():
    return today() + timedelta(days=3)


def url(area, tail=""):
    return f"/territory/{area.pk}/{tail}"


def geojson(*parts):
    features = [
        {"type": "Feature", "properties": properties, "geometry": mapping(outline)}
        for properties, outline in parts
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def two(west=WEST, east=EAST):
    return geojson(({"code": A, "name": "甲网格"}, west), ({"code": B, "name": "乙网格"}, east))


@pytest.fixture
def root(town, client):
    client.force_login(town.root)
    return client


def sent(client, address, **data):
    given = {"day": soon(), "words": "", "system": "wgs84"} | data
    return client.post(address, {name: value for name, value in given.items() if value is not None})


def looked(client, address, **data):
    answer = sent(client, address, **data)
    assert answer.status_code == 302, answer.text
    assert "/redraws/look/" in answer.url
    return answer.url


class TestSplit:
    def test_from_the_page_of_the_area_to_the_plan_and_its_undoing(self, town, root):
        assert url(town.grid_1, "split/") in root.get(url(town.grid_1)).text
        assert "Draw it by hand" in root.get(url(town.grid_1, "split/")).text
        preview = looked(root, url(town.grid_1, "split/"), outlines=two(), keeps=A, words="太大")
        text = root.get(preview).text
        for said in ("甲网格", "keeps the staff", "People who work on there", "before-map", "Ada"):
            assert said in text
        assert not Redraw.objects.exists()
        planned = root.post(preview)
        redraw = Redraw.objects.get()
        assert planned.url == f"{LIST}{redraw.pk}/"
        assert (redraw.day, redraw.words, redraw.state) == (soon(), "太大", "planned")
        assert "Undo the plan" in root.get(planned.url).text
        assert "Split is planned for" in root.get(url(town.grid_1)).text
        assert "Grid 1" in root.get(LIST).text
        undone = root.post(f"{planned.url}undo/", follow=True)
        assert "Everything stays as it is" in undone.text
        assert Redraw.objects.get().state == "undone"
        assert root.get(preview).url == LIST  # it was planned, so it is no longer kept

    def test_for_today_it_is_in_force_and_history_shows_both_ways(self, town, root):
        preview = looked(root, url(town.grid_1, "split/"), outlines=two(), day=today())
        assert "Bring into force now" in root.get(preview).text
        done = root.post(preview, follow=True).text
        assert "It is in force." in done
        b = queries.area_by_code(B)
        new = root.get(url(b)).text
        assert "It came from" in new and url(town.grid_1) in new
        old = root.get(url(town.grid_1)).text
        assert "This area ended on" in old and "60 %" in old and url(b) in old
        assert "split/" not in old and "Public page" not in old
        redraw = Redraw.objects.get()
        again = root.post(f"{LIST}{redraw.pk}/undo/", follow=True).text
        assert "This is not possible now" in again

    def test_the_largest_part_keeps_the_staff_unless_told_otherwise(self, town, root):
        root.post(looked(root, url(town.grid_1, "split/"), outlines=two()))
        from_parts = Redraw.objects.get()
        assert queries.touched_by(from_parts.pk) == [town.grid_1]
        text = root.get(f"{LIST}{from_parts.pk}/").text
        assert text.index("乙网格") < text.index("keeps the staff")

    def test_a_file_does_as_well_in_any_system(self, town, root):
        file = SimpleUploadedFile("parts.geojson", two().encode())
        looked(root, url(town.grid_1, "split/"), file=file)
        file = SimpleUploadedFile("parts.geojson", two().encode())
        moved = sent(root, url(town.grid_1, "split/"), file=file, system="gcj02")
        assert moved.status_code == 422 and "lie outside" in moved.text

    def test_a_gap_is_shown_with_size_and_place(self, town, root):
        answer = sent(
            root, url(town.grid_1, "split/"), outlines=two(east=box(116.605, 35.4, 116.61, 35.41))
        )
        assert answer.status_code == 422
        assert "do not cover Grid 1 exactly" in answer.text
        assert "m² belong to no part" in answer.text and "116.60450" in answer.text

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({}, "Paste the outlines here"),
            ({"outlines": "x"}, "not a GeoJSON file"),
            ({"outlines": "{x"}, "not a GeoJSON file"),
            ({"outlines": "[1]"}, "FeatureCollection is needed"),
            ({"outlines": '{"features": [1]}'}, "The name is missing"),
            ({"outlines": two(), "day": "2026-01-02"}, "today or a later day"),
            ({"outlines": two(), "keeps": "x"}, "Say which part keeps"),
            ({"outlines": geojson(({"code": A, "name": "甲"}, WEST))}, "two parts at least"),
            ({"outlines": json.dumps({"type": "Polygon", "coordinates": mapping(WEST)["coordinates"]})},
             "two parts at least"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_stands_at_the_field(self, town, root, data, said):
        answer = sent(root, url(town.grid_1, "split/"), **data)
        assert answer.status_code == 422
        assert said in answer.text
        assert not Redraw.objects.exists()

    def test_a_file_that_is_too_large(self, town, root, monkeypatch):
        monkeypatch.setattr("gewu.ui.asking.LARGEST_MB", 0)
        file = SimpleUploadedFile("parts.geojson", two().encode())
        assert "more than 0 MB" in sent(root, url(town.grid_1, "split/"), file=file).text

    def test_what_changed_while_somebody_looked_is_said(self, town, root):
        preview = looked(root, url(town.grid_1, "split/"), outlines=two())
        actions.plan_rename(area=town.grid_1, name_zh="某", day=soon(), by=SYSTEM)
        for answer in (root.get(preview), root.post(preview)):
            assert answer.status_code == 422
            assert "has a plan for" in answer.text
        actions.change_area(area=town.grid_2, boundary=box(116.61, 35.40, 116.62, 35.42), by=SYSTEM)
        Redraw.objects.all().delete()
        actions.change_area(
            area=town.grid_1,
            boundary=box(116.60, 35.40, 116.61, 35.42),
            day=cast.DAY_ONE,
            by=SYSTEM,
        )
        assert "m² belong to no part" in root.post(preview).text

    def test_a_draft_of_yesterday(self, root):
        answer = root.get(f"{LIST}look/0123/", follow=True)
        assert "kept for an hour only" in answer.text


class TestPublicPages:
    def test_an_old_poster_leads_to_the_grid_in_its_place(self, town, client):
        rows, _wrong = queries.read_areas(two().encode(), queries.Columns(name_zh="name"))
        actions.plan_split(area=town.grid_1, parts=rows, keeps=A, by=SYSTEM)
        answer = client.get(f"/territory/grid/{cast.GRID_1}/")
        assert answer.url == f"/territory/grid/{A}/"
        assert "甲网格" in client.get(answer.url).text
        assert client.get(f"/territory/grid/{cast.GRID_1}/code.svg").status_code == 200

    def test_without_an_heir_there_is_nothing(self, town, client):
        Area.objects.filter(pk=town.grid_1.pk).update(closed_on=cast.DAY_ONE)
        assert client.get(f"/territory/grid/{cast.GRID_1}/").status_code == 404


class TestMerge:
    def data(self, town):
        return {
            "others": [str(town.grid_2.pk)], "code": C, "name_zh": "大网格", "name_en": "Large",
            "keeps": str(town.grid_2.pk),
        }  # fmt: skip

    def test_neighbours_become_one(self, town, root):
        form = root.get(url(town.grid_1, "merge/")).text
        assert "Grid 2" in form and "Grid 3" not in form
        preview = looked(
            root, url(town.grid_1, "merge/"), **self.data(town), day=today(), words="人少"
        )
        assert "its worker stays full time" in root.get(preview).text
        root.post(preview)
        merged = queries.area_by_code(C)
        assert (merged.name_zh, merged.name_en) == ("大网格", "Large")
        assert "Grid 2" in root.get(url(merged)).text

    def test_where_nothing_touches_it_says_so(self, town, root):
        page = root.get(url(town.grid_3, "merge/")).text
        assert "No area touches this one" in page
        assert "No area touches" in root.get(url(town.county, "merge/")).text

    def test_what_is_wrong_stands_at_the_field(self, town, root):
        answer = sent(root, url(town.grid_1, "merge/"), **self.data(town) | {"others": []})
        assert "at least one area that touches" in answer.text
        answer = sent(root, url(town.grid_1, "merge/"), **self.data(town) | {"code": cast.GRID_3})
        assert answer.status_code == 422 and "should begin with" in answer.text


class TestRedraw:
    def test_two_neighbours_move_their_border(self, town, root):
        text = geojson(
            ({"code": cast.GRID_1}, box(116.60, 35.40, 116.612, 35.41)),
            ({"code": cast.GRID_2}, box(116.612, 35.40, 116.62, 35.41)),
        )
        root.post(looked(root, url(town.grid_1, "redraw/"), outlines=text, day=today()))
        assert queries.locate(116.611, 35.405) == town.grid_1

    def test_a_file_does_as_well_and_a_reason_is_kept(self, town, root):
        text = geojson(
            ({"code": cast.GRID_1}, box(116.60, 35.40, 116.612, 35.41)),
            ({"code": cast.GRID_2}, box(116.612, 35.40, 116.62, 35.41)),
        )
        file = SimpleUploadedFile("new.geojson", text.encode())
        data = {"file": file, "system": "wgs84", "words": "修路"}
        planned = root.post(looked(root, url(town.grid_1, "redraw/"), **data))
        assert "修路" in root.get(planned.url).text

    def test_a_lone_outline_is_this_areas(self, town, root):
        wider = json.dumps(mapping(box(116.60, 35.39, 116.61, 35.41)))
        answer = sent(root, url(town.grid_1, "redraw/"), outlines=wider)
        assert "leave the ground" in answer.text and "lie outside" in answer.text
        preview = looked(root, url(town.grid_1, "redraw/"), outlines=wider, leaves_outline="on")
        root.post(preview)
        assert Redraw.objects.get().leaves_outline

    def test_what_lies_below_and_reaches_out_is_shown(self, town, root):
        for number, outline in ((1, box(116.601, 35.401, 116.602, 35.402)), (2, None)):
            actions.add_area(
                code=f"{cast.GRID_1}0{number}", name_zh=f"微{number}", parent=town.grid_1,
                boundary=outline, day=cast.DAY_ONE, by=SYSTEM,
            )  # fmt: skip
        narrower = json.dumps(mapping(box(116.6015, 35.40, 116.61, 35.41)))
        preview = looked(root, url(town.grid_1, "redraw/"), outlines=narrower, leaves_outline="on")
        assert "微1 reaches outside then" in root.get(preview).text
        preview = looked(root, url(town.grid_1, "split/"), outlines=two())
        text = root.get(preview).text
        assert f"微1 → {A}01" in text and "are cut" not in text
        cut = two(box(116.60, 35.40, 116.6015, 35.41), box(116.6015, 35.40, 116.61, 35.41))
        preview = looked(root, url(town.grid_1, "split/"), outlines=cut)
        assert "The new border runs through 微1" in root.get(preview).text

    def test_an_area_that_is_not_beside_it(self, town, root):
        text = geojson(({"code": cast.GRID_3}, WEST))
        text = text.replace('"features": [', '"features": [' + json.dumps(
            {"type": "Feature", "properties": {"code": cast.GRID_1}, "geometry": mapping(EAST)}
        ) + ", ")  # fmt: skip
        answer = sent(root, url(town.grid_1, "redraw/"), outlines=text)
        assert "is no area beside this one" in answer.text


class TestRename:
    def test_from_a_day_on(self, town, root):
        data = {"name_zh": "东街道", "name_en": "East Street", "words": "撤镇设街道"}
        preview = looked(root, url(town.town, "rename/"), **data)
        text = root.get(preview).text
        assert "东街道" in text or "East Street" in text
        assert "It keeps its own name" in text
        root.post(preview)
        Redraw.objects.update(day=today())
        actions.enter_due(by=SYSTEM)
        assert "East Street" in root.get(url(town.town)).text

    def test_the_same_name(self, town, root):
        data = {"name_zh": "东镇", "name_en": "East Town"}
        answer = sent(root, url(town.town, "rename/"), **data)
        assert answer.status_code == 422 and "That is its name already" in answer.text


class TestWhoMay:
    @pytest.mark.parametrize("tail", ["rename/", "split/", "merge/", "redraw/"])
    def test_strangers_find_nothing_and_others_may_not(self, town, client, tail):
        client.force_login(town.dan)
        assert client.get(url(town.grid_1, tail)).status_code == 404
        client.force_login(town.ben)
        assert client.get(url(town.grid_1, tail)).status_code == 403
        assert client.post(url(town.grid_1, tail), {}).status_code == 403

    def test_a_plan_is_its_administrators(self, town, client, root):
        preview = looked(root, url(town.grid_1, "split/"), outlines=two())
        root.post(preview)
        address = f"{LIST}{Redraw.objects.get().pk}/"
        client.force_login(town.ben)
        assert client.get(LIST).status_code == 403
        assert client.get(address).status_code == 404
        assert client.post(f"{address}undo/").status_code == 404
        assert client.get(preview).url == LIST  # a token is its owner's only
        client.logout()
        assert "/login/" in client.get(address).url

    def test_a_closed_area_is_seen_in_scope_only(self, town, client):
        actions.plan_split(
            area=town.grid_1, parts=queries.read_areas(two().encode(), queries.Columns(
                name_zh="name", fixed_parent=cast.COMMUNITY))[0], keeps=A, by=SYSTEM,
        )  # fmt: skip
        client.force_login(town.dan)
        assert client.get(url(town.grid_1)).status_code == 404
        client.force_login(town.ben)
        assert client.get(url(town.grid_1)).status_code == 200
        assert client.get(url(town.grid_1, "split/")).status_code == 404


class TestTheList:
    def test_empty(self, root):
        assert "Nothing is planned" in root.get(LIST).text

    def test_pages_and_what_could_not_come(self, town, root, monkeypatch):
        monkeypatch.setattr(redraw_views, "PAGE_SIZE", 1)
        for area in (town.grid_1, town.grid_2):
            actions.plan_rename(area=area, name_zh="某", day=soon(), by=SYSTEM)
        Redraw.objects.update(obstacle="它合不上")
        first = root.get(LIST).text
        assert "Could not come into force" in first and "?page=2" in first
        assert "?page=1" in root.get(f"{LIST}?page=2").text
        assert "它合不上" in root.get(f"{LIST}{Redraw.objects.all()[0].pk}/").text


class TestAsOf:
    @pytest.fixture
    def split_today(self, town):
        rows, _wrong = queries.read_areas(two().encode(), queries.Columns(name_zh="name"))
        actions.plan_split(area=town.grid_1, parts=rows, keeps=A, by=SYSTEM)

    def test_the_tree_and_its_map(self, town, root, split_today):
        now = root.get("/territory/branch/").status_code
        assert now == 404
        yesterday = today() - timedelta(days=1)
        page = root.get(f"/territory/?day={yesterday}").text
        assert cast.GRID_1 in page and A not in page
        assert f"on {yesterday}" in page
        assert A in root.get(f"/territory/?day={today() + timedelta(days=1)}").text
        assert "There were no areas on this day" in root.get("/territory/?day=2001-01-01").text
        assert f"on {today()}" not in root.get(f"/territory/?day={today()}").text

    def test_a_day_that_is_none(self, root):
        answer = root.get("/territory/?day=x")
        assert answer.status_code == 422 and "valid date" in answer.text
        assert root.get("/territory/areas.geojson?day=x").status_code == 422

    def test_the_file(self, town, root, split_today):
        def codes(address):
            answer = root.get(address)
            return {each["properties"]["code"] for each in answer.json()["features"]}

        yesterday = today() - timedelta(days=1)
        assert cast.GRID_1 in codes(f"/territory/areas.geojson?day={yesterday}")
        assert A not in codes(f"/territory/areas.geojson?day={yesterday}")
        assert A in codes("/territory/areas.geojson")
        assert codes(url(town.grid_1, f"areas.geojson?day={yesterday}")) == {cast.GRID_1}
        first = root.get("/territory/areas.geojson")["ETag"]
        assert root.get(f"/territory/areas.geojson?day={yesterday}")["ETag"] != first

    def test_in_scope_only(self, town, client, split_today):
        yesterday = today() - timedelta(days=1)
        client.force_login(town.dan)
        page = client.get(f"/territory/?day={yesterday}").text
        assert cast.GRID_3 in page and cast.GRID_1 not in page
        assert client.get(url(town.community, f"branch/?day={yesterday}")).status_code == 404

    def test_many_open_level_by_level(self, town, root, split_today, monkeypatch):
        monkeypatch.setattr("gewu.ground.territory.views.past.FEW", 2)
        yesterday = today() - timedelta(days=1)
        page = root.get(f"/territory/?day={yesterday}").text
        assert f"branch/?day={yesterday}" in page and cast.GRID_1 not in page.split("gewu-map")[0]
        part = root.get(url(town.community, f"branch/?day={yesterday}")).text
        assert cast.GRID_1 in part and A not in part

    def test_undrawn_areas_have_no_map(self, town, root):
        Area.objects.filter(level=4).update(closed_on=None)
        day = cast.DAY_ONE - timedelta(days=1)
        assert root.get(f"/territory/areas.geojson?day={day}").json()["features"] == []
