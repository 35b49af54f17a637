from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gewu.doors.portal import rules
from gewu.work.tickets import states

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@dataclass
class Step:
    to_state: str
    at: datetime


def test_a_new_request_is_at_its_first_step() -> None:
    way = rules.way(states.SUBMITTED, [Step(states.SUBMITTED, NOON)])
    assert [step.state for step in way] == ["current"] + ["coming"] * 5
    assert way[0].at == NOON


def test_steps_behind_it_have_the_time_of_the_latest_visit() -> None:
    later = NOON + timedelta(hours=1)
    moves = [
        Step(states.DISPATCHED, NOON),
        Step(states.IN_PROGRESS, NOON),
        Step(states.CHECKING, NOON),
        Step(states.IN_PROGRESS, later),
    ]
    way = rules.way(states.IN_PROGRESS, moves)
    assert [step.state for step in way[:4]] == ["past", "past", "current", "coming"]
    assert way[2].at == later
    assert way[3].at is None, "what lies ahead again has no time"


def test_a_closed_request_has_all_steps_behind_it() -> None:
    way = rules.way(states.CLOSED, [Step(states.CLOSED, NOON)])
    assert {step.state for step in way} == {"past"}


@pytest.mark.parametrize("state", states.ALL)
def test_every_state_has_its_step(state: str) -> None:
    assert any(step.state in ("current", "past") for step in rules.way(state, []))


@given(some.integers(0, 40), some.integers(0, 40))
def test_small_figures_are_never_told(part: int, rest: int) -> None:
    share = rules.share(part, part + rest)
    if share is not None:
        assert part + rest >= rules.FEWEST
        assert part == 0 or part >= rules.FEWEST
        assert rest == 0 or rest >= rules.FEWEST
    assert (rules.told(part) is None) == (part < rules.FEWEST)


def test_days_are_full_days_and_never_negative() -> None:
    assert rules.days_taken(NOON, NOON + timedelta(hours=23)) == 0
    assert rules.days_taken(NOON, NOON + timedelta(days=3, hours=1)) == 3
    assert rules.days_taken(NOON, NOON - timedelta(days=1)) == 0
