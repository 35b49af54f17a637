"""Rosters by actions: who may, what is refused, what stays, who is told."""

from datetime import UTC, date, datetime, time, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError
from icalendar import Calendar
from tests import cast

from gewu.ground.staffing import actions, rules
from gewu.ground.staffing.models import (
    CalendarFeed,
    Duty,
    DutyChange,
    DutyWish,
    Roster,
    Shift,
    Swap,
)
from gewu.ground.staffing.queries import duty as reads
from gewu.ground.staffing.queries.rostering import table_of
from gewu.ground.staffing.views.duty import share_out
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NOW = datetime(2026, 11, 1, 1, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 8)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(town):
    """The community's office with three people, its staff and two of a grid below."""
    for name in ("cora", "cody"):
        town.people[name] = cast.person(name, {"cora": "柯拉", "cody": "柯迪"}[name])
        post = actions.add_post(unit=town.community_office, role="community", by=SYSTEM)
        actions.appoint(post=post, user=town.people[name], from_day=date(2026, 1, 1), by=SYSTEM)
    return town


def kind(unit, **more):
    given = {"name_zh": "白班", "name_en": "Day", "begins": time(8), "ends": time(17)}
    return actions.save_shift_kind(unit=unit, **{**given, "on": "daily", **more}, by=SYSTEM)


def drawn(unit, first=FIRST, last=LAST, seconds=1):
    roster = actions.open_roster(unit=unit, first=first, last=last, by=SYSTEM)
    return share_out(roster, SYSTEM, seconds)


@pytest.fixture
def published(office):
    kind(office.community_office)
    return actions.publish(roster=drawn(office.community_office), by=SYSTEM)


def refused(code, act, **given):
    with pytest.raises(Refusal) as caught:
        act(**given)
    assert caught.value.code == code


def held(shift):
    return Duty.objects.filter(shift=shift, ended_at=None)


class TestKinds:
    def test_a_night_is_known_as_one(self):
        assert rules.is_night(time(20), time(8)) and rules.is_night(time(0), time(8))
        assert not rules.is_night(time(8), time(17)) and not rules.is_night(time(18), time(23))

    def test_days_follow_the_calendar(self):
        holiday = lambda day: day != FIRST  # noqa: E731
        assert not rules.is_on(FIRST, "workdays", [], holiday)
        assert rules.is_on(FIRST, "days_off", [], holiday)
        assert rules.is_on(FIRST, "weekdays", [0], holiday)
        assert not rules.is_on(FIRST, "weekdays", [1], holiday)

    def test_faults(self, office):
        unit = office.community_office
        bad = {"name_zh": "x", "begins": time(8), "ends": time(9), "on": "weekdays"}
        refused("weekdays", actions.save_shift_kind, unit=unit, **bad, by=SYSTEM)
        refused("not_allowed", actions.save_shift_kind, unit=unit, **bad, by=office.ada)
        refused("bad_phone", actions.set_duty, unit=unit, swaps="told", phone="?", by=SYSTEM)

    def test_a_changed_kind_leaves_rosters_alone_and_a_retired_one_is_used_no_more(self, office):
        unit = office.community_office
        made = kind(unit)
        roster = actions.open_roster(unit=unit, first=FIRST, last=FIRST, by=SYSTEM)
        kind(unit, kind=made, need=2, on="weekdays", weekdays=[3, 1])
        made.refresh_from_db()
        assert made.weekdays == [1, 3]
        assert Shift.objects.get(roster=roster).need == 1
        actions.retire_shift_kind(kind=made, by=SYSTEM)
        actions.retire_shift_kind(kind=made, by=SYSTEM)
        assert JournalEntry.objects.filter(name="staffing.duty_arranged").count() == 3
        refused("kinds", actions.open_roster, unit=unit, first=LAST, last=LAST, by=SYSTEM)


