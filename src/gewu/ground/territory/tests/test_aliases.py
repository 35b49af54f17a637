"""Other names of areas: proposed, decided, entered, borne before; and what texts find by them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from shapely import box
from tests import cast

from gewu.ground.territory import actions, states
from gewu.ground.territory.models import Alias, Area
from gewu.ground.territory.queries import named_in
from gewu.ground.territory.rules.aliases import ENOUGH, home_of
from gewu.ground.territory.rules.buildings import BuildingRow
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NAME, PAGE = "阳光花园", "/territory/names/"
TEXT = "阳光花园门口堆了垃圾"
A, B = (f"{cast.COMMUNITY}{number:03}" for number in (11, 12))


@pytest.fixture
def proposed(town):
    return actions.propose_alias(area=town.grid_1, name=NAME, reports=3, by=SYSTEM)


@pytest.fixture
def root(town, client):
    client.force_login(town.root)
    return client


def found(viewer, text=TEXT):
    return [each.area.code for each in named_in(viewer, text)]


def announced(name):
    return JournalEntry.objects.filter(name=f"territory.{name}").count()


class TestRule:
    def test_enough_reports_and_nearly_all_of_them(self):
        assert home_of({"a": ENOUGH}, ENOUGH) == "a"
        assert home_of({"a": ENOUGH - 1}, ENOUGH - 1) is None
        assert home_of({"a": 4, "b": 1}, 5) == "a"
        assert home_of({"a": 4}, 6) is None
        assert home_of({}, 0) is None


class TestPropose:
    def test_it_finds_nothing_until_somebody_says_yes(self, town, proposed):
        assert found(town.root) == []
        actions.accept_alias(alias=proposed, by=town.root)
        assert found(town.root) == [cast.GRID_1]
        assert announced("alias_decided") == 1

    def test_twice_is_once(self, town, proposed):
        again = actions.propose_alias(area=town.grid_1, name=NAME, reports=4, by=SYSTEM)
        assert again == proposed
        assert announced("alias_proposed") == 1

    def test_a_known_name_and_an_area_that_ended_are_not_asked_about(self, town):
        given = {"name": "东一社区", "reports": 3, "by": SYSTEM}
        assert actions.propose_alias(area=town.grid_1, **given) is None
        split(town)
        ended = Area.objects.get(pk=town.grid_1.pk)
        assert actions.propose_alias(area=ended, name=NAME, reports=3, by=SYSTEM) is None

    def test_what_was_refused_is_not_asked_again(self, town, proposed):
        actions.refuse_alias(alias=proposed, by=town.root)
        actions.refuse_alias(alias=proposed, by=town.root)
        again = actions.propose_alias(area=town.grid_1, name=NAME, reports=9, by=SYSTEM)
        assert again.state == states.REFUSED
        assert announced("alias_decided") == 1

    def test_nobody_else_proposes_or_decides(self, town, proposed):
        for attempt in (
            lambda: actions.propose_alias(area=town.grid_1, name="东苑", reports=3, by=town.ada),
            lambda: actions.accept_alias(alias=proposed, by=town.ada),
            lambda: actions.refuse_alias(alias=proposed, by=town.ada),
            lambda: actions.add_alias(area=town.grid_1, name="东苑", by=town.ada),
        ):
            with pytest.raises(Refusal) as refused:
                attempt()
            assert refused.value.code == "not_allowed"


class TestAccept:
    def test_it_may_mean_a_building_in_the_area(self, town, proposed):
        building = built(town.grid_1)
        actions.accept_alias(alias=proposed, by=town.root)
        actions.accept_alias(alias=proposed, by=town.root)
        actions.accept_alias(alias=proposed, building=building, by=town.root)
        assert named_in(town.root, TEXT)[0].building == building
        assert announced("alias_decided") == 1

    def test_a_building_elsewhere_is_refused(self, town, proposed):
        with pytest.raises(Refusal) as refused:
            actions.accept_alias(alias=proposed, building=built(town.grid_3), by=town.root)
        assert refused.value.code == "elsewhere"


class TestAdd:
    def test_a_name_that_somebody_knows_is_in_use_at_once(self, town):
        for _time in range(2):
            actions.add_alias(area=town.grid_1, name=" 阳光 花园 ", by=town.root)
        assert found(town.root) == [cast.GRID_1]
        assert Alias.objects.count() == 1

    def test_an_empty_one_and_the_county_are_refused(self, town):
        with pytest.raises(Refusal, match="missing"):
            actions.add_alias(area=town.grid_1, name="  ", by=town.root)
        with pytest.raises(Refusal, match="below the county"):
            actions.add_alias(area=town.county, name=NAME, by=town.root)


class TestOldNames:
    def test_a_renamed_area_is_found_by_what_it_was_called(self, town):
        actions.change_area(area=town.community, name_zh="新华社区", by=town.root)
        assert found(town.root, "东一社区停水") == [cast.COMMUNITY]

    def test_parts_are_found_by_the_old_name_and_other_name(self, town):
        day = date(2026, 2, 1)
        actions.change_area(area=town.grid_1, name_zh="桂花网格", day=day, by=town.root)
        actions.add_alias(area=town.grid_1, name=NAME, by=town.root)
        split(town)
        assert sorted(found(town.root)) == [A, B]
        assert sorted(found(town.root, "桂花网格停水")) == [A, B]


class TestPages:
    def test_what_waits_is_shown_and_accepted_for_a_building(self, town, root, proposed):
        building = built(town.grid_1)
        assert "Names people use (1 new)" in root.get("/territory/").content.decode()
        assert NAME in root.get(PAGE).content.decode()
        root.post(f"{PAGE}{proposed.pk}/accept/", {"building": building.pk})
        assert named_in(town.ada, TEXT)[0].building == building

    def test_refused_it_leaves_the_page(self, town, root, proposed):
        actions.accept_alias(alias=proposed, by=town.root)
        assert NAME in root.get(PAGE, {"q": "阳光"}).content.decode()
        assert NAME not in root.get(PAGE, {"q": "月光"}).content.decode()
        answer = root.post(f"{PAGE}{proposed.pk}/refuse/", follow=True)
        assert "not proposed again" in answer.content.decode()
        assert found(town.ada) == []

    def test_a_refusal_is_told(self, town, root, proposed, monkeypatch):
        def refused(**_given):
            raise Refusal("Somebody was faster.")

        monkeypatch.setattr(actions, "accept_alias", refused)
        answer = root.post(f"{PAGE}{proposed.pk}/accept/", follow=True)
        assert "Somebody was faster." in answer.content.decode()

    def test_one_more_is_entered_by_code(self, town, root):
        root.post(PAGE, {"name": NAME, "code": cast.GRID_1})
        assert found(town.ada) == [cast.GRID_1]
        answer = root.post(PAGE, {"name": NAME, "code": "9"})
        assert answer.status_code == 422
        assert "None of your areas bears this code." in answer.content.decode()

    def test_a_table_is_brought_in_and_comes_back(self, town, root):
        built(town.grid_2)
        table = (
            "name,code,building\n"
            f"{NAME},{cast.GRID_1},\n老桂苑,{cast.GRID_2},桂苑2号楼\n"
            f"错,9,\n错,{cast.GRID_1},没有这楼\n,{cast.GRID_1},\n"
        )
        text = sent(root, table)
        for words in ("None of your areas", "No building there", "missing or too long", "3 rows"):
            assert words in text
        assert found(town.ada) == [cast.GRID_1]
        again = root.get(f"{PAGE}names.csv").content.decode("utf-8-sig")
        assert f"老桂苑,{cast.GRID_2},桂苑2号楼" in again
        assert "0 rows were left out" in sent(root, again)

    def test_a_table_without_columns_or_rows_is_refused(self, town, root):
        assert "needs the columns" in sent(root, "a,b\n1,2\n")
        assert "holds no names" in sent(root, "name,code\n")
        assert root.post(f"{PAGE}import/").status_code == 302

    def test_whoever_may_not_change_areas_has_no_such_page(self, town, client, proposed):
        client.force_login(town.ada)
        assert client.get(PAGE).status_code == 403
        assert client.get(f"{PAGE}names.csv").status_code == 403
        assert client.post(f"{PAGE}import/").status_code == 403
        for verb in ("accept", "refuse"):
            assert client.post(f"{PAGE}{proposed.pk}/{verb}/").status_code == 404

    def test_an_administrator_of_another_town_sees_none_of_it(self, town, client, proposed):
        client.force_login(cast.person("wes", "韦斯", town.other_town_office, "administrator"))
        assert NAME not in client.get(PAGE).content.decode()
        assert client.post(f"{PAGE}{proposed.pk}/accept/").status_code == 404


class TestStored:
    @pytest.mark.parametrize(
        ("wrong", "name"),
        [
            ({"name": ""}, "another_name_is_not_empty"),
            ({"state": "else"}, "another_name_is_in_a_known_state"),
            ({"state": states.ACCEPTED}, "only_what_is_proposed_is_not_decided"),
            ({"name": NAME}, "an_area_has_each_other_name_once"),
        ],
    )
    def test_what_must_be_true_is(self, town, proposed, wrong, name):
        given = {"name": "东苑", "proposed_at": timezone.now()} | wrong
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Alias.objects.create(county_id=town.county.pk, area=town.grid_1, **given)


def sent(client, table):
    file = SimpleUploadedFile("names.csv", table.encode())
    return client.post(f"{PAGE}import/", {"file": file}, follow=True).content.decode()


def built(area):
    row = BuildingRow(line=0, name_zh="桂苑2号楼")
    return actions.add_building(area=area, row=row, by=SYSTEM)


def split(town):
    west, east = box(116.60, 35.40, 116.604, 35.41), box(116.604, 35.40, 116.61, 35.41)
    rows = [
        AreaRow(number=1, code=code, parent_code="", name_zh=name, boundary=outline)
        for code, name, outline in ((A, "甲网格", west), (B, "乙网格", east))
    ]
    actions.plan_split(area=town.grid_1, parts=rows, keeps=A, by=town.root)
