"""Each promise of a county moves the next limit that it stands for."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.work.tickets import actions
from gewu.work.tickets.models import Terms, Ticket
from gewu.work.tickets.rules.promises import PROMISES
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import at, resident, text, url

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # nine in the morning


@pytest.fixture
def place():
    return make.equipped_town()


def keep(place, **promises):
    """Through the page, as an administrator does."""
    terms = Terms.objects.get()
    given = {name: str(getattr(terms, name)) for name in PROMISES}
    hours = {"morning_from": "08:00", "morning_to": "12:00"}
    hours |= {"afternoon_from": "14:00", "afternoon_to": "18:00"}
    answer = at(place.root).post(url("terms"), given | hours | promises)
    assert answer.status_code == 302, text(answer)


def filed(place):
    ticket = make.report(item=None)
    condition = make.item(make.ADVICE).conditions.get(valid_to=None, is_default=True)
    return actions.file(ticket=ticket, condition=condition, by=place.ben)


STEPS = {
    "file_minutes": lambda place: make.report(item=None),
    "dispatch_minutes": filed,
    "sign_minutes": make.team_ticket,
    "verify_minutes": make.verifying,
    "decide_minutes": make.returning,
    "check_minutes": make.checking,
}


@pytest.mark.parametrize("name", STEPS)
def test_each_promise_moves_the_next_limit_of_its_step(place, name):
    with time_machine.travel(MONDAY, tick=False):
        keep(place, **{name: "25"})
        ticket = STEPS[name](place)
    assert ticket.stage_due_at == MONDAY + timedelta(minutes=25)


def test_days_to_answer_end_the_waiting_for_the_reporter(place):
    with time_machine.travel(MONDAY, tick=False):
        before = make.needs_info(place).stage_due_at
        keep(place, answer_days="1")
        assert make.needs_info(place).stage_due_at == before - timedelta(days=2)


def test_minutes_to_send_back_close_the_window(place):
    with time_machine.travel(MONDAY, tick=False):
        ticket = make.team_ticket(place)
        keep(place, return_minutes="10")
    later = time_machine.travel(MONDAY + timedelta(minutes=11), tick=False)
    with later, pytest.raises(Refusal):
        actions.request_return(ticket=ticket, words="属于物业", by=place.ada)


def test_hours_of_work_move_the_next_deadline(place):
    """Four hours of work: from ten to eleven and one to five instead of eight to twelve, two to six."""
    hours = {"morning_from": "10:00", "morning_to": "11:00"}
    hours |= {"afternoon_from": "13:00", "afternoon_to": "17:00"}
    half_past_four = MONDAY.replace(hour=8, minute=30)
    due = []
    for kept in ({}, hours):
        keep(place, **kept)
        for moment in (MONDAY, half_past_four):
            with time_machine.travel(moment, tick=False):
                due.append(make.report().due_at)
    wanted = ("02T15:00", "03T10:30", "02T16:00", "03T15:30")
    local = [f"{timezone.localtime(each):%dT%H:%M}" for each in due]
    assert tuple(local) == wanted


def test_days_to_reopen_are_said_to_the_resident_and_end(place):
    with time_machine.travel(MONDAY, tick=False):
        ticket = make.closed(place)
        keep(place, reopen_days="2")
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        assert "Possible until" in resident(ticket)
    with time_machine.travel(MONDAY + timedelta(days=3), tick=False):
        assert "The time for opening it again has passed." in resident(ticket)


def test_days_of_silence_close_what_nobody_answered(place):
    with time_machine.travel(MONDAY, tick=False):
        ticket = make.checked(place)
        keep(place, silence_days="3")
    for days, state in ((2, "checked"), (4, "closed")):
        now = MONDAY + timedelta(days=days)
        with time_machine.travel(now, tick=False):
            actions.close_silent(county_id=place.county.pk, now=now, by=SYSTEM)
        assert Ticket.objects.get(pk=ticket.pk).state == state
    assert "How satisfied are you?" in resident(ticket) and "Is it solved?" not in resident(ticket)


def test_whoever_only_looks_reads_every_promise(place):
    shown = text(at(place.ada).get(url("terms")))
    assert "Working minutes to decide about sending back" in shown
    assert "Working days in which a reporter may answer" in shown


def test_a_promise_of_nothing_is_said_at_its_field(place):
    terms = Terms.objects.get()
    given = {name: str(getattr(terms, name)) for name in PROMISES} | {"check_minutes": "0"}
    hours = {"morning_from": "08:00", "morning_to": "12:00"}
    hours |= {"afternoon_from": "14:00", "afternoon_to": "18:00"}
    answer = at(place.root).post(url("terms"), given | hours)
    assert "lasts at least one minute" in answer.context["form"].errors["check_minutes"][0]
    assert Terms.objects.get().check_minutes == terms.check_minutes


class TestQueuesAndDay:
    def queue(self, who, key):
        shown = text(at(who).get(url("queue"), {"queue": key}))
        return [
            pk
            for pk in Ticket.objects.values_list("pk", flat=True).order_by("pk")
            if f"t{pk}" in shown
        ]

    def test_closed_holds_everything_that_ended_and_open_nothing_of_it(self, place):
        ended = {make.declined(place).pk, make.merged(place).pk, make.closed(place).pk}
        assert ended <= set(self.queue(place.ben, "closed"))
        assert not ended & set(self.queue(place.ben, "open"))

    def test_a_paused_ticket_is_not_overdue(self, place):
        with time_machine.travel(MONDAY):
            ticket = make.needs_info(place)
        with time_machine.travel(MONDAY + timedelta(days=30)):
            shown = text(at(place.ben).get(url("queue"), {"queue": "open", "overdue": "1"}))
            assert f"t{ticket.pk}" not in shown and clock.now() > ticket.due_at

    def test_my_day_counts_what_waits_for_a_person(self, place):
        returned, helped = make.returning(place), make.helped(place)
        verified = make.verifying(place)
        day = {who: text(at(place.people[who]).get("/desk/")) for who in ("ben", "ada", "hana")}
        assert f"t{returned.pk}" in day["ben"] and "?queue=returning" in day["ben"]
        assert f"t{verified.pk}" in day["ada"] and "?queue=verifying" in day["ada"]
        assert f"t{helped.pk}" in day["hana"] and "?queue=helping" in day["hana"]


class TestWhereTheTimeWent:
    def test_the_steps_add_up_and_pauses_and_late_ones_are_marked(self, place):
        with time_machine.travel(MONDAY, tick=False) as travel:
            ticket = make.needs_info(place)
            travel.shift(timedelta(hours=5))
            actions.answer(ticket=ticket, words="三号楼", by=place.ben)
            travel.shift(timedelta(days=1, minutes=7))
            shown = at(place.ben).get(url("ticket", ticket.pk))
        rows = shown.context["steps"]
        assert [row.took for row in rows] == ["0 min", "5 h", "1 day 7 min"]
        assert shown.context["total"] == "1 day 5 h 7 min"
        assert rows[1].stage.is_paused and rows[2].stage.was_late
        assert "counts for nobody" in text(shown) and "still going" in text(shown)
