"""The plan of the invented days: its rhythm, its many states, and that it never changes."""

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gewu.methods.worktime import Limit, WorkCalendar, due
from gewu.simulation.days import World, plans
from gewu.simulation.demand import LEFT_OUT
from gewu.simulation.geography.county import county
from gewu.simulation.geography.places import GRID
from gewu.simulation.lives import Kind
from gewu.work.tickets import __file__ as tickets_file

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
CALENDAR = WorkCalendar(ZoneInfo("Asia/Shanghai"))
LIMITS = {
    "E1": Limit("continuous", 60),
    "E2": Limit("continuous", 120),
    "E24": Limit("continuous", 1_440),
    "W4": Limit("working_minutes", 240),
    "D1": Limit("working_days", 1),
    "D2": Limit("working_days", 2),
    "D3": Limit("working_days", 3),
    "D5": Limit("working_days", 5),
    "D15": Limit("natural_days", 15),
    "M30": Limit("natural_days", 30),
}
TARGETS = {
    "file": "filed",
    "dispatch": "dispatched",
    "sign": "in_progress",
    "handle": "checking",
    "rework": "in_progress",
    "check": "checked",
    "close": "closed",
    "confirm": "closed",
    "reopen": "dispatched",
}


def due_of(deadline_class, start):
    return due(start, LIMITS[deadline_class], CALENDAR)


def catalogue():
    found = {}
    with (Path(tickets_file).parent / "data" / "conditions.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kind = Kind(
                row["item"],
                int(row["seq"]),
                row["deadline_class"],
                "grid" if row["lead"] == "网格" else "other",
                row["default"] == "1",
                frozenset(row["evidence"].split("|")),
            )
            found.setdefault(row["item"], []).append(kind)
    return found


def world():
    made = county("town", 1)
    return World(made.spots, catalogue(), CALENDAR, due_of, made.at(GRID)[0].code)


@pytest.fixture(scope="module")
def planned():
    return list(plans(world(), seed=1, now=NOW, count=3_000, days=90))


def state_of(plan):
    state = "dispatched" if plan.item and plan.place != "words" else "submitted"
    for step in plan.steps:
        state = TARGETS.get(step.verb, state)
    return state


def test_three_thousand_tickets_are_planned_and_the_same_each_time(planned):
    assert len(planned) == 3_000
    assert planned == list(plans(world(), seed=1, now=NOW, count=3_000, days=90))


def test_they_spread_over_ninety_days_with_a_rhythm(planned):
    days = Counter(plan.at.astimezone(CALENDAR.zone).date() for plan in planned)
    assert len(days) == 90
    by_weekday = Counter()
    for day, count in days.items():
        by_weekday[day.weekday()] += count
    assert by_weekday[0] > 1.3 * by_weekday[6]
    hours = Counter(plan.at.astimezone(CALENDAR.zone).hour for plan in planned)
    assert hours[18] > 5 * hours[3]


def test_there_are_tickets_in_every_state_but_filed(planned):
    states = Counter(state_of(plan) for plan in planned)
    assert set(states) == {
        "submitted",
        "dispatched",
        "in_progress",
        "checking",
        "checked",
        "closed",
    }
    assert states["closed"] > 2_500


def test_steps_follow_each_other_and_none_lies_in_the_future(planned):
    for plan in planned:
        moments = [plan.at, *(step.at for step in plan.steps)]
        assert moments == sorted(moments)
        assert moments[-1] < NOW


def test_every_kind_of_trouble_happens(planned):
    verbs = Counter(step.verb for plan in planned for step in plan.steps)
    assert min(verbs[v] for v in ("rework", "reopen", "place", "rate", "confirm", "close")) > 20
    places = Counter(plan.place for plan in planned)
    assert places["words"] > 30
    assert places["outside"] > 5
    stars = Counter(step.stars for plan in planned for step in plan.steps if step.verb == "rate")
    assert set(stars) == {1, 2, 3, 4, 5}


def test_some_are_near_their_limit_and_some_overdue_now(planned):
    default = {code: next(k for k in kinds if k.is_default) for code, kinds in catalogue().items()}
    open_ones = [p for p in planned if p.item and state_of(p) in ("dispatched", "in_progress")]
    passed = []
    for plan in open_ones:
        ends = due_of(default[plan.item].deadline_class, plan.at)
        passed.append((NOW - plan.at) / (ends - plan.at))
    assert sum(0.8 < part <= 1 for part in passed) >= 8
    assert sum(part > 1 for part in passed) >= 8


def test_most_is_checked_in_time_and_some_is_not(planned):
    default = {code: next(k for k in kinds if k.is_default) for code, kinds in catalogue().items()}
    late = on_time = 0
    for plan in planned:
        checks = [step.at for step in plan.steps if step.verb == "check"]
        if plan.item and checks and default[plan.item].deadline_class in LIMITS:
            ends = due_of(default[plan.item].deadline_class, plan.at)
            on_time, late = on_time + (checks[0] <= ends), late + (checks[0] > ends)
    assert 0.8 < on_time / (on_time + late) < 0.96


def test_the_shown_grid_has_something_to_do_today(planned):
    here = world().shown_grid
    waiting = [p for p in planned if p.spot.area.startswith(here) and state_of(p) != "closed"]
    assert len(waiting) >= 5


def test_what_must_not_be_invented_is_not(planned):
    assert not LEFT_OUT & {plan.item for plan in planned}
    assert not LEFT_OUT & {step.item for plan in planned for step in plan.steps}


def test_an_unplaced_ticket_has_no_point_and_an_outside_one_lies_far_off(planned):
    for plan in planned:
        if plan.place == "words":
            assert plan.point is None
        elif plan.place == "outside":
            assert plan.point[0] - plan.spot.lon > 0.3


def test_another_seed_gives_other_days(planned):
    other = next(iter(plans(world(), seed=2, now=NOW, count=3_000, days=90)))
    assert other != planned[0]


@pytest.mark.parametrize("hour", range(0, 24 * 7, 7))
def test_the_town_can_be_made_at_any_hour_of_a_week(hour):
    """On a Friday evening no limit is near its end, and yet there is something to do."""
    now = NOW + timedelta(hours=hour)
    made = list(plans(world(), seed=1, now=now, count=540, days=30))
    assert len(made) == 540
