"""Locating, chains, scope, and the number of queries."""

import pytest
from django.apps import apps
from django.http import Http404
from tests import cast

from gewu.ground.territory import queries
from gewu.ground.territory.actions import add_area
from gewu.ground.territory.models import Area
from gewu.kernel.acting import SYSTEM
from gewu.kernel.privacy import unclassified

pytestmark = pytest.mark.django_db


def micro(town, tail, west, south, side=0.005):
    return add_area(
        code=cast.GRID_1 + tail,
        name_zh=f"微网格{tail}",
        parent=town.grid_1,
        boundary=cast.square(west, south, side),
        by=SYSTEM,
    )


class TestLocate:
    def test_many_points_at_once(self, town):
        points = [cast.IN_GRID_3, cast.NOWHERE, cast.IN_GRID_1]
        found = queries.locate_many(*zip(*points, strict=True))
        assert found == [town.grid_3, None, town.grid_1]

    def test_no_points(self, town):
        assert queries.locate_many([], []) == []

    def test_the_micro_grid_is_the_answer_where_there_is_one(self, town):
        small = micro(town, "01", 116.60, 35.40)
        assert queries.locate(116.602, 35.402) == small
        assert queries.locate(116.608, 35.408) == town.grid_1

    def test_a_micro_grid_reaching_into_another_grid_does_not_count_there(self, town):
        wide = micro(town, "01", 116.609, 35.40)
        assert queries.locate(116.6095, 35.402) == wide
        assert queries.locate(116.612, 35.402) == town.grid_2

    def test_the_right_one_of_two_micro_grids_counts(self, town):
        micro(town, "01", 116.609, 35.40, 0.003)
        own = add_area(
            code=cast.GRID_2 + "01", name_zh="二网格的微网格", parent=town.grid_2,
            boundary=cast.square(116.61, 35.40, 0.008), by=SYSTEM,
        )  # fmt: skip
        assert queries.locate(116.611, 35.401) == own

    def test_the_smallest_of_two_grids_wins(self, town):
        small = add_area(
            code=cast.COMMUNITY + "009", name_zh="小", parent=town.community,
            boundary=cast.square(116.604, 35.404, 0.002), by=SYSTEM,
        )  # fmt: skip
        assert queries.locate(*cast.IN_GRID_1) == small

    def test_where_no_grid_is_drawn_the_area_above_answers(self, town):
        Area.objects.filter(pk=town.grid_1.pk).update(closed_on=cast.DAY_ONE)
        add_area(code=cast.COMMUNITY + "008", name_zh="别处", parent=town.community, by=SYSTEM)
        assert queries.locate(*cast.IN_GRID_1) == town.community

    def test_it_asks_the_database_once(self, town, django_assert_num_queries):
        queries.locate(*cast.IN_GRID_1)
        with django_assert_num_queries(1):
            queries.locate(*cast.IN_GRID_3)

    def test_before_set_up_nothing_is_found(self, db):
        assert queries.locate(116.6, 35.4) is None
        assert not queries.has_county()
        with pytest.raises(Area.DoesNotExist):
            queries.county()


class TestTree:
    def test_the_chain_of_a_grid(self, town, django_assert_num_queries):
        with django_assert_num_queries(1):
            chain = queries.chain_of(town.grid_1)
        assert chain == [town.county, town.town, town.community, town.grid_1]

    def test_many_chains_with_one_query(self, town, django_assert_num_queries):
        with django_assert_num_queries(1):
            chains = queries.chains_of([town.grid_1, town.grid_3])
        assert chains[town.grid_3.pk][1] == town.other_town

    def test_what_lies_below(self, town):
        assert list(queries.children_of(town.community)) == [town.grid_1, town.grid_2]
        assert queries.areas_under(town.town.path).count() == 4
        assert list(queries.areas_under(town.other_town.path, 4)) == [town.grid_3]

    def test_everyone_sees_their_own_tree(self, town):
        assert queries.tops_for(town.ada) == [town.grid_1]
        assert queries.tops_for(town.ben) == [town.town]
        assert queries.tops_for(town.eve) == [town.county]
        assert set(queries.visible_to(town.dan)) == {town.grid_3}

    def test_a_superuser_sees_all(self, town):
        town.ada.is_superuser = True
        assert queries.tops_for(town.ada) == [town.county]

    def test_a_stranger_gets_404(self, town):
        assert queries.area_for(town.ada, town.grid_1.pk) == town.grid_1
        with pytest.raises(Http404):
            queries.area_for(town.dan, town.grid_1.pk)

    def test_search_by_name_and_code_stays_in_scope(self, town):
        assert list(queries.search(town.eve, "第一")) == [town.grid_1]
        assert list(queries.search(town.eve, cast.GRID_3)) == [town.grid_3]
        assert not queries.search(town.dan, "第一")

    def test_grids_are_public_and_towns_are_not(self, town):
        assert queries.public_grid(cast.GRID_1) == town.grid_1
        with pytest.raises(Http404):
            queries.public_grid(cast.TOWN)

    def test_the_scheme_of_an_area(self, town):
        assert queries.scheme_of(town.grid_1).name == "national"


def test_geojson_holds_what_is_drawn(town, django_assert_num_queries):
    assert town.ben.grants
    with django_assert_num_queries(1):
        found = queries.as_geojson(queries.visible_to(town.ben))
    names = [feature["properties"]["name_zh"] for feature in found["features"]]
    assert names == ["东镇", "东一社区", "第一网格", "第二网格"]
    assert found["features"][2]["properties"]["parent_code"] == cast.COMMUNITY


def test_the_stamp_changes_with_the_tree(town):
    before = queries.stamp()
    add_area(code=cast.COMMUNITY + "008", name_zh="新", parent=town.community, by=SYSTEM)
    assert queries.stamp() != before


@pytest.mark.parametrize("area", ["accounts", "territory", "staffing", "residents"])
def test_every_field_says_how_private_it_is(area):
    for model in apps.get_app_config(area).get_models():
        assert unclassified(model) == []


class TestNamed:
    def test_the_areas_that_a_text_names_with_their_buildings(self, town):
        for tail, name in (("01", "柳岸小区 1—9 号楼"), ("02", "柳岸小区 10—20 号楼")):
            small = micro(town, tail, 116.60 + 0.005 * int(tail) - 0.005, 35.40)
            Area.objects.filter(pk=small.pk).update(name_zh=name)
        (found,) = queries.named_in(town.ben, "柳岸小区十二号楼 3 单元门口积水")
        assert found.area.name_zh == "柳岸小区 10—20 号楼" and found.words == "柳岸小区"
        assert found.area.parent == town.grid_1 and found.confidence > 0.9
        assert queries.named_in(town.ben, "没有说在哪里") == []

    def test_only_under_the_viewers_posts(self, town):
        text = f"{town.grid_1.name_zh}，{town.other_community.name_zh}"
        assert {each.area for each in queries.named_in(town.root, text)} >= {town.other_community}
        assert town.other_community not in {e.area for e in queries.named_in(town.ben, text)}
        assert queries.named_in(cast.person("noone", "诺恩"), text) == []