def test_whoever_is_new_begins_where_the_one_with_the_fewest_stands():
    assert rules.before({"a": [4, 1, 0], "b": [2, 3, 0]}, "new") == [2, 1, 0]
    assert rules.before({"a": [4, 1, 0]}, "a") == [4, 1, 0]
    assert rules.before({}, "new") == [0, 0, 0]


class TestOpening:
    def test_shifts_lie_on_their_days_over_midnight_too(self, office):
        unit = office.community_office
        kind(unit, begins=time(20), ends=time(8), on="days_off")
        roster = actions.open_roster(unit=unit, first=FIRST, last=LAST, by=SYSTEM)
        saturday, sunday = Shift.objects.filter(roster=roster)
        assert (saturday.day, sunday.day) == (date(2026, 11, 7), LAST)
        assert saturday.is_night and saturday.is_day_off
        assert saturday.ends - saturday.begins == timedelta(hours=12)

    def test_not_twice_for_the_same_days(self, office):
        unit = office.community_office
        kind(unit)
        given = {"unit": unit, "first": FIRST, "last": LAST, "by": SYSTEM}
        actions.open_roster(**given)
        refused("taken", actions.open_roster, **given)
        refused("days", actions.open_roster, **{**given, "last": date(2026, 10, 1)})
        refused("days", actions.open_roster, **{**given, "last": date(2027, 10, 1)})

    def test_two_at_the_same_moment(self, office):
        unit = office.community_office
        kind(unit)
        with mock.patch.object(Roster.objects, "create", side_effect=IntegrityError):
            refused("raced", actions.open_roster, unit=unit, first=FIRST, last=LAST, by=SYSTEM)


