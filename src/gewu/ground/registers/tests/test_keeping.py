"""Keeping records: who may, what is refused, what stays on record."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from tests import cast

from gewu.ground.registers import actions, policies, queries
from gewu.ground.registers.models import Record, RecordChange, RegisterKind
from gewu.ground.registers.queries.records import changes_since, writable_fields
from gewu.ground.registers.tests import kit
from gewu.ground.territory.models import Area
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.ids import uuid7
from gewu.kernel.models import JournalEntry
from gewu.kernel.states import IllegalMove

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
What = RecordChange.What


@pytest.fixture
def place(town):
    return kit.filled(town)


def steps(record):
    return list(
        RecordChange.objects.filter(record=record).order_by("number").values_list("what", flat=True)
    )


def change(record, area, name="改名", version=1, by=SYSTEM, **others):
    given = kit.given(area, name, **others)
    return actions.change_record(record=record, given=given, version=version, by=by)


class TestAdding:
    def test_a_worker_writes_down_what_stands_in_the_grid(self, place):
        with time_machine.travel(date(2026, 5, 31)):
            done = kit.record(place.grid_1, by=place.ada, values={"diameter": 100, "nope": 1})
        assert (done.version, done.values, done.path) == (1, {"diameter": 100}, place.grid_1.path)
        assert done.due_on == date(2026, 8, 31) and steps(done) == [What.ADD]
        said = JournalEntry.objects.get(name="registers.record_moved")
        assert said.payload["what"] == "add" and said.path == place.grid_1.path

    def test_sent_twice_it_is_there_once(self, place):
        key = uuid7()
        for _twice in range(2):
            actions.add_record(
                kind=kit.kind(), given=kit.given(place.grid_1), once=key, by=place.ada
            )
        assert Record.objects.count() == 1

    def test_nobody_writes_about_the_place_of_others(self, place):
        for who in (place.dan, place.hana, place.carl, place.eve, RESIDENT):
            with pytest.raises(Refusal, match="not yours"):
                kit.record(place.grid_1, by=who)

    @pytest.mark.parametrize(
        ("others", "field"),
        [
            ({"name": "  "}, "name"),
            ({"code": "123"}, "code"),
            ({"values": {}}, "f_sort"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_place(self, place, others, field):
        good = {"code": "3708990101000001", "values": {"sort": "c1"}}
        with pytest.raises(Refusal) as no:
            kit.record(place.grid_1, "facilities", **good | others)
        assert no.value.field == field

    def test_it_lies_low_and_where_something_is(self, place):
        with pytest.raises(Refusal) as no:
            kit.record(place.town)
        assert no.value.field == "area"
        closed = Area.objects.get(pk=place.grid_1.pk)
        closed.closed_on = date(2026, 1, 2)
        with pytest.raises(Refusal, match="no more"):
            kit.record(closed)

    def test_a_code_is_there_once_in_a_register(self, place):
        given = kit.given(place.grid_1, code="XF-1")
        actions.add_record(kind=kit.kind(), given=given, by=place.ada)
        with pytest.raises(Refusal) as no:
            actions.add_record(kind=kit.kind(), given=given, by=place.ada)
        assert no.value.field == "code"
        actions.add_record(kind=kit.kind("boards"), given=given, by=place.ada)

    def test_two_at_the_same_moment_are_refused_by_the_database(self, place, monkeypatch):
        given = kit.given(place.grid_1, code="XF-1")
        actions.add_record(kind=kit.kind(), given=given, by=place.ada)
        monkeypatch.setattr("gewu.ground.registers.actions.keeping._refuse_taken", lambda *_: None)
        with pytest.raises(Refusal, match="has this code"):
            actions.add_record(kind=kit.kind(), given=given, by=place.ada)
        monkeypatch.setattr(
            "gewu.ground.registers.actions.keeping._seen",
            lambda record: setattr(record, "confirmed_on", None),
        )
        other = kit.given(place.grid_1)
        with pytest.raises(IntegrityError):
            actions.add_record(kind=kit.kind(), given=other, by=place.ada)


class TestChanging:
    def test_it_is_written_with_before_and_after(self, place):
        done = kit.record(place.grid_1, values={"diameter": 100, "keeper": "甲公司"})
        done = change(done, place.grid_1, by=place.ada, values={"diameter": 150}, lon=1.0, lat=2.0)
        last = RecordChange.objects.get(record=done, number=2)
        assert last.changes == {
            "name": ["南门消防栓", "改名"],
            "point": [None, [1.0, 2.0]],
            "f_diameter": [100, 150],
            "f_keeper": ["甲公司", None],
        }
        assert last.by == place.ada and done.version == 2

    def test_whoever_comes_second_is_refused_and_sees_what_is_other(self, place):
        done = kit.record(place.grid_1)
        change(done, place.grid_1, "一")
        with pytest.raises(Refusal) as no:
            change(done, place.grid_1, "二", version=1)
        assert no.value.code == "raced"
        assert changes_since(done, 1) == [{"name": ["南门消防栓", "一"]}]

    def test_the_same_sent_twice_is_no_conflict(self, place):
        done = kit.record(place.grid_1)
        assert change(done, place.grid_1, "一", version=1).version == 2
        assert change(done, place.grid_1, "一", version=1).version == 2

    def test_saved_as_it_was_it_counts_as_looked_at(self, place):
        done = kit.record(place.grid_1)
        change(done, place.grid_1, done.name)
        assert steps(done) == [What.ADD, What.CONFIRM]

    def test_nobody_moves_it_out_of_their_reach(self, place):
        done = kit.record(place.grid_1)
        with pytest.raises(Refusal, match="not yours"):
            change(done, place.grid_3, by=place.ada)
        with pytest.raises(Refusal, match="not yours"):
            change(done, place.grid_1, by=place.dan)

    def test_fields_of_others_stay_as_they_are(self, place):
        done = kit.record(place.grid_1, values={"keeper": "甲公司"})
        kit.only_for("hydrants", "keeper", "administrator")
        done = change(done, place.grid_1, by=place.ada, values={"keeper": "乙公司"})
        assert done.values["keeper"] == "甲公司"
        keys = {each.key for each in writable_fields(place.ada, done.kind, done.path)}
        assert "keeper" not in keys and "diameter" in keys
        done = change(done, place.grid_1, version=2, by=place.root, values={"keeper": "乙公司"})
        assert done.values["keeper"] == "乙公司"


class TestLooking:
    def test_one_click_says_nothing_has_changed(self, place):
        with time_machine.travel(date(2026, 1, 31)) as moment:
            done = kit.record(place.grid_1, "gas", values={"sort": "c1"})
            assert done.due_on == date(2026, 2, 28)
            assert not queries.due_for(place.ada, date(2026, 2, 27)).exists()
            moment.move_to(date(2026, 3, 5))
            assert list(queries.due_for(place.ada, date(2026, 3, 5))) == [done]
            assert not queries.due_for(place.dan, date(2026, 3, 5)).exists()
            for _twice in range(2):
                done = actions.confirm(record=done, by=place.ada)
        assert (done.confirmed_on, done.due_on) == (date(2026, 3, 5), date(2026, 4, 5))
        assert steps(done) == [What.ADD, What.CONFIRM]
        assert not queries.due_for(place.ada, date(2026, 3, 6)).exists()

    def test_what_is_retired_is_not_looked_at(self, place):
        done = actions.retire(record=kit.record(place.grid_1), reason="拆除", by=place.ada)
        with pytest.raises(IllegalMove):
            actions.confirm(record=done, by=place.ada)
        assert not queries.due_for(place.ada, date(2036, 1, 1)).exists()


class TestEnding:
    def test_it_ends_with_a_reason_and_may_come_back(self, place):
        done = kit.record(place.grid_1)
        with pytest.raises(Refusal) as no:
            actions.retire(record=done, reason=" ", by=place.ada)
        assert no.value.field == "reason"
        for _twice in range(2):
            done = actions.retire(record=done, reason="道路改造", by=place.ada)
            assert done.is_retired
        for _twice in range(2):
            done = actions.restore(record=done, reason="误操作", by=place.ada)
            assert not done.is_retired
        assert steps(done) == [What.ADD, What.RETIRE, What.RESTORE]

    def test_its_code_is_free_meanwhile_and_may_be_taken(self, place):
        given = kit.given(place.grid_1, code="XF-1")
        old = actions.add_record(kind=kit.kind(), given=given, by=place.ada)
        actions.retire(record=old, reason="拆除", by=place.ada)
        actions.add_record(kind=kit.kind(), given=given, by=place.ada)
        with pytest.raises(Refusal, match="has this code"):
            actions.restore(record=old, reason="误操作", by=place.ada)

    def test_where_the_area_is_gone_it_does_not_come_back(self, place):
        old = actions.retire(record=kit.record(place.grid_1), reason="拆除", by=place.ada)
        Area.objects.filter(pk=place.grid_1.pk).update(closed_on=date(2026, 1, 2))
        with pytest.raises(Refusal, match="no more"):
            actions.restore(record=old, reason="误操作", by=place.root)


class TestUndoing:
    def test_the_last_change_is_taken_back_and_stays_on_record(self, place):
        done = kit.record(place.grid_1, lon=1.0, lat=2.0, values={"diameter": 100})
        change(done, place.grid_2, by=place.root, values={"keeper": "甲"})
        undone = actions.undo(record=done, version=2, reason="看错了", by=place.root)
        assert (undone.name, undone.area, undone.lon) == ("南门消防栓", place.grid_1, 1.0)
        assert undone.values == {"diameter": 100} and steps(done)[-1] == What.UNDO
        with pytest.raises(Refusal, match="no change"):
            actions.undo(record=done, version=3, reason="再来", by=place.root)

    def test_somebody_was_faster(self, place):
        done = kit.record(place.grid_1)
        with pytest.raises(Refusal) as no:
            actions.undo(record=done, version=7, reason="看错了", by=place.ada)
        assert no.value.code == "raced"

    def test_what_one_does_not_change_one_does_not_undo(self, place):
        done = kit.record(place.grid_1)
        change(done, place.grid_1, done.name, values={"keeper": "甲"})
        kit.only_for("hydrants", "keeper", "administrator")
        with pytest.raises(Refusal, match="you do not change"):
            actions.undo(record=done, version=2, reason="看错了", by=place.ada)

    def test_a_field_that_is_gone_is_not_undone(self, place):
        done = kit.record(place.grid_1)
        change(done, place.grid_1, done.name, values={"keeper": "甲"})
        actions.set_field_use(field=kit.field("hydrants", "keeper"), is_used=False, by=SYSTEM)
        with pytest.raises(Refusal, match="you do not change"):
            actions.undo(record=done, version=2, reason="看错了", by=place.root)

    def test_back_into_an_area_that_is_gone_it_does_not_go(self, place):
        done = kit.record(place.grid_2)
        change(done, place.grid_1, done.name)
        Area.objects.filter(pk=place.grid_2.pk).update(closed_on=date(2026, 1, 2))
        with pytest.raises(Refusal, match="no more"):
            actions.undo(record=done, version=2, reason="看错了", by=place.root)


class TestWhoSees:
    def test_a_record_is_seen_under_ones_posts_only(self, place):
        done = kit.record(place.grid_1)
        lena = cast.person("lena", "莱娜", place.town_office, "leader")
        seeing = {who: policies.may_see(getattr(place, who, lena), done) for who in
                  ("ada", "ben", "lena", "root", "dan", "hana", "carl", "eve")}  # fmt: skip
        assert [who for who, yes in seeing.items() if yes] == ["ada", "ben", "lena", "root"]

    def test_the_unit_that_keeps_a_kind_has_all_of_it(self, place):
        done, west = kit.record(place.grid_1), kit.record(place.grid_3)
        other = kit.record(place.grid_1, "boards")
        RegisterKind.objects.filter(code="hydrants").update(keeper_id=place.sanitation.pk)
        done = Record.objects.select_related("kind").get(pk=done.pk)
        assert policies.may_see(place.hana, done) and not policies.may_see(place.hana, other)
        assert [k.code for k in queries.kinds_for(place.hana)] == ["hydrants"]
        found = queries.records_for(place.hana, kit.kind(), queries.Asked())
        assert set(found) == {done, west}
        assert set(queries.due_for(place.hana, date(2036, 1, 1))) == {done, west}
        assert policies.may_edit(place.hana, done.kind, west.path)
        hedy = cast.person("hedy", "海蒂", place.sanitation, "head")
        assert policies.may_export(hedy, done.kind) and not policies.may_export(
            place.hana, done.kind
        )
        assert "handler" in policies.roles_at(place.hana, done.kind, done.path, "registers.see")

    def test_what_a_role_does_not_see_stands_nowhere(self, place):
        done = kit.record(place.grid_1, values={"keeper": "秘密公司"})
        change(done, place.grid_1, done.name, values={"keeper": "另一公司"})
        kit.only_for("hydrants", "keeper", "leader")
        done = Record.objects.select_related("kind").get(pk=done.pk)
        fields = [each.key for each, _value in queries.shown(place.ada, done).pairs]
        assert "keeper" not in fields
        assert queries.history_of(place.ada, done)[0]["changes"] == []
        lena = cast.person("lena", "莱娜", place.town_office, "leader")
        assert queries.history_of(lena, done)[0]["changes"] == [("Kept by", "秘密公司", "另一公司")]
        assert "worker" in policies.roles_at(SYSTEM, done.kind, done.path, "registers.see")
        assert policies.roles_at(RESIDENT, done.kind, done.path, "registers.see") == frozenset()


class TestRedrawn:
    def test_records_go_where_they_stand_when_their_grid_ends(self, place):
        stands = kit.record(place.grid_1, lon=116.615, lat=35.405)
        outside = kit.record(place.grid_1, lon=100.0, lat=30.0)
        nowhere = kit.record(place.grid_1)
        heirs = [Area.objects.select_related("current").get(pk=a.pk) for a in (place.grid_2,)]
        keepers = {place.grid_1.pk: heirs[0]}
        assert actions.follow_areas(keepers=keepers, heirs=heirs, by=SYSTEM) == 3
        assert {Record.objects.get(pk=r.pk).area_id for r in (stands, outside, nowhere)} == {
            place.grid_2.pk
        }
        assert steps(stands) == [What.ADD, What.REDRAW]
        assert actions.follow_areas(keepers=keepers, heirs=heirs, by=SYSTEM) == 0

    def test_an_heir_without_an_outline_is_passed_over(self, place):
        kit.record(place.grid_1, lon=116.605, lat=35.405)
        bare = Area.objects.get(pk=place.grid_2.pk)
        bare.current = None
        keepers = {place.grid_1.pk: bare}
        assert actions.follow_areas(keepers=keepers, heirs=[bare], by=SYSTEM) == 1
        below = {place.grid_2.pk: place.grid_3}
        assert actions.follow_areas(keepers=below, heirs=[], by=SYSTEM) == 1


def test_the_database_guards_what_must_be_true(place):
    done = kit.record(place.grid_1)
    for wrong in ({"name": ""}, {"lon": 1.0, "lat": None}, {"due_on": done.confirmed_on}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Record.objects.filter(pk=done.pk).update(**wrong)
