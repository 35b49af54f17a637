"""Buildings below the areas: on record, found by name, brought in from a table, source of plans."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from shapely import box
from tests import cast

from gewu.ground.territory import actions, queries
from gewu.ground.territory.models import Building
from gewu.ground.territory.queries.buildings import buildings_under, places_of
from gewu.ground.territory.rules import buildings as rule
from gewu.ground.territory.rules.buildings import BuildingRow, names_in, read_buildings
from gewu.ground.territory.rules.rows import AreaRow
from gewu.ground.territory.tests.test_proposing import table
from gewu.kernel.acting import SYSTEM, Refusal

HEAD = ("名称", "别名", "网格编码", "经度", "纬度", "户数", "单元数", "层数")


def read(*rows, columns=HEAD):
    cells = [dict(zip(columns, row, strict=True)) for row in rows]
    return read_buildings(columns, enumerate(cells, start=2))


def row(name="柳岸小区3号楼", **given):
    return BuildingRow(line=2, name_zh=name, **given)


class TestRule:
    def test_a_row_is_read(self):
        (one,), bad = read(("3号楼", "老楼；新3栋", "1", "116.605", "35.405", "40", "2", "6"))
        assert not bad and one.aliases == ("老楼", "新3栋") and one.households == 40
        assert (one.lon, one.lat, one.units, one.floors) == (116.605, 35.405, 2, 6)

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            (("", "", "1", "", "", "", "", ""), "name"),
            (("甲", "", "", "", "", "", "", ""), "neither"),
            (("甲", "", "1", "116", "", "", "", ""), "longitude"),
            (("甲", "", "1", "35", "116", "", "", ""), "longitude"),
            (("甲", "", "1", "", "", "-4", "", ""), "whole number"),
            (("甲", "", "1", "", "", "99999", "", ""), "whole number"),
        ],
    )
    @pytest.mark.usefixtures("english")
    def test_a_row_that_cannot_be_read_is_told_with_its_line(self, cells, said):
        good, (bad,) = read(cells)
        assert not good and bad.line == 2 and said in bad.message

    def test_a_table_without_names_or_with_too_many_rows_is_refused(self, monkeypatch):
        with pytest.raises(Refusal) as refused:
            read(("1",), columns=("经度",))
        assert refused.value.code == "no_columns"
        monkeypatch.setattr(rule, "MOST_ROWS", 1)
        with pytest.raises(Refusal) as refused:
            read(("甲",), ("乙",), columns=("名称",))
        assert refused.value.code == "too_many"

    def test_names_stand_once(self):
        assert names_in("甲、乙, 甲;；丙") == ("甲", "乙", "丙")


@pytest.mark.django_db
class TestActions:
    def test_a_building_is_added_changed_and_ended(self, town):
        building = actions.add_building(area=town.grid_1, row=row(households=40), by=town.root)
        with pytest.raises(Refusal) as refused:
            actions.add_building(area=town.grid_1, row=row(), by=town.root)
        assert refused.value.code == "taken"
        actions.add_building(area=town.grid_2, row=row(), by=town.root)
        changed = row("柳岸小区4号楼", households=41)
        again = actions.change_building(building=building, row=changed, by=town.root)
        assert actions.change_building(building=again, row=changed, by=town.root) == building
        other = actions.add_building(area=town.grid_1, row=row("别楼"), by=town.root)
        with pytest.raises(Refusal):
            actions.change_building(building=other, row=changed, by=town.root)
        ended = actions.end_building(building=building, by=town.root)
        assert actions.end_building(building=ended, by=town.root).valid_to == timezone.localdate()
        assert list(buildings_under(town.grid_1)) == [other]

    def test_others_are_refused(self, town):
        building = actions.add_building(area=town.grid_1, row=row(), by=SYSTEM)
        for act in (
            lambda: actions.add_building(area=town.grid_1, row=row("甲"), by=town.ada),
            lambda: actions.change_building(building=building, row=row("甲"), by=town.ben),
            lambda: actions.end_building(building=building, by=town.ada),
            lambda: actions.import_buildings(within=town.grid_1, rows=[row()], by=town.ada),
        ):
            with pytest.raises(Refusal) as refused:
                act()
            assert refused.value.code == "not_allowed"

    def test_an_import_is_taken_whole_and_repeated_it_changes_nothing(self, town):
        rows = [
            BuildingRow(line=2, name_zh="甲", area_code=cast.GRID_1, households=3),
            BuildingRow(line=3, name_zh="乙", lon=cast.IN_GRID_2[0], lat=cast.IN_GRID_2[1]),
        ]
        done = actions.import_buildings(within=town.community, rows=rows, by=town.root)
        assert (done.added, done.changed, done.unchanged) == (2, 0, 0)
        assert {each.area for each in Building.objects.all()} == {town.grid_1, town.grid_2}
        again = actions.import_buildings(within=town.community, rows=rows, by=town.root)
        assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
        more = [BuildingRow(line=2, name_zh="甲", area_code=cast.GRID_1, households=9)]
        assert actions.import_buildings(within=town.community, rows=more, by=town.root).changed == 1

    def test_a_row_that_cannot_be_taken_keeps_the_whole_table_out(self, town):
        rows = [
            BuildingRow(line=2, name_zh="甲", area_code=cast.GRID_1, households=3),
            BuildingRow(line=4, name_zh="甲", area_code=cast.GRID_1),
            BuildingRow(line=5, name_zh="丙", area_code="nowhere"),
            BuildingRow(line=6, name_zh="丁", area_code=cast.GRID_3),
            BuildingRow(line=7, name_zh="戊", area_code=cast.COUNTY),
        ]
        with pytest.raises(actions.BuildingsRefused) as refused:
            actions.import_buildings(within=town.community, rows=rows, by=town.root)
        assert [bad.line for bad in refused.value.bad] == [4, 5, 6, 7]
        assert "4" in str(refused.value) and not Building.objects.exists()

    def test_after_a_split_each_goes_where_it_stands(self, town):
        west = actions.add_building(
            area=town.grid_1, row=row("西楼", lon=116.602, lat=35.405), by=SYSTEM
        )
        east = actions.add_building(
            area=town.grid_1, row=row("东楼", lon=116.608, lat=35.405), by=SYSTEM
        )
        lost = actions.add_building(area=town.grid_1, row=row("不知"), by=SYSTEM)
        micro = actions.add_area(
            code=f"{cast.GRID_1}01",
            name_zh="一号",
            parent=town.grid_1,
            boundary=box(116.600, 35.400, 116.604, 35.404),
            day=timezone.localdate() - timedelta(days=5),
            by=SYSTEM,
        )
        small = actions.add_building(
            area=micro, row=row("小楼", lon=116.601, lat=35.401), by=SYSTEM
        )
        parts = [
            AreaRow(number=1, code=f"{cast.COMMUNITY}011", parent_code="", name_zh="西",
                    boundary=box(116.600, 35.400, 116.604, 35.410)),
            AreaRow(number=2, code=f"{cast.COMMUNITY}012", parent_code="", name_zh="东",
                    boundary=box(116.604, 35.400, 116.610, 35.410)),
        ]  # fmt: skip
        actions.plan_split(
            area=town.grid_1,
            parts=parts,
            keeps=f"{cast.COMMUNITY}012",
            day=timezone.localdate(),
            words="",
            by=town.root,
        )
        for each in (west, east, lost, small):
            each.refresh_from_db()
        assert (west.area.name_zh, east.area.name_zh, lost.area.name_zh) == ("西", "东", "东")
        assert small.area.parent.name_zh == "西" and small.area.closed_on is None

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name_zh": ""},
            {"lon": 1.0},
            {"valid_to": timezone.localdate() - timedelta(days=1)},
        ],
    )
    def test_the_database_refuses_what_cannot_be(self, town, wrong):
        held = {"county_id": town.county.pk, "area": town.grid_1, "name_zh": "甲"}
        held |= {"valid_from": timezone.localdate()}
        Building.objects.create(**held)
        with pytest.raises(IntegrityError), transaction.atomic():
            Building.objects.create(**{**held, "name_zh": "乙", **wrong})
        with pytest.raises(IntegrityError), transaction.atomic():
            Building.objects.create(**held)


@pytest.mark.django_db
class TestNaming:
    def test_a_report_that_names_a_building_is_put_in_its_grid(self, town):
        given = row("翠湖苑3号楼", aliases=("老电厂宿舍",))
        building = actions.add_building(area=town.grid_1, row=given, by=SYSTEM)
        (found,) = queries.named_in(town.ben, "翠湖苑3号楼楼道灯坏了")
        assert (found.area, found.building) == (town.grid_1, building) and found.confidence > 0.9
        (alias,) = queries.named_in(town.ben, "老电厂宿舍门口积水")
        assert alias.building == building
        assert queries.named_in(cast.person("noone", "诺恩"), "翠湖苑3号楼") == []
        actions.end_building(building=building, by=SYSTEM)
        assert queries.named_in(town.ben, "老电厂宿舍门口积水") == []

    def test_two_buildings_of_one_grid_are_one_suggestion(self, town):
        for number in (3, 4):
            actions.add_building(area=town.grid_1, row=row(f"翠湖苑{number}号楼"), by=SYSTEM)
        assert len(queries.named_in(town.ben, "翠湖苑门口积水")) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
class TestPages:
    @pytest.fixture
    def root(self, town, client):
        client.force_login(town.root)
        return client

    def test_a_building_is_added_and_found_by_whoever_looks_after_it(self, town, root, client):
        url = f"/territory/{town.grid_1.pk}/buildings/"
        assert "no buildings on record" in root.get(url).text
        given = {
            "name_zh": "翠湖苑3号楼",
            "name_en": "Lake Court 3",
            "aliases": "老楼, 三栋",
            "households": "36",
            "units": "2",
            "floors": "6",
            "lon": "116.605",
            "lat": "35.405",
        }
        shown = root.post(f"{url}add/", given, follow=True)
        assert "Lake Court 3" in shown.text and "1 buildings, 36 households" in shown.text
        assert root.post(f"{url}add/", given).status_code == 422
        assert root.post(f"{url}add/", {**given, "lat": ""}).status_code == 422
        client.force_login(town.ben)
        assert "Lake Court 3" in client.get(f"{url}?q=老楼").text
        assert "No building is called so" in client.get(f"{url}?q=别的").text
        assert client.get(f"{url}add/").status_code == 403
        client.force_login(cast.person("noone", "诺恩"))
        assert client.get(url).status_code == 404

    def test_it_is_changed_and_closed(self, town, root, client):
        building = actions.add_building(area=town.grid_1, row=row(), by=SYSTEM)
        url = f"/territory/buildings/{building.pk}/"
        given = {"name_zh": "新名楼", "households": "12"}
        assert "新名楼" in root.post(url, given, follow=True).text
        assert root.post(url, {"name_zh": ""}).status_code == 422
        gone = root.post(f"{url}end/", follow=True)
        assert "新名楼" not in gone.text and "its history stays" in gone.text
        assert root.post(f"{url}end/").status_code == 302
        client.force_login(town.ben)
        assert client.post(f"{url}end/").status_code == 403
        client.force_login(cast.person("noone", "诺恩"))
        assert client.post(url, given).status_code == 404

    def sent(self, client, area, text, **given):
        file = SimpleUploadedFile("a.csv", text.encode("gbk"))
        return client.post(f"/territory/{area.pk}/buildings/import/", {"file": file, **given})

    def test_a_table_is_brought_in_and_bad_rows_are_told(self, town, root):
        head = "名称,网格编码,户数\n"
        done = self.sent(root, town.community, f"{head}甲楼,{cast.GRID_1},12\n,,5\n乙楼,x,\n")
        assert done.status_code == 422 and "2 rows cannot be taken" in done.text
        assert [bad.line for bad in done.context["bad"]] == [3, 4]
        assert not Building.objects.exists()
        whole = self.sent(root, town.community, f"{head}甲楼,{cast.GRID_1},12\n")
        assert whole.status_code == 302 and Building.objects.count() == 1
        assert self.sent(root, town.community, "经度\n1\n").status_code == 422
        assert self.sent(root, town.community, "名称\n").status_code == 422

    def test_a_table_of_a_map_site_lands_in_the_right_grid(self, town, root):
        text = "名称,经度,纬度\n甲楼,116.6115,35.4055\n"
        self.sent(root, town.community, text, system="gcj02")
        assert Building.objects.get().area == town.grid_1

    def test_a_file_that_is_too_large_is_said_so(self, town, root, monkeypatch):
        monkeypatch.setattr("gewu.ui.asking.LARGEST_MB", 0)
        assert "more than 0 MB" in self.sent(root, town.community, "名称\n甲\n").text

    def test_pages_and_the_number_of_queries(self, town, root, django_assert_max_num_queries):
        rows = [BuildingRow(line=n, name_zh=f"楼{n:03}", area_code=cast.GRID_1) for n in range(120)]
        actions.import_buildings(within=town.community, rows=rows, by=SYSTEM)
        url = f"/territory/{town.community.pk}/buildings/"
        with django_assert_max_num_queries(14):
            first = root.get(url)
        assert len(first.context["buildings"]) == 50 and "page=2" in first.text
        last = root.get(f"{url}?page=3")
        assert [each.name_zh for each in last.context["buildings"]][-1] == "楼119"
        assert "page=2" in last.text

    def test_a_plan_is_drawn_from_what_is_on_record(self, town, root):
        rows = [
            BuildingRow(
                line=n,
                name_zh=f"楼{n}",
                area_code=cast.GRID_1,
                lon=float(line.split(",")[0]),
                lat=float(line.split(",")[1]),
                households=12,
            )
            for n, line in enumerate(table().split("\n")[1:])
        ]
        url = f"/territory/{town.grid_1.pk}/propose/"
        assert "buildings on record" not in root.get(url).text
        assert root.post(url, {"target": 1200}).status_code == 422
        actions.import_buildings(within=town.community, rows=rows, by=SYSTEM)
        assert len(places_of(town.grid_1)) == 400
        assert "buildings on record" in root.get(url).text
        shown = root.post(url, {"target": 1200, "on_record": "on"}, follow=True)
        assert "4 parts, codes and names" in shown.text
        assert shown.context["pieces"][0]["label"].startswith("楼")
