"""Reminders by the clock alone: when, why, to whom, once; and pages that say so."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import IN_GRID_1

from gewu.kernel import clock, drain
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.models import JournalEntry
from gewu.methods.worktime import WorkCalendar, plus
from gewu.work.tickets import actions, jobs
from gewu.work.tickets.models import Move, Reminder, Ticket
from gewu.work.tickets.queries import reminders
from gewu.work.tickets.queries.reminders import Filters as Wanted
from gewu.work.tickets.queries.reminders import coming, fired_page, next_of
from gewu.work.tickets.rules import reminding as rules
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, text, url

# About 80 m and 300 m further north than a report stands.
A_STEP, A_WALK = IN_GRID_1[1] + 0.0007, IN_GRID_1[1] + 0.0027
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # nine in the morning there
CALENDAR = WorkCalendar(
    zone=ZONE,
    periods=((time(8), time(12)), (time(14), time(18))),
    holidays=frozenset({date(2026, 5, 1)}),
    workdays=frozenset(),
    official_years=frozenset({2026}),
)
MOMENTS = st.integers(0, 140_000).map(lambda n: MONDAY + timedelta(minutes=n))


@pytest.fixture
def place(db):
    return make.equipped_town()


def remind(place, moment):
    with clock.standing_at(moment):
        return actions.remind_due(county_id=place.county.pk, now=moment, by=SYSTEM)


def fired(ticket):
    rows = Reminder.objects.filter(ticket=ticket).order_by("id")
    return [(each.reason, each.audience, each.level) for each in rows]


def now(ticket):
    return Ticket.objects.get(pk=ticket.pk)


class TestRules:
    @settings(max_examples=60, deadline=None)
    @given(moment=MOMENTS, minutes=st.integers(1, 16_000), kind=st.sampled_from(rules.CLASSES))
    def test_the_range_of_the_index_and_the_moment_say_the_same(self, moment, minutes, kind):
        start, length = moment - timedelta(days=20), timedelta(minutes=minutes)
        due_at = plus(start, length, counts_work=True, calendar=CALENDAR)
        near = rules.near_at(due_at, kind, CALENDAR) <= moment
        assert near == (due_at <= rules.near_until(moment, kind, CALENDAR))
        red = rules.red_at(due_at, kind, CALENDAR) <= moment
        assert red == (due_at <= rules.red_until(moment, kind, CALENDAR))

    def test_blue_is_the_smaller_of_a_quarter_and_a_working_day(self):
        due_at = datetime(2026, 3, 4, 18, tzinfo=ZONE)
        assert rules.near_at(due_at, "D1", CALENDAR) == datetime(2026, 3, 4, 16, tzinfo=ZONE)
        assert rules.near_at(due_at, "D5", CALENDAR) == datetime(2026, 3, 3, 18, tzinfo=ZONE)
        assert rules.near_at(due_at, "E1", CALENDAR) == due_at - timedelta(minutes=30)
        assert rules.near_at(due_at, "PLAN", CALENDAR) == datetime(2026, 3, 3, 18, tzinfo=ZONE)

    def test_red_is_half_the_limit_and_a_working_day_at_least(self):
        due_at = datetime(2026, 3, 4, 12, tzinfo=ZONE)
        assert rules.red_at(due_at, "W4", CALENDAR) == datetime(2026, 3, 5, 12, tzinfo=ZONE)
        assert rules.red_at(due_at, "D15", CALENDAR) == due_at + timedelta(days=7.5)

    def test_a_count_is_said_when_it_doubles(self):
        assert [rules.round_of(n, 3) for n in (2, 3, 5, 6, 11, 12)] == [0, 3, 3, 6, 6, 12]


@pytest.mark.django_db
class TestLadder:
    def test_an_unsigned_ticket_climbs_to_lead_and_supervisor(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.team_ticket(place)
        assert remind(place, MONDAY + timedelta(minutes=10)) == 0
        seen = []
        for hour in range(1, 60):
            remind(place, MONDAY + timedelta(hours=hour))
            seen.append(now(ticket).supervision)
        unsigned = [row for row in fired(ticket) if row[0] == "unsigned"]
        assert unsigned == [
            ("unsigned", "handler", "blue"),
            ("unsigned", "lead", "yellow"),
            ("unsigned", "supervisor", "red"),
        ]
        assert sorted(set(seen), key=rules.LEVELS.index) == ["", "blue", "yellow", "red"]
        assert seen == sorted(seen, key=rules.LEVELS.index)

    def test_signing_in_time_is_not_reminded_of(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.in_progress(place)
        remind(place, MONDAY + timedelta(hours=5))
        assert "unsigned" not in {row[0] for row in fired(ticket)}

    def test_near_then_overdue_then_long_overdue(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.in_progress(place)
        due_at = now(ticket).due_at
        remind(place, rules.near_at(due_at, ticket.deadline_class, CALENDAR))
        remind(place, due_at + timedelta(minutes=1))
        remind(place, due_at + timedelta(days=20))
        promise = [row for row in fired(ticket) if row[0] != "step"]
        assert promise == [
            ("near", "handler", "blue"),
            ("overdue", "lead", "yellow"),
            ("long_overdue", "supervisor", "red"),
        ]

    def test_after_an_outage_nobody_is_told_that_the_past_is_near(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.in_progress(place)
        remind(place, now(ticket).due_at + timedelta(days=30))
        assert "near" not in {row[0] for row in fired(ticket)}

    def test_a_checked_or_paused_ticket_is_left_alone(self, place):
        with clock.standing_at(MONDAY):
            make.checked(place)
            asked = make.report(item=None)
            actions.ask(ticket=asked, words="哪栋楼", by=place.ben)
        assert remind(place, MONDAY + timedelta(days=60)) == 0

    def test_a_suspension_that_ends_soon_is_announced(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.in_progress(place)
        until = MONDAY + timedelta(days=30)
        Ticket.objects.filter(pk=ticket.pk).update(
            state="suspended", paused_at=MONDAY, stage_due_at=until, resume_on=until
        )
        assert remind(place, until - timedelta(days=4)) == 0
        remind(place, until - timedelta(days=2))
        assert fired(ticket) == [("resuming", "handler", "")]
        Reminder.objects.all().delete()
        assert remind(place, until + timedelta(minutes=2)) == 0

    def test_an_application_that_nobody_decides_is_brought_up(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.in_progress(place)
            actions.request_cancel(ticket=ticket, words="报错了", by=place.ada)
        remind(place, MONDAY + timedelta(hours=6))
        remind(place, MONDAY + timedelta(days=2))
        told = [row for row in fired(ticket) if row[0] == "undecided"]
        assert told == [("undecided", "lead", ""), ("undecided", "supervisor", "")]

    def test_an_appeal_that_nobody_decides_is_brought_up_after_the_end(self, place):
        """It did stop the reminders of the whole county."""
        with clock.standing_at(MONDAY):
            ticket, other = make.in_progress(place), make.team_ticket(place)
        late = now(ticket).due_at + timedelta(days=9)
        with clock.standing_at(late):
            actions.handle(ticket=ticket, words="已完成", photos=[make.picture()], by=place.ada)
            actions.check(ticket=ticket, closing_met=True, by=place.carl)
            actions.confirm(ticket=ticket, by=RESIDENT)
            actions.appeal(ticket=ticket, words="停电三天", by=place.ada)
        remind(place, late + timedelta(days=3))
        assert ("undecided", "lead", "") in fired(ticket)
        assert fired(other)


@pytest.mark.django_db
class TestOnce:
    def test_run_twice_it_fires_once(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.team_ticket(place)
        late = MONDAY + timedelta(hours=3)
        assert remind(place, late) > 0
        assert remind(place, late) == 0
        rows = fired(ticket)
        assert len(rows) == len(set(rows))
        assert Move.objects.filter(ticket_id=ticket.pk, verb="remind").count() == len(rows)
        events = JournalEntry.objects.filter(name="tickets.reminded")
        assert events.count() == len(rows)

    def test_the_job_goes_on_until_nothing_is_due(self, place):
        with clock.standing_at(MONDAY):
            tickets = [make.team_ticket(place) for _n in range(3)]
        with clock.standing_at(MONDAY + timedelta(hours=3)):
            assert jobs.remind(timestamp=0) >= len(tickets)
            assert jobs.remind(timestamp=0) == 0
        assert all(fired(ticket) for ticket in tickets)

    def test_what_another_process_holds_is_not_waited_for(self, place):
        """A held row is skipped, and comes with the next minute."""
        with clock.standing_at(MONDAY):
            make.team_ticket(place)
        found = str(Ticket.objects.select_for_update(of=("self",), skip_locked=True).query)
        assert "SKIP LOCKED" in found
        assert remind(place, MONDAY + timedelta(hours=3)) > 0

    def test_a_new_limit_is_reminded_of_anew(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.team_ticket(place)
        remind(place, MONDAY + timedelta(hours=3))
        before = len(fired(ticket))
        later = MONDAY + timedelta(hours=4)
        with clock.standing_at(later):
            actions.dispatch(ticket=now(ticket), unit=place.team_2, by=place.ben)
        remind(place, later + timedelta(hours=5))
        assert len(fired(ticket)) > before

    def test_a_graver_level_of_a_supervisor_stays(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.team_ticket(place)
        Ticket.objects.filter(pk=ticket.pk).update(supervision="red")
        remind(place, MONDAY + timedelta(hours=3))
        assert now(ticket).supervision == "red"


@pytest.mark.django_db(transaction=True)
class TestRepeats:
    def test_reported_by_many_is_said_once(self, place):
        master = make.report()
        for _n in range(2):
            actions.merge(ticket=make.report(item=None), master=master, by=place.ben)
        drain.drain_all()
        drain.drain_all()
        assert fired(master) == [("many", "supervisor", "")]

    def test_near_by_and_never_merged_is_said_of_the_oldest_open_one(self, place):
        advice = {"item": make.item(make.ADVICE)}
        done, first = make.closed(place), make.report(**advice)
        make.report(lat=A_STEP, **advice)
        drain.drain_all()
        assert fired(first) == [("many", "supervisor", "")] and fired(done) == []
        for _n in range(2):
            make.report(lat=A_STEP, **advice)
        drain.drain_all()
        assert len(fired(first)) == 1  # five; it is said again at six
        make.report(lat=A_STEP, **advice)
        drain.drain_all()
        assert list(Reminder.objects.values_list("reason", "round")) == [
            ("many", 6),
            ("many", 3),
        ]

    def test_what_was_merged_is_not_counted_twice(self, place):
        master = make.report()
        actions.merge(ticket=make.report(), master=master, by=place.ben)
        drain.drain_all()
        assert fired(master) == []

    @pytest.mark.parametrize(
        "other",
        [
            {"lat": A_WALK},
            {"item": None},
            {"item_code": make.ADVICE},
            {"lon": None, "lat": None},
            {"long_ago": True},
        ],
    )
    def test_another_place_item_or_month_is_another_matter(self, place, other):
        long_ago, code = other.pop("long_ago", False), other.pop("item_code", "")
        given = other | ({"item": make.item(code)} if code else {})
        first = make.report()
        others = [make.report(**given) for _n in range(2)]
        if long_ago:
            moment = clock.now() - timedelta(days=40)
            pks = [each.pk for each in others]
            Ticket.objects.filter(pk__in=pks).update(submitted_at=moment, due_at=moment)
        drain.drain_all()
        assert fired(first) == []

    def test_histories_of_the_past_are_not_looked_at(self, place):
        make.report()
        make.report()
        with clock.standing_at(clock.now() + timedelta(days=2)):
            drain.drain_all()
        assert not Reminder.objects.filter(reason="many").exists()


@pytest.mark.django_db
class TestPages:
    def test_it_says_what_fired_and_why_in_the_viewers_scope(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.team_ticket(place)
        remind(place, MONDAY + timedelta(hours=3))
        shown = text(at(place.ben).get(url("reminders")))
        assert "Not signed for in time" in shown and ticket.text.title in shown
        part = text(at(place.ben).get(url("reminders"), headers=HTMX))
        assert "<html" not in part and part in shown
        assert ticket.text.title not in text(at(place.dan).get(url("reminders")))
        other = text(at(place.ben).get(url("reminders"), {"reason": "many", "after": "x"}))
        assert ticket.text.title not in other.split('id="fired"')[1]
        assert ticket.text.title in text(at(place.ben).get(url("reminders"), {"level": "blue"}))

    def test_each_line_of_the_history_says_why(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.team_ticket(place)
        remind(place, MONDAY + timedelta(days=9))
        shown = text(
            at(place.ben).get(url("ticket", ticket.pk), {"part": "timeline"}, headers=HTMX)
        )
        lines = [part for part in shown.split("timeline-title") if "Reminder sent" in part]
        assert len(lines) > 2 and len({line.split("timeline-said")[1] for line in lines}) > 2
        assert all("Told: " in line for line in lines)
        assert "Not signed for in time" in shown and "The limit passed long ago" in shown

    def test_it_says_what_comes_next(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.team_ticket(place)
            assert [each.ticket for each in coming(place.ben, MONDAY)] == [ticket]
            assert coming(place.dan, MONDAY) == []
            plan = next_of(now(ticket))
            assert plan is not None and plan.reason == "unsigned"
            shown = text(at(place.ada).get(url("ticket", ticket.pk)))
            assert "Next reminder" in shown and "Not signed for in time" in shown
        assert next_of(make.closed(place)) is None

    def test_older_ones_follow_on_the_next_page(self, place, monkeypatch):
        monkeypatch.setattr(reminders, "PAGE", 1)
        with clock.standing_at(MONDAY):
            make.team_ticket(place)
        remind(place, MONDAY + timedelta(days=3))
        first = fired_page(place.ben, Wanted())
        second = fired_page(place.ben, Wanted(after=first.after))
        assert first.reminders[0].pk > second.reminders[0].pk
