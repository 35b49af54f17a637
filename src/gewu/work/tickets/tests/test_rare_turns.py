"""Turns that are rarely taken: a lock that is held, a second tap, a count that is not worth a word."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM
from gewu.methods.worktime import WorkCalendar
from gewu.work.tickets import actions
from gewu.work.tickets.actions import batch
from gewu.work.tickets.actions.handing_over import take_over
from gewu.work.tickets.models import Handover, Terms
from gewu.work.tickets.rules import clocks, reminding
from gewu.work.tickets.rules.codes import code_words
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

SHANGHAI = WorkCalendar(ZoneInfo("Asia/Shanghai"))
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture
def place(english, db):
    return so.whole_town()


def test_a_clock_that_stands_still_says_so():
    later = NOON + timedelta(days=1)
    assert clocks.clock_of(NOON, NOON, later, paused=True) == clocks.PAUSED


def test_a_part_that_came_late_says_so(english):
    assert code_words({"late": True}, {}) == ["Its own limit had passed."]


def test_a_state_without_a_limit_of_its_own_has_rungs_of_a_day():
    assert reminding.step_length("closed", Terms(), SHANGHAI) == timedelta(hours=8)


def test_nobody_is_reminded_of_what_waits_for_the_reporter():
    waiting = SimpleNamespace(
        state="needs_info",
        deadline_class="D5",
        due_at=NOON + timedelta(days=9),
        stage_due_at=NOON + timedelta(days=3),
        checked_at=None,
        paused_at=NOON,
    )
    assert reminding.planned(waiting, terms=Terms(), calendar=SHANGHAI) == []
    waiting.stage_due_at = None
    assert reminding.planned(waiting, terms=Terms(), calendar=SHANGHAI) == []


def test_counts_are_said_only_of_open_tickets_and_only_when_they_are_worth_it(place):
    ended, fresh = make.closed(place), make.report()
    for ticket in (ended, fresh):
        for reason in (reminding.RETURNED, reminding.MANY):
            assert actions.remind_of_count(ticket=ticket, reason=reason, by=SYSTEM) == 0


def test_a_round_of_reminders_ends_when_it_is_full(place):
    with so.at():
        make.in_progress(place), make.in_progress(place)
    later = so.MONDAY + timedelta(days=30)
    county = place.county.pk
    assert 1 <= actions.remind_due(county_id=county, now=later, most=1, by=SYSTEM) <= 3
    assert actions.remind_due(county_id=county, now=later, by=SYSTEM) >= 1


def test_a_handover_is_taken_over_once(place):
    note = Handover.objects.create(
        county_id=place.county.pk,
        by_id=place.ben.pk,
        at=clock.now(),
        area_path=place.town.path,
        figures={},
        words="夜里有两件急事",
    )
    taken = take_over(handover=note, by=place.carl)
    again = take_over(handover=note, by=place.root)
    assert again.taken_at == taken.taken_at and again.taken_by == taken.taken_by


def test_a_batch_is_left_to_whoever_is_at_it_and_says_how_far_it_is(place, monkeypatch):
    tickets = [make.team_ticket(place) for _ in range(2)]
    order = batch.Order(verb="remark")
    run = actions.start_batch(
        order=order, tickets=[each.pk for each in tickets], words="请注意", by=place.ben
    )
    monkeypatch.setattr(batch, "_take_lock", lambda _pk: False)
    assert batch.work_batch(pk=run.pk, by=SYSTEM) is False
    monkeypatch.undo()
    monkeypatch.setattr(batch, "STEP", 1)
    assert batch.work_batch(pk=run.pk, by=SYSTEM) is True
    run.refresh_from_db()
    assert run.state == "done" and run.touched_at >= run.asked_at