class TestProposing:
    def test_it_is_even_and_keeps_what_people_said(self, office):
        unit = office.community_office
        kind(unit)
        with pytest.raises(Refusal):
            actions.wish(kind="away", first=LAST, last=FIRST, by=office.cora)
        actions.wish(kind="away", first=FIRST, last=FIRST, by=office.cora)
        roster = drawn(unit)
        table = table_of(roster)
        assert roster.outcome["is_best"] and table.warnings() == []
        assert {count.turns for _user, count in table.counts()} <= {2, 3, 4}
        assert not Duty.objects.filter(user=office.cora, shift__day=FIRST).exists()

    def test_it_says_who_is_missing_and_what_would_help(self, office):
        unit = office.community_office
        kind(unit, need=9)
        roster = drawn(unit, last=FIRST)
        assert roster.outcome["short"][0][1] > 0 and roster.outcome["helps"] == ["hands"]
        assert "short of people" in rules.quality(roster.outcome)

    def test_pinned_people_stay(self, office):
        unit = office.community_office
        kind(unit)
        roster = drawn(unit)
        first = Shift.objects.filter(roster=roster).first()
        actions.take_off(duty=held(first).get(), by=SYSTEM)
        assert not Duty.objects.filter(shift=first).exists()
        duty = actions.give_shift(shift=first, user=office.cody, by=SYSTEM)
        assert actions.give_shift(shift=first, user=office.cody, by=SYSTEM) == duty
        roster = share_out(Roster.objects.get(pk=roster.pk), SYSTEM, 1)
        assert held(first).get().user == office.cody
        actions.pin(duty=duty, is_pinned=False, by=SYSTEM)
        assert not Duty.objects.get(pk=duty.pk).is_pinned

    def test_a_change_meanwhile_wins_over_the_proposal(self, office):
        kind(office.community_office)
        roster = drawn(office.community_office)
        given = {"roster": roster, "taken": [], "outcome": {}, "by": SYSTEM}
        refused("raced", actions.lay_proposal, seen=roster.version - 1, **given)
        actions.publish(roster=roster, by=SYSTEM)
        refused("published", actions.lay_proposal, seen=roster.version, **given)
        refused("published", actions.drop_roster, roster=roster, by=SYSTEM)

    def test_shifts_of_other_units_and_of_the_month_before_count(self, office):
        unit = office.community_office
        kind(unit)
        actions.publish(roster=drawn(unit, last=FIRST), by=SYSTEM)
        had = Duty.objects.get(ended_at=None).user
        roster = drawn(unit, first=FIRST + timedelta(days=1), last=FIRST + timedelta(days=2))
        assert not Duty.objects.filter(shift__roster=roster, user=had).exists()
        other = office.town_office
        kind(other, with_below=True, roles=["community"])
        table = table_of(actions.open_roster(unit=other, first=FIRST, last=FIRST, by=SYSTEM))
        shift = Shift.objects.get(roster=table.roster)
        assert table.would_break(shift, had) == ["Has another shift at the same time"]
        assert table.would_break(shift, office.dan) == ["Holds no post that may take this shift"]
        assert table.would_break(shift, office.cora, instead_of=had) in (
            [],
            ["Less than 11 hours of rest"],
        )

    def test_who_has_leave_gets_no_shift(self, office):
        kind(office.community_office)
        leave = actions.ask_leave(
            user=office.cora, kind="annual", from_day=FIRST, until=FIRST, by=office.cora
        )
        for asked, away in ((leave, False), (None, True)):
            roster = actions.open_roster(
                unit=office.community_office, first=FIRST, last=LAST, by=SYSTEM
            )
            table = table_of(roster)
            hand = table.hands[table.people.index(office.cora)]
            assert (FIRST in hand.away) is away
            actions.drop_roster(roster=roster, by=SYSTEM)
            if asked:
                actions.approve_leave(leave=asked, by=SYSTEM)

    def test_drafts_are_thrown_away(self, office):
        kind(office.community_office)
        roster = drawn(office.community_office)
        actions.drop_roster(roster=roster, by=SYSTEM)
        refused("raced", actions.publish, roster=roster, by=SYSTEM)

    def test_an_empty_one_is_not_published(self, office):
        kind(office.community_office)
        roster = actions.open_roster(
            unit=office.community_office, first=FIRST, last=LAST, by=SYSTEM
        )
        refused("empty", actions.publish, roster=roster, by=SYSTEM)

    def test_words_for_how_good_it_is(self):
        assert rules.quality({}) == ""
        assert "no fairer" in rules.quality({"is_best": True})
        assert "12%" in rules.quality({"gap": 0.12})
        assert "100%" in rules.quality({"gap": None})


class TestPublished:
    def test_everybody_in_it_is_told_once(self, published, office):
        actions.publish(roster=published, by=SYSTEM)
        told = DutyChange.objects.filter(roster=published, kind="published")
        assert told.count() == len({each.user_id for each in Duty.objects.all()})
        user = told[0].user
        assert actions.read_changes(by=user) == 1
        assert not reads.unread_changes(user).exists()

    def test_a_change_is_told_to_whom_it_concerns_and_kept(self, published, office):
        DutyChange.objects.all().delete()
        shift = Shift.objects.filter(roster=published).first()
        was = held(shift).get()
        lead = office.people["cora"] if was.user != office.cora else office.cody
        actions.take_off(duty=was, by=lead)
        actions.take_off(duty=was, by=lead)
        actions.give_shift(shift=shift, user=lead, by=lead)
        taken, given = reads.changes_of(shift).order_by("at", "pk")
        assert (taken.user, taken.read_at) == (was.user, None)
        assert (given.user, given.read_at is None) == (lead, False)

    def test_what_is_over_stays(self, published, office):
        shift = Shift.objects.filter(roster=published).first()
        with time_machine.travel(datetime(2026, 11, 3, 12, tzinfo=UTC), tick=False):
            refused("over", actions.take_off, duty=held(shift).get(), by=SYSTEM)
            refused("over", actions.give_shift, shift=shift, user=office.ada, by=SYSTEM)

    def test_who_is_on_duty_now(self, published, office):
        unit = office.community_office
        noon = datetime(2026, 11, 2, 4, tzinfo=UTC)
        assert [each.shift.day for each in reads.on_duty_now([unit], noon)] == [FIRST]
        assert reads.on_duty_now([unit], noon + timedelta(hours=9)) == []
        assert reads.on_duty_now([office.town_office], noon) == []


