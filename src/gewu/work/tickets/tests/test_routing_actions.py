"""Routing rules: drafts, versions, what they do to tickets, and that a create costs nothing more."""

from datetime import time
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import IN_GRID_2

from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import JournalEntry
from gewu.work.tickets import actions
from gewu.work.tickets.actions.routing import RuleWords
from gewu.work.tickets.models import Item, LeadKind, Move, RoutingRule, RuleSet, Terms
from gewu.work.tickets.queries import rule_book
from gewu.work.tickets.queries.routing import route_for
from gewu.work.tickets.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.equipped_town()


def to_town(place, **asked):
    return RuleWords(target="unit", unit=place.town_office, **asked)


def add(place, *wordings):
    """A draft with these rules on top of those in force."""
    draft = actions.draft_rules(county_id=place.county.pk, by=place.root)
    for wording in wordings:
        draft.refresh_from_db()
        actions.add_rule(draft=draft, seen=draft.revision, wording=wording, by=place.root)
    draft.refresh_from_db()
    return draft


def in_force(place, *wordings):
    draft = add(place, *wordings)
    return actions.activate_rules(draft=draft, seen=draft.revision, by=place.root)


def dispatch_codes(ticket):
    return Move.objects.get(ticket_id=ticket.pk, verb="dispatch").codes


class TestDrafts:
    def test_a_draft_begins_with_the_rules_in_force_and_only_once(self, place):
        in_force(place, to_town(place, items=[make.RUBBISH]))
        draft = actions.draft_rules(county_id=place.county.pk, by=place.root)
        assert actions.draft_rules(county_id=place.county.pk, by=place.root) == draft
        assert [rule.items for rule in rule_book.rules_of(draft)] == [[make.RUBBISH]]
        assert rule_book.active_of(place.county.pk) != draft

    def test_rules_are_added_changed_moved_and_deleted(self, place):
        draft = add(place, to_town(place, items=["0101"]), to_town(place, items=["0102"]))
        _first, second = rule_book.rules_of(draft)
        actions.move_rule(draft=draft, rule=second, seen=2, up=True, by=place.root)
        assert [r.items for r in rule_book.rules_of(draft)] == [["0102"], ["0101"]]
        actions.move_rule(draft=draft, rule=second, seen=3, up=True, by=place.root)  # at the top
        actions.change_rule(
            draft=draft, rule=second, seen=4, wording=to_town(place, items=["0103"]), by=place.root
        )
        assert [r.items for r in rule_book.rules_of(draft)] == [["0103"], ["0101"]]
        actions.delete_rule(draft=draft, rule=second, seen=5, by=place.root)
        assert [(r.order, r.items) for r in rule_book.rules_of(draft)] == [(1, ["0101"])]

    def test_a_new_rule_stands_above_one_that_takes_everything(self, place):
        draft = add(place, to_town(place), to_town(place, items=["0101"]))
        assert [r.items for r in rule_book.rules_of(draft)] == [["0101"], []]

    def test_whoever_was_late_is_told(self, place):
        draft = add(place, to_town(place, items=["0101"]))
        with pytest.raises(Refusal) as refused:
            actions.add_rule(draft=draft, seen=0, wording=to_town(place), by=place.root)
        assert refused.value.code == "stale"
        assert rule_book.rules_of(draft).count() == 1

    def test_a_dropped_draft_leaves_the_rules_in_force(self, place):
        active = in_force(place, to_town(place, items=["0101"]))
        draft = add(place, to_town(place, items=["0102"]))
        actions.drop_draft(draft=draft, seen=draft.revision, by=place.root)
        assert rule_book.draft_of(place.county.pk) is None
        assert rule_book.rules_of(active).count() == 1

    def test_a_circle_is_refused_with_its_names(self, place):
        rubbish, advice = make.item(), make.item(make.ADVICE)
        there = RuleWords(target="item", as_item=advice, items=[rubbish.code])
        back = RuleWords(target="item", as_item=rubbish, items=[advice.code])
        with pytest.raises(Refusal) as refused:
            add(place, there, back)
        assert refused.value.code == "loop" and refused.value.field == "as_item"
        assert rubbish.name_zh in str(refused.value) and advice.name_zh in str(refused.value)
        draft = rule_book.draft_of(place.county.pk)
        assert rule_book.rules_of(draft).count() == 1

    def test_a_rule_names_one_target_and_some_time(self, place):
        for wording, code in (
            (RuleWords(target="unit"), "target"),
            (RuleWords(target="level", level="town", unit=place.desk), "target"),
            (to_town(place, since=time(8), until=time(8)), "hours"),
        ):
            with pytest.raises(Refusal) as refused:
                add(place, wording)
            assert refused.value.code == code

    def test_there_is_an_end_to_the_number_of_rules(self, place, monkeypatch):
        monkeypatch.setattr("gewu.work.tickets.actions.routing.MOST_RULES", 1)
        with pytest.raises(Refusal) as refused:
            add(place, to_town(place, items=["0101"]), to_town(place, items=["0102"]))
        assert refused.value.code == "too_many"


