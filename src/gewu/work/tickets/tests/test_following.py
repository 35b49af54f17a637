"""Beside the work: urge, supervise, remark, keep the reporter unnamed, lay to rest."""

from datetime import date, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.states import IllegalMove
from gewu.methods.worktime import WorkCalendar
from gewu.work.tickets import actions, policies
from gewu.work.tickets.models import Note
from gewu.work.tickets.rules.following import urging_day
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place():
    return so.whole_town()


class TestUrge:
    def test_once_a_working_day(self, place):
        with so.at():
            ticket, command = make.in_progress(place), uuid4()
            for _again in range(2):
                actions.urge(ticket=ticket, words="请快一点", command=command, by=RESIDENT)
            with pytest.raises(IllegalMove, match="urged us today"):
                actions.urge(ticket=ticket, by=RESIDENT)
        with so.at(days=1):
            assert actions.urge(ticket=ticket, by=RESIDENT).urges == 2
        assert so.facts_of(ticket)[-1] == "tickets.urged"

    def test_the_weekend_belongs_to_monday(self, place):
        with so.at():
            ticket = make.in_progress(place)
        with so.at(days=5):
            actions.urge(ticket=ticket, by=RESIDENT)
        for later in (6, 7):
            with so.at(days=later), pytest.raises(IllegalMove):
                actions.urge(ticket=ticket, by=RESIDENT)
        with so.at(days=8):
            assert actions.urge(ticket=ticket, by=RESIDENT).urges == 2

    def test_nothing_is_urged_that_has_ended(self, place):
        with pytest.raises(IllegalMove):
            actions.urge(ticket=make.closed(place), by=RESIDENT)

    def test_a_calendar_without_work_keeps_the_day_itself(self):
        never = WorkCalendar(ZoneInfo("Asia/Shanghai"), weekend=frozenset(range(7)))
        assert urging_day(date(2026, 3, 2), never) == date(2026, 3, 2)
        half = WorkCalendar(ZoneInfo("Asia/Shanghai"), periods=((time(8), time(12)),))
        assert urging_day(date(2026, 3, 7), half) == date(2026, 3, 9)


class TestSupervise:
    def test_a_level_with_what_is_expected_and_lifted_again(self, place):
        ticket, command = make.in_progress(place), uuid4()
        for _again in range(2):
            actions.supervise(
                ticket=ticket, level="yellow", words="周五前办结", command=command, by=place.lena
            )
        assert so.fresh(ticket).supervision == "yellow"
        assert so.facts_of(ticket)[-1] == "tickets.supervised"
        lift = uuid4()
        for _again in range(2):
            actions.lift(ticket=ticket, command=lift, by=place.lena)
        assert so.fresh(ticket).supervision == ""
        assert so.facts_of(ticket)[-1] == "tickets.supervision_lifted"

    def test_a_level_that_does_not_exist_is_refused(self, place):
        with pytest.raises(Refusal) as refused:
            actions.supervise(
                ticket=make.in_progress(place), level="pink", words="周五前", by=place.lena
            )
        assert refused.value.field == "level"


class TestRemark:
    def test_among_staff_only(self, place):
        ticket, command = make.in_progress(place), uuid4()
        for _again in range(2):
            actions.remark(ticket=ticket, words="门禁找物业", command=command, by=place.ada)
        assert not Note.objects.get(ticket=ticket, words="门禁找物业").is_public
        assert so.facts_of(ticket)[-1] == "tickets.remarked"
        with pytest.raises(IllegalMove):
            actions.remark(ticket=so.archived(place), words="太晚了", by=place.ben)


class TestConfide:
    def test_the_handler_no_longer_reads_who_reported(self, place):
        ticket = make.report(name="柯丽欧", phone="13800000001")
        assert policies.may_read_contact(place.hana, ticket)
        command = uuid4()
        for _again in range(2):
            hidden = actions.confide(
                ticket=ticket, is_confidential=True, command=command, by=place.ben
            )
        assert not policies.may_read_contact(place.hana, hidden)
        assert policies.may_read_contact(place.ben, hidden)
        assert so.facts_of(ticket)[-1] == "tickets.confidentiality_changed"
        shown = actions.confide(ticket=ticket, is_confidential=False, by=place.ben)
        assert policies.may_read_contact(place.hana, shown)


class TestArchive:
    def test_sixty_days_after_its_end_and_not_while_something_waits(self, place):
        with so.at():
            old, waiting = so.declined(place), so.late(place)
        actions.appeal(ticket=waiting, words="停电三天", by=place.ada)
        rest = so.MONDAY + timedelta(days=60)
        assert actions.archive_old(now=rest - timedelta(seconds=1), by=SYSTEM) == 0
        assert actions.archive_old(now=rest, by=SYSTEM) == 1
        assert actions.archive_old(now=rest, by=SYSTEM) == 0
        assert so.fresh(old).state == "archived"
        assert so.facts_of(old)[-1] == "tickets.archived"
        assert actions.archive_old(now=rest + timedelta(days=60), by=SYSTEM) == 0
        assert so.fresh(waiting).state == "closed"
