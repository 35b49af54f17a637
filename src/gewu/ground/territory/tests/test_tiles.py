"""Areas in tiles: in the viewer's scope for staff, open down to the grids, kept until they change."""

import gzip

import mapbox_vector_tile
import numpy as np
import pytest
from tests import cast

from gewu.ground.territory import queries
from gewu.ground.territory.actions import change_area, import_areas
from gewu.ground.territory.queries import tiles
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import SYSTEM
from gewu.methods.tiles import to_world

pytestmark = pytest.mark.django_db


def address(point, z, stamp="0", kind="tiles"):
    x, y = to_world(np.array([point]))[0]
    return f"/territory/{kind}/{stamp}/{z}/{int(x * 2**z)}/{int(y * 2**z)}.pbf"


def read(answer):
    return mapbox_vector_tile.decode(gzip.decompress(answer.content))


def names(answer, layer="areas"):
    return {each["properties"]["name_zh"] for each in read(answer)[layer]["features"]}


def micro_grid():
    row = AreaRow(
        number=1, code=f"{cast.GRID_1}01", parent_code=cast.GRID_1, name_zh="一号微网格",
        name_en="", boundary=cast.square(116.601, 35.401, 0.008),
    )  # fmt: skip
    import_areas(rows=[row], by=SYSTEM)


class TestScope:
    def test_whoever_has_not_signed_in_gets_none(self, town, client):
        assert client.get(address(cast.IN_GRID_1, 13)).status_code == 404

    def test_nor_somebody_without_a_post(self, town, client):
        client.force_login(cast.person("gus", "古斯"))
        assert client.get(address(cast.IN_GRID_1, 13)).status_code == 404

    def test_everyone_gets_their_own_part(self, town, client):
        client.force_login(town.ben)
        # The tile holds both towns.
        assert names(client.get(address(cast.IN_GRID_1, 12))) == {
            "第一网格", "第二网格", "东一社区",
        }  # fmt: skip
        client.force_login(town.dan)
        assert names(client.get(address(cast.IN_GRID_1, 12))) == {"第三网格"}
        client.force_login(town.eve)
        assert {"第一网格", "第三网格"} <= names(client.get(address(cast.IN_GRID_1, 12)))

    def test_where_they_have_nothing_the_tile_is_empty(self, town, client):
        client.force_login(town.dan)
        assert client.get(address(cast.IN_GRID_1, 16)).status_code == 204

    def test_what_two_people_may_see_is_kept_apart(self, town, client):
        client.force_login(town.eve)
        page = client.get(address(cast.IN_GRID_1, 12))
        client.force_login(town.dan)
        again = client.get(address(cast.IN_GRID_1, 12), headers={"If-None-Match": page["ETag"]})
        assert again.status_code == 200


class TestOpen:
    def test_everyone_gets_all_grids(self, town, client):
        answer = client.get(address(cast.IN_GRID_1, 12, kind="open-tiles"))
        assert {"第一网格", "第三网格"} <= names(answer)
        assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"

    def test_micro_grids_are_for_the_staff(self, town, client):
        micro_grid()
        assert "一号微网格" not in names(client.get(address(cast.IN_GRID_1, 16, kind="open-tiles")))
        client.force_login(town.ben)
        assert "一号微网格" in names(client.get(address(cast.IN_GRID_1, 16)))

    @pytest.mark.parametrize("place", ["17/0/0", "3/8/0", "3/0/9"])
    def test_a_place_that_is_none(self, town, client, place):
        assert client.get(f"/territory/open-tiles/0/{place}.pbf").status_code == 404