class TestVersions:
    def test_each_activation_is_the_next_version_and_retires_the_last(self, place):
        one = in_force(place, to_town(place, items=["0101"]))
        two = in_force(place, to_town(place, items=["0102"]))
        one.refresh_from_db()
        assert (one.version, two.version) == (1, 2)
        assert (one.state, two.state) == ("retired", "active")
        fact = JournalEntry.objects.filter(name="tickets.rules_activated").order_by("id").last()
        assert fact.payload["number"] == 2 and fact.payload["rules"] == 2

    def test_going_back_is_a_new_version_and_keeps_the_draft(self, place):
        one = in_force(place, to_town(place, items=["0101"]))
        in_force(place, to_town(place, items=["0102"]))
        draft = add(place)
        one.refresh_from_db()
        three = actions.restore_rules(rule_set=one, by=place.root)
        assert (three.version, three.restores) == (3, 1)
        assert [r.items for r in rule_book.rules_of(three)] == [["0101"]]
        assert rule_book.draft_of(place.county.pk) == draft
        with pytest.raises(Refusal):
            actions.restore_rules(rule_set=three, by=place.root)

    def test_a_rule_for_everything_above_others_does_not_come_into_force(self, place):
        draft = add(place, to_town(place, items=["0101"]), to_town(place))
        last = list(rule_book.rules_of(draft))[-1]
        actions.move_rule(draft=draft, rule=last, seen=2, up=True, by=place.root)
        with pytest.raises(Refusal) as refused:
            actions.activate_rules(draft=draft, seen=3, by=place.root)
        assert refused.value.code == "catch_all"

    def test_an_activated_draft_cannot_be_activated_or_changed_again(self, place):
        draft = add(place, to_town(place, items=["0101"]))
        actions.activate_rules(draft=draft, seen=1, by=place.root)
        for act in (actions.activate_rules, actions.drop_draft):
            with pytest.raises(Refusal):
                act(draft=draft, seen=1, by=place.root)


class TestConstraints:
    @pytest.mark.parametrize("state", ["draft", "active"])
    def test_one_of_each_state(self, place, state):
        given = {"version": 9, "valid_from": "2026-01-01T00:00Z"} if state == "active" else {}
        RuleSet.objects.create(county_id=place.county.pk, state=state, **given)
        given = given and given | {"version": 10}
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleSet.objects.create(county_id=place.county.pk, state=state, **given)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"target": "level"},
            {"target": "level", "level": "county"},
            {"target": "lead"},
            {"target": "item"},
            {"target": "unit", "level": "town"},
            {"target": "unit", "weekdays": [8]},
            {"target": "unit", "since": time(8), "until": time(8)},
        ],
    )
    def test_a_rule_makes_sense(self, place, wrong):
        draft = add(place)
        with pytest.raises(IntegrityError), transaction.atomic():
            RoutingRule.objects.create(rule_set=draft, county_id=place.county.pk, order=1, **wrong)

    def test_a_version_has_a_number_and_a_day(self, place):
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleSet.objects.create(county_id=place.county.pk, state="active")


