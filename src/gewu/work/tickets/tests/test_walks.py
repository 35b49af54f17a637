"""Random lives of a ticket, in memory: whatever is done in whatever order, the clocks stay honest."""

import inspect
import sys
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, is_hypothesis_test, settings
from hypothesis import strategies as st

from gewu.kernel.acting import SYSTEM
from gewu.kernel.states import IllegalMove, Move, StateTable
from gewu.methods.worktime import WorkCalendar, due
from gewu.work.tickets import states
from gewu.work.tickets.actions import moving
from gewu.work.tickets.actions.closing import reopened
from gewu.work.tickets.actions.moving import Step, advance, begun, given_to
from gewu.work.tickets.events import TicketFact
from gewu.work.tickets.models import Terms, Ticket
from gewu.work.tickets.queries.clocks import Clockwork
from gewu.work.tickets.rules import stages as stage_rules
from gewu.work.tickets.rules.clocks import LIMITS
from gewu.work.tickets.rules.stages import (
    begins_step,
    counted,
    counts_work,
    extended,
    pauses,
    promised,
    stages,
)

COUNTY = UUID(int=1)
UNITS = [UUID(int=number) for number in (11, 12, 13)]
WELCOME = {
    "by_the_handler": False,
    "closing_met": True,
    "by_the_unit": False,
    "reopened": 0,
    "locked": False,
    "given_before": False,
    "pending": "",
    "overdue": False,
    "extensions": 0,
    "most": 2,
    "suspensions": 0,
    "helpers_open": 0,
    "urged_today": False,
    "was_late": True,
    "appealed": False,
    "shredded": False,
    "decided": True,
}
TO_A_UNIT = ("dispatch", "accept_return", "escalate", "assign")
AWAY_FROM_IT = ("refile", "recuse", "verify", "unmerge")
FIRST = date(2026, 1, 1)
DAYS = st.dates(FIRST, date(2027, 3, 1))

calendars = st.builds(
    lambda zone, periods, holidays, workdays: WorkCalendar(
        zone=ZoneInfo(zone),
        periods=periods,
        holidays=frozenset(holidays - workdays),
        workdays=frozenset(workdays),
    ),
    # Shanghai has one time all year; Berlin's clocks change.
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin"]),
    st.sampled_from(
        [
            ((time(8), time(12)), (time(14), time(18))),
            ((time(8, 45), time(11, 59)), (time(13, 7), time(17, 31))),
            ((time(22), time(0)),),
            ((time(0), time(6)), (time(6), time(0))),
        ]
    ),
    st.sets(DAYS, max_size=30),
    st.sets(DAYS, max_size=30),
)
waits = st.one_of(
    st.timedeltas(timedelta(0), timedelta(hours=9)),
    st.timedeltas(timedelta(0), timedelta(days=40)),
    st.just(timedelta(0)),
)


class Life:
    """A ticket that is moved by random verbs, as the actions would move it."""

    def __init__(self, calendar: WorkCalendar, deadline_class: str, start: datetime) -> None:
        self.clocks = Clockwork(Terms(county_id=COUNTY, county_code="370899"), calendar)
        self.now = start
        self.ticket = Ticket(
            county_id=COUNTY,
            number="1",
            submitted_at=start,
            deadline_class=deadline_class,
            due_at=due(start, LIMITS[deadline_class], calendar),
            area_path="1",
        )
        self.moves = [begun(self.ticket, now=start, clocks=self.clocks, by=SYSTEM)]
        self.unit_clocks: list[tuple[UUID | None, datetime | None, str]] = []

    def do(self, verb: str, wait: timedelta, unit: UUID) -> None:
        """One verb after a wait; what the table forbids leaves everything as it was."""
        self.now += wait
        before = self.ticket.state
        step = Step(TicketFact, changes=self._changes(verb, unit))
        facts = WELCOME | {
            "now": self.now,
            "reopen_until": self.now,
            "return_until": self.now,
        }
        move, _changed = advance(
            self.ticket, verb, step, now=self.now, facts=facts, clocks=self.clocks, by=SYSTEM
        )
        assert (verb, before) in LEGAL
        self.moves.append(move)
        self.unit_clocks.append((self.ticket.unit_id, self.ticket.unit_due_at, verb))

    def _changes(self, verb: str, unit: UUID) -> dict[str, object]:
        ticket = self.ticket
        if verb in TO_A_UNIT:
            return given_to(unit, ticket, self.now, self.clocks)
        if verb == "reopen":
            return reopened(ticket, self.now, self.clocks)
        if verb in AWAY_FROM_IT:
            return {"unit_id": None, "unit_due_at": None}
        if verb == "suspend":
            return {"resume_on": self.now + timedelta(days=9)}
        return self._extension() if verb == "extend" else {}

    def _extension(self) -> dict[str, object]:
        ticket, calendar = self.ticket, self.clocks.calendar
        if self.now > ticket.due_at:
            return {}
        own = extended(ticket.unit_due_at or ticket.due_at, ticket.deadline_class, calendar)
        return {
            "due_at": extended(ticket.due_at, ticket.deadline_class, calendar),
            "unit_due_at": own,
            "stage_due_at": own,
            "extensions": ticket.extensions + 1,
        }


