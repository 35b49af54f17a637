"""Routing rules as values: what matches, which comes first, and no circle is ever walked."""

from datetime import UTC, datetime, time
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gewu.work.tickets.rules import matching
from gewu.work.tickets.rules.matching import Facts, Rule, Target

LAMP, RUBBISH, DRAIN = "0203", "0101", "0205"
MONDAY_NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
ELECTRICIANS = uuid4()


def rule(**asked) -> Rule:
    target = asked.pop("target", Target(unit=ELECTRICIANS))
    return Rule(uuid4(), target, **asked)


def like(item: str, **asked) -> Rule:
    return rule(target=Target(item=item), **asked)


def facts(**known) -> Facts:
    given_ = {
        "item": LAMP,
        "condition": f"{LAMP}:2",
        "path": "1.2.3.4.",
        "area_level": 4,
        "area_kind": "general",
        "channel": "phone",
        "at": MONDAY_NIGHT,
        "words": "楼道路灯不亮，Broken LAMP",
    }
    return Facts(**given_ | known)


class TestMatching:
    @pytest.mark.parametrize(
        "asked",
        [
            {},
            {"items": frozenset({LAMP, RUBBISH})},
            {"categories": frozenset({"02"})},
            {"items": frozenset({RUBBISH}), "categories": frozenset({"02"})},
            {"conditions": frozenset({f"{LAMP}:2"})},
            {"path": "1.2."},
            {"area_level": 4, "area_kind": "general"},
            {"channels": frozenset({"phone", "web"})},
            {"weekdays": frozenset({1})},
            {"since": time(18)},
            {"since": time(18), "until": time(6)},
            {"until": time(23)},
            {"keywords": ("垃圾", "lamp")},
            {"confidential": False},
        ],
    )
    def test_what_is_asked_and_true_matches(self, asked):
        assert matching.matches(rule(**asked), facts())

    @pytest.mark.parametrize(
        "asked",
        [
            {"items": frozenset({RUBBISH})},
            {"categories": frozenset({"01"})},
            {"conditions": frozenset({f"{LAMP}:1"})},
            {"path": "1.3."},
            {"area_level": 3},
            {"area_kind": "special"},
            {"channels": frozenset({"web"})},
            {"weekdays": frozenset({6, 7})},
            {"since": time(8), "until": time(18)},
            {"since": time(23), "until": time(6)},
            {"until": time(22, 30)},
            {"keywords": ("垃圾",)},
            {"confidential": True},
            {"is_dead": True},
        ],
    )
    def test_one_no_is_enough(self, asked):
        assert not matching.matches(rule(**asked), facts())

    def test_hours_through_the_night_hold_after_midnight(self):
        night = rule(since=time(22), until=time(6))
        assert matching.matches(night, facts(at=MONDAY_NIGHT.replace(day=24, hour=5, minute=59)))
        assert not matching.matches(night, facts(at=MONDAY_NIGHT.replace(day=24, hour=6, minute=0)))

    def test_a_rule_about_time_does_not_match_where_no_time_is_known(self):
        assert not matching.matches(rule(since=time(18)), facts(at=None))


class TestDeciding:
    def test_the_first_match_wins(self):
        first, second = rule(items=frozenset({LAMP})), rule()
        found = matching.decide([first, second], facts())
        assert found is not None and found.rule == first.id
        found = matching.decide([second, first], facts())
        assert found is not None and found.rule == second.id

    def test_no_match_leaves_it_to_the_usual_way(self):
        assert matching.decide([rule(items=frozenset({RUBBISH}))], facts()) is None

    def test_as_another_item_begins_again_with_that_item(self):
        swap = like(RUBBISH, items=frozenset({LAMP}))
        end = rule(items=frozenset({RUBBISH}))
        found = matching.decide([end, swap], facts())
        assert found == matching.Outcome(end.id, (swap.id,), end.target, RUBBISH)

    def test_as_another_item_without_a_rule_for_it_ends_there(self):
        swap = like(RUBBISH, items=frozenset({LAMP}))
        found = matching.decide([swap], facts())
        assert found == matching.Outcome(swap.id, (), Target(), RUBBISH)

    def test_a_rule_that_takes_everything_may_only_be_the_last(self):
        lamp, rest = rule(items=frozenset({LAMP})), rule()
        assert matching.misplaced([lamp, rest]) is None
        assert matching.misplaced([rest, lamp]) == rest


class TestLoops:
    def test_a_circle_is_named_item_by_item(self):
        circle = [like(RUBBISH, items=frozenset({LAMP})), like(LAMP, categories=frozenset({"01"}))]
        assert matching.find_loop(circle) == (RUBBISH, LAMP, RUBBISH)

    def test_a_chain_is_no_circle(self):
        chain = [like(RUBBISH, items=frozenset({LAMP})), like(DRAIN, items=frozenset({RUBBISH}))]
        assert matching.find_loop(chain) == ()

    def test_an_item_like_itself_is_a_circle(self):
        assert matching.find_loop([like(LAMP, items=frozenset({LAMP}))]) == (LAMP, LAMP)

    def test_a_circle_that_slipped_in_ends_all_the_same(self):
        circle = [like(RUBBISH, items=frozenset({LAMP})), like(LAMP, items=frozenset({RUBBISH}))]
        found = matching.decide(circle, facts())
        assert found is not None and found.target == Target()


ITEMS = st.sampled_from(["0101", "0102", "0201", "0202", "0301"])


@st.composite
def any_rules(draw) -> list[Rule]:
    def one(number: int) -> Rule:
        leads = draw(st.booleans())
        return Rule(
            UUID(int=number),
            Target(item=draw(ITEMS)) if leads else Target(level="town"),
            items=frozenset(draw(st.sets(ITEMS, max_size=2))),
            categories=frozenset(draw(st.sets(st.sampled_from(["01", "02", "03"]), max_size=1))),
            channels=frozenset(draw(st.sets(st.sampled_from(["web", "phone"]), max_size=1))),
        )

    return [one(number) for number in range(draw(st.integers(0, 8)))]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_rules(), ITEMS, st.sampled_from(["web", "phone"]))
def test_rules_without_a_named_loop_never_ask_a_rule_twice(rules, item, channel):
    if matching.find_loop(rules):
        return
    found = matching.decide(rules, Facts(item=item, channel=channel))
    if found is None:
        assert not any(matching.matches(each, Facts(item=item, channel=channel)) for each in rules)
        return
    by_id = {each.id: each for each in rules}
    walked = [by_id[each] for each in (*found.via, found.rule)]
    assert len(set(walked)) == len(walked)
    now = item
    for step, each in enumerate(walked):  # each is the first that matches the item of its turn
        first = next(e for e in rules if matching.matches(e, Facts(item=now, channel=channel)))
        assert first == each
        assert bool(each.target.item) or step == len(walked) - 1
        now = each.target.item or now
    if not found.target.level:
        assert not any(matching.matches(e, Facts(item=now, channel=channel)) for e in rules)
