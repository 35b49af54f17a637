"""The table of whistles, how soon units report in, and how both sides are measured."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from gewu.kernel.states import IllegalMove
from gewu.methods.worktime import WorkCalendar
from gewu.work.tickets.rules.whistling import (
    Call,
    completion_rate,
    false_rate,
    number_of,
    on_time_rate,
    reporting_due,
    reporting_rate,
)
from gewu.work.tickets.states import WHISTLE, WHISTLE_VERBS

pytestmark = pytest.mark.usefixtures("english")

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(zone=SHANGHAI)
FRIDAY_AT_FIVE = datetime(2025, 7, 11, 17, tzinfo=SHANGHAI)
NOW = datetime(2025, 7, 14, 9, tzinfo=UTC)
# Written from domain/life-cycle.md, apart from the table: verb, from where, to where ("=" stays).
ROWS = """
approve_whistle: raised > approved
refuse_whistle: raised > refused
acknowledge: approved running to_meeting > =
report_in: approved running > running
report_in: to_meeting > =
give_task: running to_meeting > =
finish_task: running to_meeting > =
confirm_task: running to_meeting > =
judge: running to_meeting > ended
convene: approved running to_meeting > to_meeting
hold_meeting: to_meeting > =
conclude: to_meeting > ended
remind_whistle: raised approved running to_meeting > =
inherit_whistle: raised approved running to_meeting > =
"""
LEADS = {
    (row.partition(": ")[0], source): source if row.endswith("=") else row.rpartition(" > ")[2]
    for row in ROWS.strip().splitlines()
    for source in row.partition(": ")[2].partition(" > ")[0].split()
}


@pytest.mark.parametrize("state", WHISTLE.labels)
@pytest.mark.parametrize("verb", [verb for verb in WHISTLE_VERBS if verb != "raise_whistle"])
def test_a_verb_leads_where_the_table_says_and_nowhere_else(verb, state):
    if (verb, state) in LEADS:
        assert WHISTLE.ask(verb, state, tasks_open=0) == LEADS[verb, state]
    else:
        with pytest.raises(IllegalMove):
            WHISTLE.ask(verb, state, tasks_open=0)


def test_every_verb_of_the_table_has_a_name():
    assert {move.verb for move in WHISTLE.moves} | {"raise_whistle"} == set(WHISTLE_VERBS)


def test_it_is_not_judged_before_every_task_is_confirmed():
    with pytest.raises(IllegalMove, match="2 tasks"):
        WHISTLE.ask("judge", "running", tasks_open=2)


def test_an_emergency_is_answered_within_half_an_hour_day_and_night():
    night = datetime(2025, 7, 12, 2, tzinfo=SHANGHAI)
    assert reporting_due("emergency", night, CALENDAR) == night + timedelta(minutes=30)


@pytest.mark.parametrize("kind", ["resident_problem", "joint_enforcement"])
def test_everything_else_within_one_working_day(kind):
    due = reporting_due(kind, FRIDAY_AT_FIVE, CALENDAR)
    assert due == datetime(2025, 7, 14, 17, tzinfo=SHANGHAI)


def call(*, left: int, came: bool = False, late: bool = False) -> Call:
    due_at = NOW + timedelta(hours=left)
    return Call(uuid4(), due_at, NOW if came else None, late)


def test_a_unit_counts_once_it_came_or_its_time_is_over():
    calls = [
        call(left=1, came=True),
        call(left=-1, came=True, late=True),
        call(left=-1),
        call(left=5),
    ]
    assert (reporting_rate(calls, NOW).part, reporting_rate(calls, NOW).whole) == (2, 3)
    assert (on_time_rate(calls, NOW).part, on_time_rate(calls, NOW).whole) == (1, 3)
    assert reporting_rate(calls, NOW).shown == "67%"


def test_tasks_count_when_they_are_confirmed():
    assert completion_rate([True, False]).shown == "50%"


def test_a_whistle_without_reason_counts_once_it_is_over():
    rate = false_rate(["refused", "groundless", "solved", "unsolved", ""])
    assert (rate.part, rate.whole) == (2, 4)


def test_nothing_of_nothing_is_a_dash():
    empty = (reporting_rate([], NOW), on_time_rate([], NOW), completion_rate([]), false_rate([""]))
    assert {rate.shown for rate in empty} == {"—"}


def test_a_number_is_the_day_and_a_count():
    assert number_of("20250714", 10_012) == "202507140012"
