"""The tree, one area, import, and the public page of a grid, through the client."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast

from gewu.ground.territory import queries
from gewu.ground.territory.actions import add_area
from gewu.ground.territory.models import Area
from gewu.kernel.acting import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def area_url(area, tail=""):
    return f"/territory/{area.pk}/{tail}"


class TestTree:
    def test_it_asks_to_sign_in(self, client, db):
        assert client.get("/territory/").url == "/accounts/login/?next=/territory/"

    def test_everyone_sees_their_own_part(self, town, client):
        client.force_login(town.ben)
        page = client.get("/territory/").text
        assert "East Town" in page
        assert "West Town" not in page
        assert "Import areas" not in page

    def test_somebody_without_a_post_is_told_so(self, town, client):
        client.force_login(cast.person("gus", "古斯"))
        assert client.get("/territory/").status_code == 403

    def test_a_search_finds_in_scope(self, town, client):
        client.force_login(town.eve)
        assert "Grid 3" in client.get("/territory/?q=第三").text
        assert "East Town › East Community" in client.get(f"/territory/?q={cast.GRID_1}").text
        assert "No area is called that" in client.get("/territory/?q=火星").text

    def test_the_part_is_the_same_piece_of_the_page(self, town, client):
        client.force_login(town.eve)
        part = client.get("/territory/?q=第三", headers={"HX-Request": "true"}).text.strip()
        assert part.startswith('<div id="results"')
        assert part in client.get("/territory/?q=第三").text

    def test_a_branch_opens_level_by_level(self, town, client):
        client.force_login(town.eve)
        part = client.get(area_url(town.community, "branch/"), headers={"HX-Request": "true"}).text
        assert "Grid 2" in part
        assert "<html" not in part
        assert "<html" in client.get(area_url(town.community, "branch/")).text

    def test_the_number_of_queries_does_not_grow(self, town, client, django_assert_max_num_queries):
        for number in range(3, 30):
            add_area(
                code=f"{cast.COMMUNITY}{number:03}", name_zh=f"网格{number}",
                parent=town.community, by=SYSTEM,
            )  # fmt: skip
        client.force_login(town.ben)
        with django_assert_max_num_queries(17):
            client.get("/territory/")
        with django_assert_max_num_queries(22):
            client.get(area_url(town.community))

    def test_before_anything_is_set_up_it_says_so(self, db, client):
        user = cast.person("first", "第一人")
        user.is_superuser = True
        user.save()
        client.force_login(user)
        assert "There are no areas yet" in client.get("/territory/").text


class TestArea:
    def test_it_shows_chain_people_and_what_lies_below(self, town, client):
        client.force_login(town.root)
        page = client.get(area_url(town.grid_1)).text
        assert "East Community" in page
        assert ">Ada" in page
        assert "13700000001" in page
        assert f"/territory/grid/{cast.GRID_1}/" in page
        assert "Grid 2" in client.get(area_url(town.community)).text

    def test_a_stranger_gets_404(self, town, client):
        client.force_login(town.dan)
        for tail in ("", "branch/", "change/", "add/", "areas.geojson"):
            assert client.get(area_url(town.grid_1, tail)).status_code == 404

    def test_crumbs_lead_only_where_the_viewer_may_go(self, town, client):
        client.force_login(town.ada)
        page = client.get(area_url(town.grid_1)).text
        assert area_url(town.county) not in page
        assert "Test County" in page

    def test_an_area_that_was_not_drawn_says_so(self, town, client):
        town_3 = add_area(code="370899102", name_zh="南镇", parent=town.county, by=SYSTEM)
        client.force_login(town.root)
        lone = add_area(code="370899102001", name_zh="南一", parent=town_3, by=SYSTEM)
        assert "Nothing is drawn yet" in client.get(area_url(lone)).text

    def test_an_administrator_changes_the_name(self, town, client):
        client.force_login(town.root)
        address = area_url(town.grid_1, "change/")
        assert "Grid 1" in client.get(address).text
        given = {"name_zh": "一号网格", "name_en": "", "code": cast.GRID_1}
        assert client.post(address, given).url == area_url(town.grid_1)
        assert Area.objects.get(pk=town.grid_1.pk).name_zh == "一号网格"
        answer = client.post(address, given | {"code": cast.GRID_2})
        assert answer.status_code == 422
        assert answer.context["form"].errors["code"]

    def test_an_administrator_adds_below(self, town, client):
        client.force_login(town.root)
        address = area_url(town.grid_1, "add/")
        assert "Micro-grid" in client.get(address).text
        client.post(address, {"name_zh": "一号楼", "code": cast.GRID_1 + "01"})
        assert queries.area_by_code(cast.GRID_1 + "01").parent == town.grid_1
        assert client.post(address, {"name_zh": "x", "code": "1"}).status_code == 422

    def test_a_changed_name_and_code_are_what_residents_find(self, town, client):
        client.force_login(town.root)
        code = cast.COMMUNITY + "009"
        given = {"name_zh": "一号网格", "name_en": "Grid One", "code": code}
        client.post(area_url(town.grid_1, "change/"), given)
        client.logout()
        assert "Grid One" in client.get(f"/territory/grid/{code}/").text
        assert client.get(f"/territory/grid/{cast.GRID_1}/").status_code == 404
        client.cookies["gewu_language"] = "zh-hans"
        assert "一号网格" in client.get(f"/territory/grid/{code}/").text

    def test_what_was_added_below_is_seen_by_those_who_look_after_it(self, town, client):
        client.force_login(town.root)
        given = {"name_zh": "一号楼", "name_en": "House One", "code": cast.GRID_1 + "01"}
        client.post(area_url(town.grid_1, "add/"), given)
        client.force_login(town.ada)
        page = client.get(area_url(town.grid_1)).text
        assert "House One" in page and cast.GRID_1 + "01" in page

    def test_others_see_and_do_not_change(self, town, client):
        client.force_login(town.ben)
        assert "Change name" not in client.get(area_url(town.grid_1)).text
        assert client.get(area_url(town.grid_1, "change/")).status_code == 403
        assert client.post(area_url(town.grid_1, "add/"), {}).status_code == 403


class TestGeojson:
    def test_it_holds_the_viewers_areas(self, town, client):
        client.force_login(town.ben)
        names = [each["properties"]["name_zh"] for each in self._features(client, "areas.geojson")]
        assert names == ["东镇", "东一社区", "第一网格", "第二网格"]
        assert len(self._features(client, f"{town.grid_1.pk}/areas.geojson")) == 1

    def test_an_unchanged_tree_is_not_sent_again(self, town, client):
        client.force_login(town.ben)
        tag = client.get("/territory/areas.geojson")["ETag"]
        again = client.get("/territory/areas.geojson", headers={"If-None-Match": tag})
        assert again.status_code == 304
        client.force_login(town.dan)
        other = client.get("/territory/areas.geojson", headers={"If-None-Match": tag})
        assert other.status_code == 200
        add_area(code=cast.COMMUNITY + "009", name_zh="新", parent=town.community, by=SYSTEM)
        client.force_login(town.ben)
        changed = client.get("/territory/areas.geojson", headers={"If-None-Match": tag})
        assert changed.status_code == 200

    @staticmethod
    def _features(client, tail):
        return json.loads(client.get(f"/territory/{tail}").content)["features"]


def feature(code, west, name="新网格", **properties):
    ring = [list(point) for point in cast.square(west, 35.41).exterior.coords]
    return {
        "type": "Feature",
        "properties": {"名称": name, "编码": code, "上级编码": cast.COMMUNITY} | properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def upload(client, *features):
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return client.post("/territory/import/", {"file": SimpleUploadedFile("a.geojson", content)})


COLUMNS = {"name_zh": "名称", "code": "编码", "parent_code": "上级编码", "system": "wgs84"}
NEW = cast.COMMUNITY + "003"


class TestImport:
    def test_nothing_changes_before_it_was_looked_at(self, town, client):
        client.force_login(town.root)
        assert client.get("/territory/import/").status_code == 200
        answer = upload(client, feature(NEW, 116.60))
        page = client.get(answer.url)
        assert page.context["new"] == 1
        assert queries.area_by_code(NEW) is None

    def test_then_it_is_imported_once(self, town, client):
        client.force_login(town.root)
        address = upload(client, feature(NEW, 116.60)).url
        # It lies outside its community, so that has to be accepted.
        refused = client.post(address, COLUMNS | {"import": "1"})
        assert "the smaller area wins" in refused.text
        assert queries.area_by_code(NEW) is None
        done = client.post(address, COLUMNS | {"import": "1", "accept_overlaps": "1"})
        assert done.url == "/territory/"
        found = queries.locate(116.605, 35.415)
        assert (found.code, found.parent) == (NEW, town.community)
        assert client.get(address).url == "/territory/import/"

    def test_each_column_and_the_system_say_where_a_point_belongs(self, town, client):
        client.force_login(town.root)
        code = cast.OTHER_COMMUNITY + "009"
        address = upload(client, feature("x", 116.60, nr=code, en="New Grid")).url
        said = {"name_zh": "名称", "code": "nr", "name_en": "en", "system": "gcj02"}
        said |= {"fixed_parent": cast.OTHER_COMMUNITY}
        done = client.post(address, said | {"import": "1", "accept_overlaps": "1"})
        assert done.status_code == 302, done.text
        grid = queries.area_by_code(code)
        assert grid.parent.code == cast.OTHER_COMMUNITY
        assert queries.locate(116.605, 35.4102) != grid, "the map of Amap is shifted"
        client.logout()
        assert "New Grid" in client.get(f"/territory/grid/{code}/").text

    def test_every_bad_row_is_named(self, town, client):
        client.force_login(town.root)
        address = upload(client, feature("1", 116.60), feature("2", 116.61, name="乙")).url
        page = client.post(address, COLUMNS | {"import": "1"})
        assert [finding.number for finding in page.context["findings"]] == [1, 2]
        assert "have to be mended first" in page.text

    def test_other_columns_may_be_chosen(self, town, client):
        client.force_login(town.root)
        address = upload(client, feature("x", 116.60, nr=NEW)).url
        page = client.post(address, COLUMNS | {"code": "nr"})
        assert page.context["new"] == 1
        assert client.post(address, {"code": "?"}).status_code == 200

    @pytest.mark.parametrize(
        "content", ["名称,编码".encode("gbk"), b"a,b", b'{"features": [{"properties": {}}]}']
    )
    def test_another_kind_of_file_is_said_so(self, town, client, content):
        client.force_login(town.root)
        file = SimpleUploadedFile("a.csv", content)
        answer = client.post("/territory/import/", {"file": file})
        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]

    def test_a_file_that_is_too_large_is_said_so(self, town, client, monkeypatch):
        monkeypatch.setattr("gewu.ui.asking.LARGEST_MB", 0)
        client.force_login(town.root)
        assert upload(client, feature(NEW, 116.60)).status_code == 422

    def test_rights_that_ended_meanwhile_refuse_the_import(self, town, client, monkeypatch):
        client.force_login(town.root)
        address = upload(client, feature(NEW, 116.60)).url
        monkeypatch.setattr(
            "gewu.ground.territory.policies.may_edit", lambda by, path: path is None
        )
        page = client.post(address, COLUMNS | {"import": "1", "accept_overlaps": "1"})
        assert "Only an administrator" in page.text
        assert queries.area_by_code(NEW) is None

    @pytest.mark.parametrize("who", ["ada", "ben", "eve"])
    def test_it_is_for_administrators(self, town, client, who):
        client.force_login(getattr(town, who))
        assert client.get("/territory/import/").status_code == 403
        assert client.get("/territory/import/abc/").status_code == 403

    def test_a_file_is_its_owners(self, town, client):
        client.force_login(town.root)
        address = upload(client, feature(NEW, 116.60)).url
        other = cast.person("rita", "丽塔", town.desk, "administrator")
        client.force_login(other)
        assert client.get(address).url == "/territory/import/"

    def test_days_of_validity_come_with_the_file(self, town, client):
        client.force_login(town.root)
        days = {"beginn": "2026-02-01", "ende": "2099-12-31"}
        address = upload(client, feature(NEW, 116.60, **days)).url
        said = COLUMNS | {"valid_from": "beginn", "valid_to": "ende"}
        client.post(address, said | {"import": "1", "accept_overlaps": "1"})
        page = client.get(area_url(queries.area_by_code(NEW))).text
        assert "2026-02-01" in page
        table = client.get("/territory/export/csv/").content.decode()
        assert f"{NEW},新网格,,grid,general,{cast.COMMUNITY},2026-02-01,2099-12-31" in table

    def test_two_of_one_name_are_shown_and_taken(self, town, client):
        client.force_login(town.root)
        pair = feature(NEW, 116.60), feature(cast.COMMUNITY + "004", 116.61)
        page = client.post(upload(client, *pair).url, COLUMNS)
        assert "Worth a look" in page.text and "bear the same name" in page.text


class TestExport:
    def test_every_format_is_offered_and_answers(self, town, client):
        client.force_login(town.ben)
        page = client.get("/territory/export/")
        assert "GeoPackage" in page.text
        for each in page.context["files"]:
            answer = client.get(each["url"])
            assert answer.status_code == 200 and len(answer.content) > 200
            assert answer["Content-Disposition"].endswith(f'{each["kind"].suffix}"')

    def test_it_holds_what_the_viewer_may_see(self, town, client):
        client.force_login(town.ben)
        table = client.get("/territory/export/csv/").content.decode()
        assert "东镇" in table and "西镇" not in table
        table = client.get(area_url(town.grid_1, "export/csv/")).content.decode()
        assert "第一网格" in table and "第二网格" not in table
        assert "East Community" in client.get(area_url(town.community, "export/")).text

    @pytest.mark.parametrize("kind", ["gpkg", "shp", "kml", "fgb", "csv"])
    def test_what_goes_out_is_known_when_it_is_uploaded_again(self, town, client, kind):
        client.force_login(town.root)
        content = client.get(f"/territory/export/{kind}/").content
        file = SimpleUploadedFile("areas", content)
        page = client.get(client.post("/territory/import/", {"file": file}).url)
        guess = page.context["form"].data
        page = client.post(page.request["PATH_INFO"], guess)
        assert (page.context["known"], page.context["new"]) == (8, 0)
        assert "The file is whole" in page.text

    def test_a_stranger_gets_404_and_nobody_without_a_post_gets_in(self, town, client):
        client.force_login(town.dan)
        for tail in ("export/", "export/gpkg/"):
            assert client.get(area_url(town.grid_1, tail)).status_code == 404
        assert client.get("/territory/export/dwg/").status_code == 404
        client.force_login(cast.person("gus", "古斯"))
        assert client.get("/territory/export/").status_code == 403
        assert client.get("/territory/export/csv/").status_code == 403
        client.logout()
        assert client.get("/territory/export/csv/").status_code == 302


class TestPublicGrid:
    def test_everyone_sees_who_looks_after_a_grid(self, town, client):
        page = client.get(f"/territory/grid/{cast.GRID_1}/").text
        for words in ("Grid 1", "Ada", "13700000001", "0537-2212345", "East Community"):
            assert words in page

    def test_a_vacant_post_is_said_without_a_name(self, town, client):
        assert "vacant at the moment" in client.get(f"/territory/grid/{cast.GRID_2}/").text

    def test_towns_and_unknown_codes_have_no_page(self, town, client):
        assert client.get(f"/territory/grid/{cast.TOWN}/").status_code == 404
        assert client.get("/territory/grid/999/").status_code == 404

    def test_a_grid_that_was_not_drawn_has_a_page_too(self, town, client):
        code = cast.COMMUNITY + "009"
        add_area(code=code, name_zh="新", parent=town.community, by=SYSTEM)
        assert "gewu-map" not in client.get(f"/territory/grid/{code}/").text

    def test_its_code_leads_to_its_page(self, town, client):
        answer = client.get(f"/territory/grid/{cast.GRID_1}/code.svg")
        assert answer["Content-Type"] == "image/svg+xml"
        assert answer.content.startswith(b"<svg")

    def test_its_poster_is_a_sheet_to_print(self, town, client):
        answer = client.get(f"/territory/grid/{cast.GRID_1}/poster.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")

    def test_a_sites_own_codes_with_a_slash_work(self, town, client):
        Area.objects.filter(pk=town.grid_1.pk).update(code="NC/7 a")
        assert client.get("/territory/grid/NC/7 a/").status_code == 200
        assert client.get("/territory/grid/NC/7 a/poster.pdf").status_code == 200
