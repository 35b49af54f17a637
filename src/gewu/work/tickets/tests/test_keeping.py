"""Terms, catalogue and kept queues: what is changed changes what others get."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine

from gewu.kernel.acting import SYSTEM, Refusal
from gewu.work.tickets import actions
from gewu.work.tickets.actions.catalogue import ConditionWords
from gewu.work.tickets.models import (
    Category,
    Condition,
    Item,
    LeadKind,
    SavedQueue,
    SpecialDay,
    Terms,
)
from gewu.work.tickets.queries.catalogue import grouped_items, is_emergency, versions_of
from gewu.work.tickets.queries.routing import kinds_without_unit
from gewu.work.tickets.tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def place():
    return make.equipped_town()


def wording(**changed):
    said = {
        "name_zh": "垃圾成堆",
        "deadline_class": "D1",
        "lead": LeadKind.objects.get(kind="网格"),
        "closing_zh": "清走",
        "evidence": ("note",),
    }
    return ConditionWords(**said | changed)


class TestSetUp:
    def test_every_item_has_one_default_condition(self, place):
        assert Category.objects.count() == 12
        assert Item.objects.count() == 86
        assert Condition.objects.filter(is_default=True).count() == 86

    def test_a_second_time_keeps_what_the_county_changed(self, place):
        Item.objects.filter(code="0101").update(name_zh="垃圾")
        actions.set_up_county(county=place.county, by=SYSTEM)
        assert Item.objects.get(code="0101").name_zh == "垃圾"
        assert Item.objects.count() == 86

    def test_missing_mappings_are_shown(self, place):
        missing = {kind.kind for kind in kinds_without_unit(place.county.pk)}
        assert "市政" in missing and "环卫" not in missing


class TestTerms:
    def change(self, place, **changed):
        said = {
            "morning": (time(9), time(12)),
            "afternoon": (time(13), time(18)),
            "promises": {"sign_minutes": 60, "file_minutes": 60},
        }
        terms = Terms.objects.get(pk=place.county.pk)
        return actions.change_terms(terms=terms, **said | changed, by=place.root)

    def test_new_hours_move_the_next_deadline(self, place):
        with time_machine.travel(MONDAY, tick=False):
            before = make.report()
            self.change(place)
            after = make.report()
        assert before.due_at == datetime(2026, 3, 2, 7, tzinfo=UTC)
        assert after.due_at == datetime(2026, 3, 2, 6, tzinfo=UTC)
        assert after.stage_due_at == datetime(2026, 3, 2, 2, tzinfo=UTC)

    def test_days_to_reopen_count_for_the_resident(self, place):
        ticket = make.closed(place)
        self.change(place, promises={"reopen_days": 1})
        with (
            time_machine.travel(ticket.closed_at.replace(year=2027)),
            pytest.raises(Refusal, match="passed"),
        ):
            actions.reopen(ticket=ticket, words="又坏了", by=SYSTEM)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"morning": (time(12), time(9))},
            {"promises": {"sign_minutes": 0}},
            {"promises": {"silence_days": 0}},
        ],
    )
    def test_nonsense_is_refused(self, place, wrong):
        with pytest.raises(Refusal):
            self.change(place, **wrong)


class TestSpecialDays:
    def test_a_holiday_moves_the_next_deadline_until_it_is_removed(self, place):
        with time_machine.travel(MONDAY, tick=False):
            day = actions.set_special_day(
                county_id=place.county.pk, day=date(2026, 3, 2), kind="holiday", by=place.root
            )
            moved = make.report()
            actions.remove_special_day(special=day, by=place.root)
            again = make.report()
        assert moved.due_at == datetime(2026, 3, 3, 4, tzinfo=UTC)
        assert again.due_at == datetime(2026, 3, 2, 7, tzinfo=UTC)

    def test_a_second_word_on_a_day_replaces_the_first(self, place):
        for kind in ("holiday", "workday"):
            actions.set_special_day(
                county_id=place.county.pk, day=date(2026, 3, 7), kind=kind, by=place.root
            )
        assert SpecialDay.objects.get(day=date(2026, 3, 7)).kind == "workday"


class TestItems:
    def add(self, place, **changed):
        said = {
            "category": Category.objects.get(code="01"),
            "code": "0199",
            "name_zh": "旧衣回收箱满",
            "first": wording(),
        }
        return actions.add_item(**said | changed, by=place.root)

    def test_a_sites_own_item_can_be_reported_and_routes(self, place):
        ticket = make.report(item=self.add(place))
        assert ticket.unit_id == place.team_1.pk

    @pytest.mark.parametrize("code", ["0101", "0299", "01", "01xx"])
    def test_a_wrong_or_taken_code_is_refused(self, place, code):
        with pytest.raises(Refusal) as refused:
            self.add(place, code=code)
        assert refused.value.field == "code"

    def test_an_item_that_is_not_offered_leaves_the_residents_list(self, place):
        item = make.item()
        said = {"name_zh": "垃圾", "name_en": "", "hint_zh": "", "hint_en": ""}
        actions.change_item(
            item=item,
            **said,
            emergency_number="",
            is_offered=False,
            is_active=True,
            by=place.root,
        )
        offered = [i for _c, leaves in grouped_items(place.county.pk, offered=True) for i in leaves]
        found = [i for _c, leaves in grouped_items(place.county.pk, search="垃圾") for i in leaves]
        assert item not in offered and item in found

    def test_emergencies_are_known(self, place):
        assert is_emergency(make.item("0408")) and not is_emergency(make.item())


class TestConditions:
    def test_a_change_is_a_new_version_and_old_tickets_keep_theirs(self, place):
        ticket = make.report()
        old = ticket.condition
        new = actions.change_condition(
            condition=old, wording=wording(), is_default=True, by=place.root
        )
        assert (new.version, new.seq) == (2, old.seq)
        ticket.refresh_from_db()
        assert ticket.condition_id == old.pk
        assert make.report().condition_id == new.pk
        assert [c.version for c in versions_of(old.item) if c.seq == old.seq] == [2, 1]

    def test_a_changed_version_is_not_changed_again(self, place):
        old = make.report().condition
        actions.change_condition(condition=old, wording=wording(), is_default=True, by=place.root)
        with pytest.raises(Refusal, match="moment ago"):
            actions.change_condition(
                condition=old, wording=wording(), is_default=True, by=place.root
            )

    def test_the_default_moves_and_is_never_missing(self, place):
        old = make.report().condition
        with pytest.raises(Refusal, match="default|nobody chose"):
            actions.change_condition(
                condition=old, wording=wording(), is_default=False, by=place.root
            )
        other = Condition.objects.get(item=old.item, seq=2)
        new = actions.change_condition(
            condition=other, wording=wording(), is_default=True, by=place.root
        )
        assert make.report().condition_id == new.pk
        added = actions.add_condition(
            item=old.item, wording=wording(), is_default=True, by=place.root
        )
        assert make.report().condition_id == added.pk

    @pytest.mark.parametrize(
        "wrong", [{"deadline_class": "D9"}, {"evidence": ()}, {"evidence": ("face",)}]
    )
    def test_nonsense_is_refused(self, place, wrong):
        with pytest.raises(Refusal):
            actions.add_condition(item=make.item(), wording=wording(**wrong), by=place.root)

    def test_a_mapping_sends_the_next_ticket_elsewhere(self, place):
        kind = LeadKind.objects.get(kind="环卫")
        actions.map_lead_kind(lead_kind=kind, unit=place.town_office, by=place.root)
        assert make.report().unit_id == place.town_office.pk


class TestKeptQueues:
    def test_one_name_one_filter_and_only_ones_own(self, place):
        actions.save_queue(name="我的", query="q=灯", by=place.ben)
        kept = actions.save_queue(name="我的", query="q=路", by=place.ben)
        assert SavedQueue.objects.get(user=place.ben).query == "q=路"
        actions.forget_queue(queue=kept, by=place.dan)
        assert SavedQueue.objects.exists()
        actions.forget_queue(queue=kept, by=place.ben)
        assert not SavedQueue.objects.exists()