LEGAL = {(move.verb, source) for move in states.TICKET.moves for source in move.sources}


ONWARD = (
    *("file", "dispatch", "sign", "handle", "check", "confirm", "resume", "answer", "verify"),
    *("ask", "extend", "suspend", "reopen", "accept_return", "unmerge", "escalate"),
)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    start = datetime(2026, 1, 1, tzinfo=UTC) + draw(
        st.timedeltas(timedelta(0), timedelta(days=364))
    )
    life = Life(draw(calendars), draw(st.sampled_from(sorted(LIMITS))), start)
    for _step in range(draw(st.integers(0, 25))):
        verbs = [v for v in states.TICKET.verbs_from(life.ticket.state) if v != "archive"]
        if not verbs:
            break
        if draw(st.booleans()):  # or hardly any life comes as far as an extension
            verbs = [v for v in verbs if v in ONWARD] or verbs
        life.do(draw(st.sampled_from(verbs)), draw(waits), draw(st.sampled_from(UNITS)))
    return life


walked = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@walked
@given(lives())
def test_time_goes_forward_and_the_promise_with_it(life):
    assert all(a.at <= b.at for a, b in pairwise(life.moves))
    assert life.ticket.due_at >= due(
        life.ticket.submitted_at, LIMITS[life.ticket.deadline_class], life.clocks.calendar
    )
    for move in life.moves:
        assert (
            not begins_step(move)
            or move.due_at is None
            or move.to_state != "suspended"
            or (move.due_at > move.at)
        )


@walked
@given(lives())
def test_the_times_of_all_steps_add_up_to_the_whole(life):
    end = life.now + timedelta(hours=1)
    found = stages(life.moves, end)
    rests = [
        (a.at, b.at)
        for a, b in pairwise([m for m in life.moves if begins_step(m)])
        if a.to_state in states.ENDED
    ]
    if life.ticket.state in states.ENDED:
        last = [m for m in life.moves if begins_step(m)][-1]
        whole = last.at - life.ticket.submitted_at
    else:
        whole = end - life.ticket.submitted_at
    assert sum((each.took for each in found), timedelta(0)) == whole
    assert all(a.ended_at == b.begun_at for a, b in pairwise(found))
    assert all(each.took >= timedelta(0) for each in found)
    assert all(a <= b for a, b in rests)


@walked
@given(lives())
def test_paused_time_is_never_counted(life):
    end = life.now + timedelta(hours=1)
    found = stages(life.moves, end)
    stops = pauses(life.moves, end)
    assert counted(found) == sum((each.took for each in found), timedelta(0)) - sum(
        (b - a for a, b in stops), timedelta(0)
    )
    assert (life.ticket.paused_at is not None) == (life.ticket.state in states.PAUSED)
    assert {each.state for each in found if each.is_paused} <= set(states.PAUSED)
    assert all(
        each.was_late == (each.due_at is not None and each.ended_at > each.due_at) for each in found
    )