@pytest.fixture
def offer(published, office):
    """A shift of somebody, and a colleague who could take it."""
    shift = Shift.objects.filter(roster=published).first()
    duty = held(shift).get()
    taker = office.cody if duty.user != office.cody else office.cora
    return duty, taker


class TestSwaps:
    def test_one_asks_the_other_agrees(self, offer):
        duty, taker = offer
        theirs = Duty.objects.filter(user=taker, ended_at=None).first()
        swap = actions.ask_swap(duty=duty, user=taker, other=theirs, by=duty.user)
        refused("raced", actions.ask_swap, duty=duty, user=taker, by=duty.user)
        done = actions.agree_swap(swap=swap, by=taker)
        assert done.state == "done"
        assert held(duty.shift).get().user == taker
        assert held(theirs.shift).get().user == duty.user
        refused("raced", actions.agree_swap, swap=swap, by=taker)
        assert reads.unread_changes(duty.user).filter(kind="taken_off").count() == 1

    def test_where_the_lead_approves_it_waits(self, offer, office):
        duty, taker = offer
        actions.set_duty(unit=office.community_office, swaps="approve", by=SYSTEM)
        swap = actions.ask_swap(duty=duty, user=taker, by=duty.user)
        swap = actions.agree_swap(swap=swap, by=taker)
        assert swap.state == "agreed" and reads.swaps_to_approve(office.community_office) == [swap]
        refused("not_allowed", actions.approve_swap, swap=swap, by=office.ada)
        assert actions.approve_swap(swap=swap, by=office.root).state == "done"
        assert held(duty.shift).get().user == taker

    def test_the_lead_says_no(self, offer, office):
        duty, taker = offer
        actions.set_duty(unit=office.community_office, swaps="approve", by=SYSTEM)
        swap = actions.ask_swap(duty=duty, user=taker, by=duty.user)
        refused("not_allowed", actions.decline_swap, swap=swap, by=office.root)
        actions.agree_swap(swap=swap, by=taker)
        assert actions.decline_swap(swap=swap, by=office.root).state == "declined"
        assert held(duty.shift).get().user == duty.user

    def test_declined_or_withdrawn_nothing_changes(self, offer, office):
        duty, taker = offer
        swap = actions.ask_swap(duty=duty, user=taker, by=duty.user)
        refused("not_allowed", actions.agree_swap, swap=swap, by=office.ada)
        refused("not_allowed", actions.withdraw_swap, swap=swap, by=taker)
        actions.decline_swap(swap=swap, by=taker)
        swap = actions.ask_swap(duty=duty, user=taker, by=duty.user)
        actions.withdraw_swap(swap=swap, by=duty.user)
        assert held(duty.shift).get().user == duty.user

    def test_only_ones_own_and_only_what_keeps_the_rules(self, offer, office):
        duty, taker = offer
        ask = actions.ask_swap
        refused("not_allowed", ask, duty=duty, user=taker, by=taker)
        refused("self", ask, duty=duty, user=duty.user, by=duty.user)
        refused("rules", ask, duty=duty, user=office.dan, by=duty.user)
        refused("other", ask, duty=duty, user=taker, other=duty, by=duty.user)
        actions.wish(kind="away", first=FIRST, last=FIRST, by=taker)
        refused("rules", ask, duty=duty, user=taker, by=duty.user)

    def test_rules_are_looked_at_again_when_it_is_agreed(self, offer):
        duty, taker = offer
        swap = actions.ask_swap(duty=duty, user=taker, by=duty.user)
        actions.wish(kind="away", first=FIRST, last=FIRST, by=taker)
        refused("rules", actions.agree_swap, swap=swap, by=taker)

    def test_a_shift_that_changed_meanwhile_is_not_swapped(self, offer):
        duty, taker = offer
        swap = actions.ask_swap(duty=duty, user=taker, by=duty.user)
        actions.take_off(duty=duty, by=SYSTEM)
        refused("raced", actions.agree_swap, swap=swap, by=taker)
        assert Swap.objects.get(pk=swap.pk).state == "asked"


