"""The change log: what is told, to whom, found how, and what everyone may know."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from shapely import box
from tests import cast

from gewu.ground.territory import actions as territory
from gewu.ground.territory.events import AreaAdded, AreaChanged, AreasImported
from gewu.ground.territory.models import Area
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import SYSTEM
from gewu.oversight.changelog.queries import Asked, entries_for, told
from gewu.oversight.changelog.queries.entries import NAMES
from gewu.oversight.changelog.rules import Told, became, listed
from gewu.work.tickets.actions import map_lead_kind, set_up_county
from gewu.work.tickets.models import LeadKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

PAGE, FILE = "/changes/", "/changes/file.csv"
WEST, EAST = box(116.60, 35.40, 116.604, 35.41), box(116.604, 35.40, 116.61, 35.41)
A, B, C = (f"{cast.COMMUNITY}{number:03}" for number in (11, 12, 13))


def row(code, name, outline=None, parent=""):
    return AreaRow(
        number=1, code=code, parent_code=parent, name_zh=name, name_en="", boundary=outline
    )


def split(town, day=None, by=None):
    parts = [row(A, "甲网格", WEST), row(B, "乙网格", EAST)]
    given = {"parts": parts, "keeps": A, "day": day, "words": "太大了", "by": by or town.root}
    return territory.plan_split(area=town.grid_1, **given)


def kinds(user, **asked):
    return [entry.kind for entry in told(user, entries_for(user, Asked(**asked)))]


def lines(user, **asked):
    return told(user, entries_for(user, Asked(**asked)))


class TestWhatIsTold:
    def test_a_split_is_one_line_with_who_and_why_and_what_became_of_what(self, town):
        split(town)
        entry = lines(town.root, kind=Told.SPLIT)[0]
        assert (entry.what, entry.reason) == ("Grid 1 → 甲网格, 乙网格", "太大了")
        assert (entry.who, entry.day) == (town.root.shown_name, timezone.localdate())
        assert entry.eve == timezone.localdate() - timedelta(days=1)
        assert Told.FOUNDED not in kinds(town.root, area=A)

    def test_a_plan_is_told_as_planned_then_as_taken_back_and_never_twice(self, town):
        plan = territory.plan_rename(
            area=town.grid_1,
            name_zh="新名网格",
            day=timezone.localdate() + timedelta(days=3),
            by=town.root,
        )
        entry = lines(town.root, kind=Told.RENAME)[0]
        assert (entry.state, entry.what, entry.has_map) == ("planned", "Grid 1 → 新名网格", False)
        territory.undo_redraw(redraw=plan, by=town.root)
        assert kinds(town.root, kind=Told.RENAME) == []
        assert [each.plan for each in lines(town.root, kind=Told.UNDONE)] == [plan.pk]

    def test_a_new_name_in_force_stands_beside_the_old_one(self, town):
        territory.plan_rename(area=town.grid_1, name_zh="新名网格", by=town.root)
        assert lines(town.root, kind=Told.RENAME)[0].what == "Grid 1 → 新名网格"

    def test_founding_and_correcting_say_what_and_how_it_was(self, town):
        territory.add_area(parent=town.community, code=C, name_zh="丙网格", by=town.root)
        added = Area.objects.get(code=C)
        territory.change_area(area=added, name_zh="丁网格", by=town.root)
        territory.change_area(area=town.grid_1, name_zh="第零网格", by=town.root)
        said = {each.kind: each for each in lines(town.root, area="第零")}
        assert said[Told.CORRECTED].details == "Name: 第一网格 → 第零网格"
        founded, same_day = lines(town.root, area=C)[::-1]
        assert (founded.kind, founded.what) == (Told.FOUNDED, "丁网格")
        assert same_day.details == "What was entered on the same day was corrected."

    def test_an_import_counts_and_an_adopted_plan_names_what_was_divided(self, town):
        rows = [row(f"{cast.GRID_1}01", "微格一", parent=cast.GRID_1)]
        territory.import_areas(rows=rows, divided=town.grid_1, by=town.root)
        entry = lines(town.root, kind=Told.DIVIDED)[0]
        assert (entry.what, entry.details) == ("Grid 1", "Divided into 1 area")
        first = lines(town.root, kind=Told.IMPORTED)[-1]
        assert first.what == "7 areas added, 0 changed"
        assert (first.who, first.day) == ("The system", cast.DAY_ONE)

    def test_what_older_events_do_not_say_is_empty(self):
        old = {"added": 1, "changed": 0, "unchanged": 0, "overlaps": 0}
        assert AreasImported.upgraded(old, 1) == old | {"divided_id": None, "day": None}
        for kind in (AreaAdded, AreaChanged):
            assert kind.upgraded({"level": 4}, 1) == {"level": 4, "redraw_id": None}

    def test_who_leads_what_is_told_with_whoever_led_before_and_once(self, town):
        set_up_county(county=town.county, by=SYSTEM)
        kind = LeadKind.objects.get(kind="环卫")
        for unit in (town.sanitation, town.sanitation, town.town_office):
            map_lead_kind(lead_kind=kind, unit=unit, by=town.root)
        said = [each.details for each in lines(town.ada, kind=Told.LEAD)]
        assert said == ["Sanitation Centre → East Town", "Sanitation Centre"]

    def test_many_names_are_cut(self):
        assert listed([str(number) for number in range(8)]) == "0, 1, 2, 3, 4, 5 and 2 more"
        assert became(["甲"], []) == "甲"


class TestWhoSeesWhat:
    def test_a_worker_sees_their_own_grid_and_not_another_town(self, town):
        split(town, by=town.root)
        assert kinds(town.ada) == [Told.SPLIT]
        assert kinds(town.dan) == []

    def test_a_merge_above_is_seen_in_each_of_its_grids(self, town):
        given = {"code": C, "name_zh": "合网格", "by": town.root}
        territory.plan_merge(areas=[town.grid_1, town.grid_2], **given)
        assert [each.what for each in lines(town.ada)] == ["Grid 1, Grid 2 → 合网格"]
        assert lines(town.ada)[0].plan is None
        assert kinds(town.dan) == []

    def test_a_stranger_is_led_to_sign_in_and_nobody_without_a_post_reads(self, town, client):
        assert client.get(PAGE).status_code == 302
        client.force_login(cast.person("nobody", "无岗"))
        assert client.get(PAGE).status_code == 403
        assert client.get(FILE).status_code == 403


class TestPage:
    def test_kind_area_and_days_choose(self, town, client):
        split(town)
        client.force_login(town.root)
        today = timezone.localdate()
        assert "Grid 1 → 甲网格" in shown(client, kind="split", area=cast.GRID_1)
        assert "Grid 1 → 甲网格" in shown(client, since=today, until=today)
        assert "Nothing of this kind" in shown(client, kind="merge")
        assert "Nothing of this kind" in shown(client, area="没有这里")
        assert "Nothing of this kind" in shown(client, since=today + timedelta(days=1))
        assert "Nothing of this kind" in shown(client, until=today - timedelta(days=1))

    def test_days_in_the_wrong_order_are_told(self, town, client):
        client.force_login(town.root)
        given = {"since": "2026-02-02", "until": "2026-02-01"}
        answer = client.get(PAGE, given)
        assert answer.status_code == 422
        assert "The last day lies before the first." in answer.content.decode()
        assert client.get(FILE, given).status_code == 422

    def test_links_lead_to_the_map_before_and_after(self, town, client):
        split(town)
        client.force_login(town.root)
        text, today = shown(client, kind="split"), timezone.localdate()
        assert f"/territory/?day={today - timedelta(days=1)}" in text
        assert f"/territory/?day={today}" in text

    def test_pages_follow_one_another(self, town, client, monkeypatch):
        monkeypatch.setattr("gewu.oversight.changelog.views.PAGE_SIZE", 1)
        split(town)
        client.force_login(town.root)
        text = shown(client)
        assert "甲网格" in text
        mark = text.split("before=")[1].split('"')[0].split("&")[0]
        assert "areas added" in shown(client, before=mark)
        assert "甲网格" in shown(client, before="nothing")

    def test_the_table_holds_what_the_page_shows(self, town, client):
        split(town)
        client.force_login(town.root)
        text = client.get(FILE, {"kind": "split"}).content.decode("utf-8-sig")
        assert "Root" in text.splitlines()[0]
        assert text.splitlines()[2].startswith("In force from,Decided on,Kind")
        assert "Grid 1 → 甲网格, 乙网格" in text.splitlines()[3]
        assert len(text.splitlines()) == 4

    def test_the_page_of_an_area_shows_the_latest(self, town, client):
        territory.plan_rename(area=town.grid_1, name_zh="新名网格", words="路名", by=town.root)
        client.force_login(town.root)
        assert "Grid 1 → 新名网格" in client.get(f"/territory/{town.grid_1.pk}/").content.decode()


class TestPublic:
    def test_residents_read_names_and_days_and_no_person_or_reason(self, town, client):
        split(town)
        grid = Area.objects.get(code=A)
        text = client.get(f"/territory/grid/{A}/").content.decode()
        assert "Came from Grid 1" in text
        assert "太大了" not in text
        assert town.root.shown_name not in text
        assert grid.name in text

    def test_another_name_and_outline_stand_there_with_their_day(self, town, client):
        territory.change_area(area=town.grid_1, name_zh="新名网格", boundary=WEST, by=town.root)
        text = client.get(f"/territory/grid/{cast.GRID_1}/").content.decode()
        assert "Name: 第一网格 → 新名网格; Another boundary" in text
        assert "Founded" in text


def shown(client, **asked):
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_index_holds_exactly_what_is_told():
    with connection.cursor() as cursor:
        sql = "SELECT indexdef FROM pg_indexes WHERE indexname = 'changes_of_the_structure'"
        cursor.execute(sql)
        definition = cursor.fetchone()[0]
    assert {name for name in NAMES if f"'{name}'" in definition} == set(NAMES)
    assert definition.count("'::") >= len(NAMES)
