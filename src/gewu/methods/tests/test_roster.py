"""Rosters: rests are kept, counts are even, pins stay, and a no says what is missing."""

from datetime import UTC, date, datetime, time, timedelta
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from gewu.methods import roster
from gewu.methods.roster import Breach, Hand, Measures, Turn
from gewu.methods.roster.turns import clash

MONDAY = date(2026, 11, 2)


def turn(number, hour=8, hours=8, need=1):
    day = MONDAY + timedelta(days=number)
    begins = datetime.combine(day, time(0), UTC) + timedelta(hours=hour)
    return Turn(day, begins, begins + timedelta(hours=hours), need, hour >= 20, day.weekday() > 4)


def month(days, kinds):
    return [turn(day, hour, hours, need) for day in range(days) for hour, hours, need in kinds]


def free(turns, **more):
    return Hand(frozenset(range(len(turns))), **more)


kinds = st.lists(
    st.tuples(st.sampled_from([8, 14, 20]), st.sampled_from([6, 8, 12]), st.integers(1, 2)),
    min_size=1,
    max_size=2,
)


@st.composite
def months(draw):
    turns = month(draw(st.integers(1, 6)), draw(kinds))
    hands = [
        Hand(
            able=frozenset(range(len(turns))) - draw(st.sets(st.integers(0, 3), max_size=2)),
            away=frozenset(MONDAY + timedelta(days=n) for n in draw(st.sets(st.integers(0, 6)))),
            carried=Measures(draw(st.integers(0, 3)), draw(st.integers(0, 2))),
        )
        for _hand in range(draw(st.integers(1, 6)))
    ]
    pins = {
        (who % len(hands), index % len(turns))
        for who, index in draw(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=2))
    }
    return turns, hands, pins


@settings(max_examples=40, deadline=None)
@given(months())
def test_nothing_but_pins_breaks_a_rule_and_pins_stay(case):
    turns, hands, pins = case
    plan = roster.propose(turns, hands, pins, seconds=2, workers=1)
    assert pins <= plan.taken
    of_hands = {"unable", "away", "overlap", "rest", "nights"}
    for breach in roster.breaches(turns, hands, plan.taken):
        if breach.why in of_hands:
            others = {(breach.hand, breach.turn), (breach.hand, breach.other)}
            assert others & pins
    short = {(each.turn, each.missing) for each in plan.shortages}
    found = roster.breaches(turns, hands, plan.taken)
    assert short == {(each.turn, each.count) for each in found if each.why == "missing"}
    assert bool(plan.helps) == bool(short)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 7), st.integers(1, 10))
def test_with_everybody_there_nobody_has_two_more_than_another(people, days):
    turns = month(days, [(8, 8, 1)])
    hands = [free(turns) for _hand in range(people)]
    plan = roster.propose(turns, hands, seconds=3, workers=1)
    assert plan.is_best and plan.gap == 0 and not plan.shortages
    assert roster.spreads(turns, hands, plan.taken).turns <= 1


@settings(max_examples=40, deadline=None)
@given(months(), st.booleans())
def test_taking_turns_breaks_nothing_either(case, level):
    turns, hands, _pins = case
    taken = roster.rotate(turns, hands, level=level)
    assert {each.why for each in roster.breaches(turns, hands, taken)} <= {"missing"}


def test_who_had_fewer_before_has_more_now():
    turns = month(4, [(8, 8, 1)])
    hands = [free(turns, carried=Measures(4)), free(turns)]
    plan = roster.propose(turns, hands, seconds=2)
    assert roster.counts(turns, hands, plan.taken) == [Measures(4), Measures(4)]


def test_wishes_are_kept_where_somebody_else_can():
    turns = month(2, [(8, 8, 1)])
    hands = [free(turns, rather_not=frozenset({0})), free(turns)]
    assert roster.propose(turns, hands, seconds=2).taken == {(1, 0), (0, 1)}