@walked
@given(lives())
def test_the_promise_kept_step_by_step_is_the_promise_counted_anew(life):
    ticket = life.ticket
    stops = [
        (each.begun_at, each.ended_at)
        for each in stages(life.moves, life.now)
        if each.is_paused and each.is_over
    ]
    assert ticket.due_at == promised(
        ticket.submitted_at,
        ticket.deadline_class,
        extensions=ticket.extensions,
        pauses=stops,
        calendar=life.clocks.calendar,
    )
    assert counts_work(ticket.deadline_class) == LIMITS[ticket.deadline_class].counts_work


@walked
@given(lives())
def test_a_units_clock_begins_anew_only_with_another_unit_or_a_new_round(life):
    known: tuple[UUID | None, datetime | None] = (None, None)
    for unit, limit, verb in life.unit_clocks:
        may_move = ("reopen", "extend", "resume", "answer", "lapse", "cancel")
        if unit is not None and unit == known[0] and verb not in may_move:
            assert limit == known[1]
        known = (unit, limit)


@walked
@given(lives(), st.sampled_from(sorted(states.VERBS)))
def test_an_end_is_left_only_as_the_table_says(life, verb):
    before = (life.ticket.state, life.ticket.due_at, life.ticket.version)
    if (verb, life.ticket.state) not in LEGAL:
        try:
            life.do(verb, timedelta(0), uuid4())
            raise AssertionError("an illegal move was made")
        except IllegalMove:
            assert (life.ticket.state, life.ticket.due_at, life.ticket.version) == before
    left = {a.to_state for a, b in pairwise(life.moves) if a.to_state != b.to_state}
    assert not left & {"declined", "cancelled", "archived"}


# For each walk a rule that is wrong: where it stands, what it is called, and what it says instead.
BROKEN: dict[str, tuple[Any, str, Any]] = {
    # A pause brings the promise nearer.
    "test_time_goes_forward_and_the_promise_with_it": (
        moving,
        "after_pause",
        lambda moment, *_times, **_rest: moment - timedelta(hours=1),
    ),
    # The first step is forgotten.
    "test_the_times_of_all_steps_add_up_to_the_whole": (
        stage_rules,
        "begins_step",
        lambda move: move.verb != "submit" and move.from_state != move.to_state,
    ),
    # What stood still is no pause.
    "test_paused_time_is_never_counted": (stage_rules, "pauses", lambda moves, now: []),
    # The clock of the promise goes on in a pause.
    "test_the_promise_kept_step_by_step_is_the_promise_counted_anew": (
        moving,
        "_shift",
        lambda ticket, paused_at, now, clocks: None,
    ),
    # A unit's clock begins anew whenever it is given the ticket that it has.
    "test_a_units_clock_begins_anew_only_with_another_unit_or_a_new_round": (
        moving,
        "given_to",
        moving.anew,
    ),
    # What was cancelled goes on.
    "test_an_end_is_left_only_as_the_table_says": (
        states,
        "TICKET",
        StateTable(
            states.TICKET.start,
            states.TICKET.labels,
            (*states.TICKET.moves, Move("resume", ("cancelled",), "in_progress")),
        ),
    ),
}
GIVEN = {"life": lives(), "verb": st.sampled_from(sorted(states.VERBS))}


@pytest.mark.parametrize("walk", BROKEN)
def test_a_walk_finds_a_rule_that_was_broken(walk, monkeypatch):
    """Without this nobody knows whether a walk that always passes looks at anything."""
    place, name, wrong = BROKEN[walk]
    for module in (place, moving, sys.modules[__name__]):
        if hasattr(module, name):
            monkeypatch.setattr(module, name, wrong)
    looks = globals()[walk].hypothesis.inner_test
    wanted = {each: GIVEN[each] for each in inspect.signature(looks).parameters}
    # The same lives each time, and no search for the shortest: it is enough that one is found.
    same = settings(
        walked, max_examples=2_000, derandomize=True, database=None, phases=[Phase.generate]
    )
    with pytest.raises(AssertionError):
        same(given(**wanted)(looks))()


def test_every_walk_is_shown_to_find_something():
    assert {name for name, each in globals().items() if is_hypothesis_test(each)} == set(BROKEN)
