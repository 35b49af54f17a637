"""Who is told what about leave, stand-ins, rosters and swaps; in words that name nobody."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from tests import cast

from gewu.ground.staffing import actions, jobs
from gewu.ground.staffing.models import Duty, Leave, Shift, StandIn
from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import heard_from
from gewu.kernel.models import JournalEntry
from gewu.oversight.notices import actions as notices
from gewu.oversight.notices import queries
from gewu.oversight.notices.listeners import tell_of_staff
from gewu.oversight.notices.models import Message
from gewu.oversight.notices.queries import matters
from gewu.work.tickets.tests.browsing import at, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NOW = datetime(2026, 11, 1, 1, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 8)
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cora(town):
    """Of the community above Ada's grid: decides about leave and duty there."""
    return cast.person("cora", "柯拉", town.community_office, "community")


@pytest.fixture
def cody(town):
    return cast.person("cody", "柯迪", town.community_office, "community")


def hear() -> None:
    """Deliver what was announced about staff, as the drain would, as often as one likes."""
    names = [event.name for event in matters.OF]
    rows = JournalEntry.objects.filter(name__in=names).order_by("id")
    tell_of_staff([heard_from(row) for row in rows])


def told(kind: str = "") -> list[tuple[str, str]]:
    rows = Message.objects.select_related("user").order_by("id")
    return [(row.user.username, row.reason) for row in rows if not kind or row.kind == kind]


def leave(town: Any, first: date = FIRST, last: date = LAST, user: Any = None) -> Leave:
    user = user or town.ada
    return actions.ask_leave(user=user, kind="annual", from_day=first, until=last, by=user)


def line(user: Any) -> queries.Line:
    return queries.inbox(user).lines[0]


class TestLeave:
    def test_whoever_stands_nearest_decides_and_is_told_without_a_name(self, town, cora):
        asked = leave(town)
        hear()
        hear()
        assert told() == [("cora", "asked")]
        words = line(cora).words
        assert "2026-11-02 – 2026-11-08" in words and "Grid 1" in words
        assert "艾达" not in words and "Ada" not in words
        opened = at(cora).get(reverse("notices:open", args=[line(cora).message.pk]))
        assert opened["Location"] == reverse("staffing:leave", args=[asked.pk])
        assert Message.objects.get().read_at is not None

    def test_nobody_decides_about_their_own(self, town, cora):
        leave(town, user=cora)
        hear()
        assert told() == [("root", "asked")]

    def test_what_was_decided_meanwhile_waits_for_nobody(self, town, cora):
        asked = leave(town)
        actions.decline_leave(leave=asked, words="Too few people", by=cora)
        hear()
        assert told() == [("ada", "refused")]
        assert "It is refused" in line(town.ada).words and "Too few" not in line(town.ada).words

    def test_the_stand_in_is_told_when_named_and_again_before_it_begins(self, town, cora):
        asked = leave(town, FIRST + 5 * A_DAY, LAST)
        actions.approve_leave(leave=asked, stand_in=cora, by=town.root)
        assert jobs.begin_stand_ins(0) == 0
        with time_machine.travel(NOW + 5 * A_DAY, tick=False):
            assert [jobs.begin_stand_ins(0), jobs.begin_stand_ins(0)] == [1, 0]
            hear()
            assert told("stand_in") == [("cora", "named"), ("cora", "begins")]
            assert told("leave") == [("ada", "granted")]
            page = at(cora).get(reverse("notices:inbox"))
            assert "It begins; look at what is open" in text(page)
            opened = at(cora).get(reverse("notices:open", args=[line(cora).message.pk]))
            assert opened["Location"] == reverse("staffing:leave", args=[asked.pk])

    def test_who_is_named_the_day_before_is_told_once(self, town, cora):
        actions.approve_leave(leave=leave(town), stand_in=cora, by=town.root)
        assert jobs.begin_stand_ins(0) == 0

    def test_an_end_is_told_to_both_and_to_who_stood_in(self, town, cora):
        asked = leave(town)
        actions.approve_leave(leave=asked, stand_in=cora, by=town.root)
        hear()
        actions.end_leave(leave=asked, by=town.ada)
        hear()
        assert told("leave")[-1] == ("root", "ended")
        assert told("stand_in") == [("cora", "named"), ("cora", "over")]
        opened = at(cora).get(reverse("notices:open", args=[line(cora).message.pk]))
        assert opened["Location"] == reverse("staffing:leaves")

    def test_at_a_vacant_post_the_same_is_told(self, town, cora):
        post = actions.add_post(unit=town.team_2, role="worker", by=SYSTEM)
        stands = actions.set_stand_in(post=post, user=cora, from_day=FIRST, until=LAST, by=SYSTEM)
        hear()
        actions.end_stand_in(stand_in=stands, by=SYSTEM)
        hear()
        assert not StandIn.objects.exists()
        assert told() == [("cora", "named"), ("cora", "over")]

    def test_what_is_over_is_news_to_nobody(self, town, cora):
        leave(town)
        with time_machine.travel(NOW + 30 * A_DAY, tick=False):
            hear()
        assert told() == []