class TestRoutes:
    def test_a_rule_sends_the_ticket_and_the_move_says_which(self, place):
        active = in_force(place, to_town(place, items=[make.RUBBISH]))
        ticket = make.report()
        rule = rule_book.rules_of(active).get()
        assert ticket.unit_id == place.town_office.pk
        assert dispatch_codes(ticket) == {"route": "rule", "rule": str(rule.pk), "rule_set": 1}

    def test_every_kind_of_target(self, place):
        kind = LeadKind.objects.get(county_id=place.county.pk, kind="环卫")
        for wording, unit in (
            (RuleWords(target="level", level="community", items=["0101"]), place.community_office),
            (RuleWords(target="lead", lead_kind=kind, items=[make.ADVICE]), place.sanitation),
            (
                RuleWords(target="item", as_item=make.item(), items=[make.ADVICE]),
                place.sanitation,
            ),
        ):
            RuleSet.objects.all().delete()
            in_force(place, wording)
            ticket = make.report(item=make.item(wording.items[0]))
            assert ticket.unit_id == unit.pk, wording.target
            assert dispatch_codes(ticket)["route"] == "rule"

    def test_words_channel_and_place_are_looked_at(self, place):
        asked = {"keywords": ["垃圾桶"], "channels": ["phone"], "area": place.grid_1}
        in_force(place, to_town(place, **asked))
        assert make.report(channel="phone").unit_id == place.town_office.pk
        assert make.report(channel="web").unit_id == place.sanitation.pk
        elsewhere = {"lon": IN_GRID_2[0], "lat": IN_GRID_2[1]}
        assert make.report(channel="phone", **elsewhere).unit_id == place.sanitation.pk
        assert make.report(channel="phone", words="路灯不亮").unit_id == place.sanitation.pk

    def test_a_chain_keeps_all_of_its_rules(self, place):
        chain = RuleWords(target="item", as_item=make.item(), items=[make.ADVICE])
        active = in_force(place, chain, to_town(place, items=[make.RUBBISH]))
        first, second = rule_book.rules_of(active)
        codes = dispatch_codes(make.report(item=make.item(make.ADVICE)))
        assert codes["via"] == [str(first.pk)] and codes["rule"] == str(second.pk)

    def test_a_rule_whose_unit_is_gone_is_passed_over(self, place):
        active = in_force(place, to_town(place, items=[make.RUBBISH]))
        RoutingRule.objects.filter(rule_set=active).update(unit=None)
        Terms.objects.update(routing_stamp=uuid4())
        assert make.report().unit_id == place.sanitation.pk

    def test_an_item_out_of_use_puts_its_rules_to_sleep_at_once(self, place):
        other = make.item("0102")
        in_force(place, RuleWords(target="item", as_item=other, items=[make.RUBBISH]))
        assert "rule" in dispatch_codes(make.report())
        names = ("name_zh", "name_en", "hint_zh", "hint_en", "emergency_number", "is_offered")
        same = {name: getattr(other, name) for name in names}
        actions.change_item(item=other, **same, is_active=False, by=place.root)
        assert "rule" not in dispatch_codes(make.report())

    def test_dispatching_by_rule_looks_at_the_ticket(self, place):
        ticket = make.report(item=make.item(make.ADVICE), words="垃圾桶满了")
        in_force(place, to_town(place, keywords=["垃圾桶"]))
        moved = actions.dispatch(ticket=ticket, by=place.ben)
        assert moved.unit_id == place.town_office.pk

    def test_a_level_without_a_unit_says_so_and_names_the_rule(self, place):
        in_force(place, RuleWords(target="level", level="town", items=[make.RUBBISH]))
        condition = Item.objects.get(code=make.RUBBISH).conditions.get(is_default=True)
        route = route_for(condition, None)
        assert (route.unit, route.reason) == (place.desk.pk, "outside") and route.rule

    def test_a_create_costs_no_more_statements_with_rules_than_without(self, place):
        make.report()  # fills caches that are kept for the process

        def statements():
            """The fewer of two, because now and then numbers are drawn ahead."""
            counts = []
            for _again in range(2):
                with CaptureQueriesContext(connection) as seen:
                    make.report(item=rubbish)
                counts.append(len(seen))
            return min(counts)

        rubbish = make.item()
        statements()
        before = statements()
        in_force(place, to_town(place, items=[make.ADVICE]), to_town(place, keywords=["没有"]))
        statements()  # the first one in a process reads the set-up again, and the rules with it
        assert statements() == before  # no rule matched
        in_force(place, to_town(place, items=[make.RUBBISH]))
        statements()
        assert statements() <= before  # a rule that names a unit asks for nothing

    def test_a_county_without_rules_goes_the_usual_way(self, place):
        assert dispatch_codes(make.report(by=SYSTEM)) == {"route": "kind"}
