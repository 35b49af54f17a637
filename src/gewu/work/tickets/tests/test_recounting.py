"""Days that are announced afterwards move the limits of open tickets, and nothing else."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import Heard
from gewu.methods.worktime import WorkCalendar
from gewu.work.tickets import actions, jobs
from gewu.work.tickets.events import SpecialDaysChanged
from gewu.work.tickets.listeners import recount_soon
from gewu.work.tickets.models import Move, Terms, Ticket
from gewu.work.tickets.rules.recounting import Limits, recounted
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so
from gewu.work.tickets.tests.browsing import at, text, url

TUESDAY = date(2026, 3, 3)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def place(english, db):
    return so.whole_town()


def holiday(place, day: date = TUESDAY):
    return actions.set_special_day(
        county_id=place.county.pk, day=day, kind="holiday", by=place.root
    )


def history() -> list[tuple]:
    return list(Move.objects.order_by("id").values_list("id", "at", "due_at", "stage_late"))


def limits(ticket: Ticket) -> tuple:
    fresh = so.fresh(ticket)
    return fresh.due_at, fresh.unit_due_at, fresh.stage_due_at


def test_a_holiday_announced_afterwards_moves_what_is_open_and_no_history(place):
    with so.at():
        going, over = make.in_progress(place), make.closed(place)
        told, ended, before = history(), limits(over), limits(going)
        holiday(place)
        assert actions.recount_clocks(county_id=place.county.pk, by=SYSTEM) == 1
    assert limits(going) == tuple(each + ONE_DAY for each in before)
    assert limits(over) == ended and history() == told


def test_it_is_taken_back_with_the_day_and_twice_changes_nothing(place):
    with so.at():
        ticket = make.in_progress(place)
        before, special = limits(ticket), holiday(place)
        assert actions.recount_clocks(county_id=place.county.pk, by=SYSTEM) == 1
        assert actions.recount_clocks(county_id=place.county.pk, by=SYSTEM) == 0
        actions.remove_special_day(special=special, by=place.root)
        actions.recount_clocks(county_id=place.county.pk, by=SYSTEM)
    assert limits(ticket) == before


def test_a_limit_that_has_passed_keeps_its_mark(place):
    with so.at():
        ticket = make.in_progress(place)
    before = limits(ticket)
    with so.at(days=30):
        holiday(place)
        assert actions.recount_clocks(county_id=place.county.pk, by=SYSTEM) == 0
    assert limits(ticket) == before


def test_a_reopened_and_extended_one_counts_from_where_its_unit_got_it(place):
    with so.at():
        ticket = so.extended(place, make.in_progress(place))
        before = limits(ticket)
        assert actions.recount_clocks(county_id=place.county.pk, by=SYSTEM) == 0
        assert limits(ticket) == before


def test_what_stands_still_waits_for_its_own_end(place):
    with so.at():
        ticket = so.suspended(place)
        before = limits(ticket)
        holiday(place)
        assert actions.recount_clocks(county_id=place.county.pk, by=SYSTEM) == 0
    assert limits(ticket) == before


def test_a_ticket_without_a_unit_has_its_promise_and_step_only():
    calendar = WorkCalendar(ZoneInfo("Asia/Shanghai"))
    now = datetime(2026, 3, 2, 1, tzinfo=UTC)
    before = Limits(now + timedelta(days=9), None, None)
    found = recounted(
        before, [], start=now, deadline_class="D5", now=now, terms=Terms(), calendar=calendar
    )
    assert found == Limits(datetime(2026, 3, 9, 1, tzinfo=UTC), None, None)
    bare = Limits(before.due_at, before.due_at, None)
    again = recounted(
        bare, [], start=now, deadline_class="D5", now=now, terms=Terms(), calendar=calendar
    )
    assert again.unit_due_at == before.due_at


def test_a_changed_day_asks_for_one_job_and_the_page_says_what_it_did(place):
    with so.at():
        make.in_progress(place)
        holiday(place)
        heard = Heard(
            id=place.county.pk,
            event=SpecialDaysChanged(county=place.county.pk),
            name=SpecialDaysChanged.name,
            by_kind="staff",
            by_id=None,
            path="",
            at=datetime(2026, 3, 2, tzinfo=UTC),
        )
        recount_soon([heard, heard])
        waiting = ProcrastinateJob.objects.filter(task_name="tickets.recount_clocks")
        assert [job.args for job in waiting.order_by("id")] == [{"county": str(place.county.pk)}]
        assert jobs.recount_clocks(county=str(place.county.pk)) == 1
    page = text(at(place.root).get(url("days"), {"year": 2026}))
    assert "the limit of 1 open ticket was counted again" in page