@pytest.fixture
def duties(town, cora, cody):
    """Cora and Cody have one shift each; the roster is published."""
    actions.save_shift_kind(
        unit=town.community_office,
        name_zh="白班",
        name_en="Day",
        begins=time(8),
        ends=time(17),
        on="daily",
        by=SYSTEM,
    )
    roster = actions.open_roster(
        unit=town.community_office, first=FIRST, last=FIRST + A_DAY, by=SYSTEM
    )
    shifts = Shift.objects.filter(roster=roster).order_by("day")
    for shift, user in zip(shifts, (cora, cody), strict=True):
        actions.give_shift(shift=shift, user=user, by=SYSTEM)
    actions.publish(roster=roster, by=SYSTEM)
    return Duty.objects.order_by("shift__day")


class TestDuty:
    @pytest.fixture
    def lead(self, town):
        return cast.person("lena", "莱娜", town.town_office, "leader")

    def test_everyone_on_a_published_roster_is_told(self, duties, cora):
        hear()
        assert sorted(told("roster")) == [("cody", ""), ("cora", "")]
        assert "2026-11-02 – 2026-11-03" in line(cora).words
        opened = at(cora).get(reverse("notices:open", args=[line(cora).message.pk]))
        assert opened["Location"] == reverse("staffing:my_duty")

    def test_a_swap_is_told_to_who_is_asked_and_its_end_to_who_asks(self, duties, cora, cody):
        swap = actions.ask_swap(duty=duties[0], user=cody, by=cora)
        hear()
        assert told("swap") == [("cody", "asked")]
        actions.decline_swap(swap=swap, by=cody)
        again = actions.ask_swap(duty=duties[0], user=cody, by=cora)
        hear()
        actions.withdraw_swap(swap=again, by=cora)
        hear()
        assert told("swap")[1:] == [("cora", "declined"), ("cody", "asked"), ("cody", "withdrawn")]

    def test_the_lead_is_told_of_a_swap_where_the_unit_wants_it_so(self, duties, cora, cody, lead):
        swap = actions.ask_swap(duty=duties[0], user=cody, by=cora)
        actions.agree_swap(swap=swap, by=cody)
        hear()
        assert told("swap") == [("cora", "done"), ("lena", "told")]
        assert "Two colleagues swapped" in line(lead).words and "柯" not in line(lead).words
        opened = at(lead).get(reverse("notices:open", args=[line(lead).message.pk]))
        unit = duties[0].shift.roster.unit_id
        assert opened["Location"] == reverse("staffing:unit_duty", args=[unit])
        assert at(lead).get(opened["Location"]).status_code == 200

    def test_where_the_lead_approves_they_are_asked_and_both_hear_the_answer(
        self, duties, cora, cody, lead, town
    ):
        unit = duties[0].shift.roster.unit
        actions.set_duty(unit=unit, swaps="approve", phone="", by=SYSTEM)
        swap = actions.ask_swap(duty=duties[0], user=cody, by=cora)
        actions.agree_swap(swap=swap, by=cody)
        hear()
        assert told("swap") == [("cora", "agreed"), ("lena", "decide")]
        actions.approve_swap(swap=swap, by=lead)
        hear()
        assert told("swap")[2:] == [("cora", "done"), ("cody", "done")]


class TestWays:
    def test_they_go_by_mail_and_wait_for_the_morning_as_all_messages_do(self, town, cora):
        quiet = {"quiet_from": time(21), "quiet_until": time(7)}
        notices.prefer(user=cora, by_email=True, email="c@example.org", **quiet, by=cora)
        with time_machine.travel(datetime(2026, 11, 1, 15, tzinfo=UTC), tick=False):
            leave(town, FIRST + A_DAY)
            hear()
            assert notices.deliver_due(now=datetime(2026, 11, 1, 15, tzinfo=UTC), by=SYSTEM) == 0
        assert notices.deliver_due(now=datetime(2026, 11, 1, 23, tzinfo=UTC), by=SYSTEM) == 1
        assert "请假待审批" in mail.outbox[0].subject and "艾达" not in mail.outbox[0].body

    def test_opening_one_leaves_those_about_other_matters_unread(self, town, cora):
        leave(town)
        leave(town, FIRST + 20 * A_DAY, LAST + 20 * A_DAY)
        hear()
        latest = line(cora).message
        notices.mark_read(user=cora, message=latest, by=cora)
        assert queries.unread_count(cora) == 1