class TestLevels:
    def test_far_away_the_coarser_level_is_drawn(self, town, client):
        answer = client.get(address(cast.IN_GRID_1, 9, kind="open-tiles"))
        assert names(answer) == {"东镇", "西镇"}

    def test_the_level_above_is_the_frame(self, town, client):
        features = read(client.get(address(cast.IN_GRID_1, 13, kind="open-tiles")))["areas"]
        frames = {
            each["properties"]["name_zh"]
            for each in features["features"]
            if each["properties"].get("outer")
        }
        assert "东一社区" in frames and "东镇" not in frames and "第一网格" not in frames

    def test_where_no_grid_is_drawn_the_community_is_named(self, town, client):
        row = AreaRow(
            number=1, code=f"{cast.TOWN}002", parent_code=cast.TOWN, name_zh="东二社区",
            name_en="", boundary=cast.square(116.60, 35.41),
        )  # fmt: skip
        import_areas(rows=[row], accept_overlaps=True, by=SYSTEM)
        answer = client.get(address((116.605, 35.415), 13, kind="open-tiles"))
        assert "东二社区" in names(answer, "names") and "东一社区" not in names(answer, "names")

    def test_a_county_without_outlines_has_no_tiles(self, client):
        assert queries.box_under(("",)) is None
        assert tiles.finest_zoom() == 0


class TestKeeping:
    def test_a_browser_keeps_what_bears_todays_stamp(self, town, client):
        stamp = queries.tile_stamp(tiles.EVERYWHERE)
        answer = client.get(address(cast.IN_GRID_1, 13, stamp, "open-tiles"))
        assert "immutable" in answer["Cache-Control"] and "public" in answer["Cache-Control"]
        old = client.get(address(cast.IN_GRID_1, 13, "0", "open-tiles"))
        assert "no-cache" in old["Cache-Control"] and "immutable" not in old["Cache-Control"]

    def test_staff_tiles_are_kept_by_the_browser_alone(self, town, client):
        client.force_login(town.ben)
        assert "private" in client.get(address(cast.IN_GRID_1, 13))["Cache-Control"]

    def test_nothing_is_sent_twice(self, town, client):
        first = client.get(address(cast.IN_GRID_1, 13, kind="open-tiles"))
        again = client.get(
            address(cast.IN_GRID_1, 13, kind="open-tiles"),
            headers={"If-None-Match": first["ETag"]},
        )
        assert (again.status_code, again.content) == (304, b"")

    def test_another_name_shows_at_once(self, town, client):
        before = queries.tile_stamp(tiles.EVERYWHERE)
        client.get(address(cast.IN_GRID_1, 13, kind="open-tiles"))
        change_area(
            area=town.grid_1, code=town.grid_1.code, name_zh="新名网格", name_en="", by=SYSTEM
        )
        assert queries.tile_stamp(tiles.EVERYWHERE) != before
        assert "新名网格" in names(client.get(address(cast.IN_GRID_1, 13, kind="open-tiles")))

    def test_a_second_look_asks_for_no_areas(self, town, client, django_assert_max_num_queries):
        client.get(address(cast.IN_GRID_1, 13, kind="open-tiles"))
        with django_assert_max_num_queries(1):
            client.get(address(cast.IN_GRID_1, 13, kind="open-tiles"))

    def test_only_so_many_are_kept(self, town, client, monkeypatch):
        monkeypatch.setattr(tiles, "MOST_TILES", 2)
        for z in (10, 11, 12, 13):
            client.get(address(cast.IN_GRID_1, z, kind="open-tiles"))
        assert len(tiles._made.tiles) == 2


class TestPages:
    def test_few_areas_come_with_the_page(self, town, client):
        client.force_login(town.eve)
        assert "/territory/tiles/" not in client.get("/territory/").text

    def test_many_come_in_tiles_where_they_can_be_clicked(self, town, client, monkeypatch):
        monkeypatch.setattr(tiles, "MANY", 1)
        client.force_login(town.eve)
        page = client.get("/territory/").text
        stamp = queries.tile_stamp(("",)) if "" in town.eve.paths_with("territory.see") else ""
        assert f"/territory/tiles/{stamp}" in page and "/territory/{id}/" in page
        of_grid = client.get(f"/territory/{town.grid_1.pk}/").text
        assert "/territory/tiles/" in of_grid and f'"selected": "{town.grid_1.pk}"' in of_grid