class TestWishes:
    def test_only_ones_own_is_taken_back(self, office):
        made = actions.wish(kind="rather_not", first=FIRST, last=LAST, by=office.cora)
        refused("not_allowed", actions.drop_wish, wish=made, by=office.cody)
        actions.drop_wish(wish=made, by=office.cora)
        assert not DutyWish.objects.exists()


class TestFeed:
    def test_a_calendar_reads_own_shifts_and_only_these(self, offer, client):
        duty, taker = offer
        secret = actions.renew_feed(by=duty.user)
        assert bytes(CalendarFeed.objects.get().digest) != secret.encode()
        address = f"/staffing/duty/calendar/{secret}.ics"
        answer = client.get(address)
        assert answer["Content-Type"].startswith("text/calendar")
        calendar = Calendar.from_ical(answer.content)
        entries = {str(each["uid"]): each for each in calendar.walk("VEVENT")}
        own = Duty.objects.filter(user=duty.user)
        assert len(entries) == own.count()
        assert [str(each["tzid"]) for each in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
        first = entries[f"{duty.shift_id}-{duty.user_id.hex[:8]}@duty.gewu"]
        assert first.decoded("dtstart") == datetime(
            2026, 11, 2, 8, tzinfo=ZoneInfo("Asia/Shanghai")
        )
        assert first["status"] == "CONFIRMED"
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
        with time_machine.travel(NOW + timedelta(hours=1), tick=False):
            actions.take_off(duty=duty, by=SYSTEM)
        later = client.get(address, headers={"If-None-Match": answer["ETag"]})
        assert later.status_code == 200
        entries = {str(e["uid"]): e for e in Calendar.from_ical(later.content).walk("VEVENT")}
        gone = entries[str(first["uid"])]
        assert gone["status"] == "CANCELLED" and gone["sequence"] > first["sequence"]
        actions.give_shift(shift=duty.shift, user=duty.user, by=SYSTEM)
        again = Calendar.from_ical(client.get(address).content).walk("VEVENT")
        assert [e["status"] for e in again if e["uid"] == first["uid"]] == ["CONFIRMED"]

    def test_it_is_in_the_time_zone_of_the_house(self, offer, client, settings):
        duty, _taker = offer
        settings.TIME_ZONE = "Asia/Urumqi"
        secret = actions.renew_feed(by=duty.user)
        calendar = Calendar.from_ical(client.get(f"/staffing/duty/calendar/{secret}.ics").content)
        assert str(calendar["x-wr-timezone"]) == "Asia/Urumqi"
        assert [str(each["tzid"]) for each in calendar.walk("VTIMEZONE")] == ["Asia/Urumqi"]
        begin = calendar.walk("VEVENT")[0].decoded("dtstart")
        assert begin.utcoffset() == timedelta(hours=6)

    def test_a_new_address_closes_the_old_one(self, office, client):
        old = actions.renew_feed(by=office.ada)
        new = actions.renew_feed(by=office.ada)
        assert client.get(f"/staffing/duty/calendar/{old}.ics").status_code == 404
        assert client.get(f"/staffing/duty/calendar/{new}.ics").status_code == 200
        actions.close_feed(by=office.ada)
        actions.close_feed(by=office.ada)
        assert client.get(f"/staffing/duty/calendar/{new}.ics").status_code == 404
