"""When an answer is due, what is near, and what may be written; no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.kernel.states import IllegalMove
from gewu.oversight.protection import rules, states

MONDAY = date(2026, 3, 2)
REFUSED = (states.ANSWERED, states.DONE, states.REFUSED, states.WITHDRAWN)


def weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        (MONDAY, 1, date(2026, 3, 3)),
        (MONDAY, 5, date(2026, 3, 9)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 15, date(2026, 3, 27)),
    ],
)
def test_working_days_are_counted_from_the_day_after(asked, days, due):
    assert rules.due_on(asked, days, weekday) == due


def test_a_calendar_without_working_days_does_not_run_for_ever():
    assert rules.due_on(MONDAY, 1, lambda _day: False) == MONDAY + timedelta(rules.LONGEST_WALK)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_the_due_day_is_a_working_day_with_just_so_many_before_it(asked, days):
    due = rules.due_on(asked, days, weekday)
    assert weekday(due)
    assert rules.workdays_left(asked, due, weekday) == days


def test_days_that_passed_count_below_nothing():
    assert rules.workdays_left(date(2026, 3, 9), date(2026, 3, 6), weekday) == -1
    assert rules.workdays_left(MONDAY, MONDAY, weekday) == 0


@pytest.mark.parametrize(("due", "level"), [(-1, "late"), (0, "soon"), (3, "soon"), (4, "")])
def test_the_desk_is_reminded_near_the_day_and_past_it(due, level):
    day = MONDAY + timedelta(due)
    assert rules.level_of(MONDAY, day, rules.workdays_left(MONDAY, day, weekday)) == level


def test_words_are_needed_and_short(english):
    assert rules.words_fault(" ") == "Please say it in a sentence."
    assert rules.words_fault("", needed=False) == ""
    assert "At most" in rules.words_fault("长" * (rules.LONGEST_WORDS + 1))


@pytest.mark.parametrize(("days", "fine"), [(0, False), (1, True), (60, True), (61, False)])
def test_an_answer_takes_one_to_sixty_days(days, fine):
    assert (rules.days_fault(days) == "") is fine


FACTS = {"extended": False, "is_deletion": True}


@pytest.mark.parametrize("verb", ["answer", "refuse", "extend", "restrict", "fulfil", "withdraw"])
@pytest.mark.parametrize("state", REFUSED)
def test_what_has_ended_stays_as_it_is(verb, state):
    with pytest.raises(IllegalMove):
        states.DATA_REQUEST.ask(verb, state, **FACTS)


def test_time_is_taken_once(english):
    assert states.DATA_REQUEST.ask("extend", states.OPEN, **FACTS) == states.OPEN
    with pytest.raises(IllegalMove, match="once only"):
        states.DATA_REQUEST.ask("extend", states.OPEN, **(FACTS | {"extended": True}))


def test_only_a_deletion_is_locked_away(english):
    assert states.DATA_REQUEST.ask("restrict", states.OPEN, **FACTS) == states.RESTRICTED
    with pytest.raises(IllegalMove, match="no deletion"):
        states.DATA_REQUEST.ask("restrict", states.OPEN, **(FACTS | {"is_deletion": False}))