class TestClash:
    @pytest.mark.parametrize(
        ("one", "other", "why"),
        [
            (turn(0, 8, 8), turn(0, 12, 8), "overlap"),
            (turn(0, 16, 8), turn(1, 8, 8), "rest"),
            (turn(1, 8, 8), turn(0, 16, 8), "rest"),
            (turn(0, 20, 12), turn(1, 20, 12), "nights"),
            (turn(0, 8, 8), turn(1, 8, 8), ""),
            (turn(0, 20, 12), turn(2, 20, 12), ""),
        ],
    )
    def test_why_nobody_can_take_both(self, one, other, why):
        assert clash(one, other) == why

    def test_eleven_hours_between_are_enough(self):
        assert not clash(turn(0, 8, 8), turn(1, 3, 5))
        assert clash(turn(0, 8, 8), turn(1, 2, 5)) == "rest"

    def test_away_counts_on_the_day_that_a_night_reaches_into(self):
        turns = [turn(0, 20, 12)]
        away = Hand(frozenset({0}), frozenset({MONDAY + timedelta(days=1)}))
        assert roster.breaches(turns, [away], {(0, 0)}) == [Breach(0, "away", 0)]

    def test_until_midnight_does_not_reach_into_the_next_day(self):
        turns = [turn(0, 16, 8)]
        away = Hand(frozenset({0}), frozenset({MONDAY + timedelta(days=1)}))
        assert roster.breaches(turns, [away], {(0, 0)}) == []


class TestShort:
    def test_a_day_without_people_is_named_with_what_would_help(self):
        turns = month(3, [(8, 8, 1)])
        gone = frozenset({MONDAY + timedelta(days=1)})
        hands = [free(turns, away=gone), free(turns, away=gone)]
        plan = roster.propose(turns, hands, seconds=3)
        assert [(each.turn, each.missing, each.there) for each in plan.shortages] == [(1, 1, 0)]
        assert plan.helps == ("away",)

    def test_one_person_for_every_night(self):
        turns = month(3, [(20, 10, 1)])
        plan = roster.propose(turns, [free(turns)], seconds=3)
        assert len(plan.shortages) == 1 and plan.helps == ("nights",)

    def test_only_more_people_help(self):
        turns = month(1, [(8, 8, 3)])
        plan = roster.propose(turns, [free(turns)], seconds=3)
        assert plan.helps == ("hands",) and plan.shortages[0].missing == 2

    def test_nobody_at_all(self):
        turns = month(1, [(8, 8, 1)])
        assert roster.propose(turns, [], seconds=1).helps == ("hands",)
        assert roster.spreads(turns, [], ()) == Measures()

    def test_out_of_time_turns_are_taken_all_the_same(self):
        turns = month(2, [(8, 8, 1)])
        over = {"solve": mock.Mock(return_value=cp_model.UNKNOWN), "wall_time": 1.0}
        with mock.patch.multiple(cp_model.CpSolver, **over):
            plan = roster.propose(turns, [free(turns)], seconds=1)
        assert len(plan.taken) == 2 and not plan.is_best and plan.gap == 1


def test_too_many_are_said_as_well():
    turns = month(1, [(8, 8, 1)])
    found = roster.breaches(turns, [free(turns), Hand(frozenset())], {(0, 0), (1, 0)})
    assert found == [Breach(0, "many", count=1), Breach(0, "unable", 1)]


def test_pins_that_clash_stay_both():
    turns = month(1, [(8, 8, 1), (12, 8, 1)])
    pins = {(0, 0), (0, 1)}
    assert pins <= roster.propose(turns, [free(turns)], pins, seconds=1).taken


@pytest.mark.parametrize(("hours", "need"), [(0, 1), (8, -1)])
def test_turns_make_sense(hours, need):
    with pytest.raises(ValueError, match=r"turn|needed"):
        turn(0, hours=hours, need=need)
