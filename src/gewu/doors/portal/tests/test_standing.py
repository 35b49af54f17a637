"""Where a request does not simply go its way: what its reporter reads, says, and staff see of it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import CLEO, Town, person

from gewu.doors.portal.tests.pictures import photo
from gewu.doors.portal.tests.test_follow import address, now, read
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.work.tickets import actions, states
from gewu.work.tickets.models import Ticket, TicketPhoto
from gewu.work.tickets.policies import verbs_for
from gewu.work.tickets.queries.history import timeline
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import at, text
from gewu.work.tickets.tests.browsing import url as desk_url


def asked(place: Town) -> Ticket:
    """Ben asks Cleo where exactly it is."""
    ticket = make.report(item=None)
    return actions.ask(ticket=ticket, words="请问是几号楼？", by=place.ben)


def say(cleo: Client, ticket: Ticket, page: str, **given: Any) -> Any:
    """What a resident presses."""
    return cleo.post(address(ticket, page), {"once": str(uuid4())} | given, follow=True)


def staff_read(who: Any, ticket: Ticket) -> str:
    """The staff page of a ticket."""
    return text(at(who).get(desk_url("ticket", ticket.pk)))


class TestAsked:
    def test_words_and_photos_reach_the_desk_and_the_clock_goes_on(
        self, place: Town, cleo: Client
    ) -> None:
        ticket = asked(place)
        page = read(cleo, ticket)
        assert "请问是几号楼？" in page
        assert "Until then the clock stands still." in page
        assert 'state="paused"' in page
        answer = say(cleo, ticket, "answer", words="三号楼东侧", photos=[photo("front.jpg")])
        assert "The desk goes on with it." in answer.content.decode()
        assert now(ticket).state == states.SUBMITTED
        assert now(ticket).paused_at is None
        assert "三号楼东侧" in staff_read(place.ben, ticket)
        assert TicketPhoto.objects.filter(ticket=ticket).count() == 1
        assert "file" in verbs_for(place.ben, now(ticket))
        assert address(ticket, "answer") not in read(cleo, ticket)

    def test_without_words_it_asks_again_and_keeps_the_photo(
        self, place: Town, cleo: Client
    ) -> None:
        ticket = asked(place)
        answer = cleo.post(address(ticket, "answer"), {"words": " ", "photos": [photo("a.jpg")]})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Please answer in a sentence." in page
        assert now(ticket).state == states.NEEDS_INFO
        token = answer.context["kept"][0]
        say(cleo, ticket, "answer", words="三号楼", kept=[token])
        assert TicketPhoto.objects.filter(ticket=ticket).count() == 1

    def test_a_second_tap_is_harmless(self, place: Town, cleo: Client) -> None:
        ticket, once = asked(place), str(uuid4())
        for _ in range(2):
            say(cleo, ticket, "answer", words="三号楼", once=once)
        assert [e.move.verb for e in timeline(ticket)].count("answer") == 1

    @pytest.mark.parametrize("page", ["answer", "urge"])
    def test_a_stranger_says_nothing(self, page: str, place: Town, cleo: Client) -> None:
        ticket = asked(place)
        wrong = reverse(f"portal:{page}", args=[ticket.number, "A" * 24])
        assert cleo.post(wrong, {"words": "x"}).status_code == 404
        assert now(ticket).state == states.NEEDS_INFO


class TestEnds:
    def test_declined_says_why_and_which_way_is_open(self, place: Town, cleo: Client) -> None:
        ticket = make.report(item=None)
        actions.decline(ticket=ticket, reason="court", words="法院正在审理", by=place.ben)
        page = read(cleo, ticket)
        assert "Before a court" in page
        assert "法院正在审理" in page
        assert "Please speak to the court" in page
        assert "Being handled" not in page
        assert address(ticket, "urge") not in page

    def test_cancelled_says_why(self, place: Town, cleo: Client) -> None:
        lena = person("lena", "莉娜", place.town_office, "leader")
        ticket = make.report()
        actions.request_cancel(ticket=ticket, words="演练用单", by=place.ben)
        assert "演练用单" not in read(cleo, ticket)
        actions.grant(ticket=ticket, words="演练结束，作废", by=lena)
        page = read(cleo, ticket)
        assert "It was cancelled" in page
        assert "演练结束，作废" in page

    def test_a_merged_one_follows_its_master_without_its_reporter(
        self, place: Town, cleo: Client
    ) -> None:
        ticket = make.report(item=None, words="我家门口的桶满了")
        master = make.team_ticket(place)
        actions.merge(ticket=ticket, master=master, by=place.ben)
        actions.sign(ticket=master, by=place.ada)
        actions.urge(ticket=master, words="我是王女士，请快点", by=RESIDENT)
        done = {"words": "已清运", "photos": [make.picture()]}
        actions.handle(ticket=master, **done, by=place.ada)
        actions.check(ticket=master, closing_met=True, words="王女士您好，已办好", by=place.carl)
        page = read(cleo, ticket)
        assert "Others have reported the same" in page
        assert "已清运" in page
        assert "Waiting for the resident" in page
        assert "王女士" not in page
        assert master.text.words not in page
        assert str(TicketPhoto.objects.get(ticket=master).pk) not in page
        assert f"ticket:{master.pk}" in page


class TestWaiting:
    def test_a_suspension_says_why_and_until_when(self, place: Town, cleo: Client) -> None:
        boss = person("cora", "柯拉", place.community_office, "community")
        ticket = make.in_progress(place)
        until = clock.now() + timedelta(days=60)
        actions.request_suspension(ticket=ticket, until=until, words="内部原因", by=place.ada)
        assert "内部原因" not in read(cleo, ticket)
        actions.endorse(ticket=ticket, by=boss)
        actions.grant(ticket=ticket, words="等开春再补种", by=place.ben)
        page = read(cleo, ticket)
        assert "等开春再补种" in page
        assert "It is taken up again on" in page
        assert 'state="paused"' in page

    def test_an_extension_says_why_and_the_new_date(self, place: Town, cleo: Client) -> None:
        boss = person("cora", "柯拉", place.community_office, "community")
        ticket = make.in_progress(place)
        before = ticket.due_at
        actions.request_extension(ticket=ticket, words="等配件", by=place.ada)
        actions.endorse(ticket=ticket, by=boss)
        actions.grant(ticket=ticket, words="配件下周到", by=place.ben)
        page = read(cleo, ticket)
        assert "It takes longer than promised" in page
        assert "配件下周到" in page
        assert now(ticket).due_at > before
        assert now(ticket).due_at.isoformat() in page

    def test_inner_steps_are_not_told(self, place: Town, cleo: Client) -> None:
        ticket = make.in_progress(place)
        actions.remark(ticket=ticket, words="只给同事", by=place.ada)
        page = read(cleo, ticket)
        assert "Internal remark" not in page
        assert "Signed for" in page


class TestUrge:
    def test_it_is_passed_on_once_a_working_day(self, place: Town, cleo: Client) -> None:
        ticket = make.in_progress(place)
        answer = say(cleo, ticket, "urge", words="老人等着用").content.decode()
        assert "It was passed on to: Grid 1" in answer
        assert "You have urged us today." in answer
        assert address(ticket, "urge") not in answer
        assert now(ticket).urges == 1
        seen = staff_read(place.ada, ticket)
        assert "Urged" in seen
        assert "老人等着用" in seen
        again = cleo.post(address(ticket, "urge"), {"words": ""})
        assert again.status_code == 422
        assert now(ticket).urges == 1

    def test_when_it_waits_for_the_resident_there_is_nothing_to_urge(
        self, place: Town, cleo: Client
    ) -> None:
        for ticket in (asked(place), make.checked(place), make.closed(place)):
            assert address(ticket, "urge") not in read(cleo, ticket)


class TestOnceMore:
    def twice(self, place: Town) -> Ticket:
        """Closed, reopened, handled and closed again."""
        ticket = make.closed(place)
        actions.reopen(ticket=ticket, words="又满了", by=RESIDENT)
        actions.sign(ticket=ticket, by=place.ada)
        actions.handle(ticket=ticket, words="又清了", photos=[make.picture()], by=place.ada)
        actions.check(ticket=ticket, closing_met=True, by=place.carl)
        return actions.confirm(ticket=ticket, by=RESIDENT)

    def test_a_supervisor_says_yes(self, place: Town, cleo: Client) -> None:
        lena = person("lena", "莉娜", place.town_office, "leader")
        ticket = self.twice(place)
        assert "a supervisor reads it and decides" in read(cleo, ticket)
        page = say(cleo, ticket, "reopen", words="第三次了").content.decode()
        assert "A supervisor decides" in page
        assert "第三次了" in page
        assert address(ticket, "reopen") not in page
        assert now(ticket).pending_kind == "reopen"
        assert "refuse" in verbs_for(lena, now(ticket))
        assert "第三次了" in staff_read(lena, ticket)
        actions.grant(ticket=ticket, words="确有问题，重办", by=lena)
        page = read(cleo, ticket)
        assert now(ticket).state == states.DISPATCHED
        assert "确有问题，重办" in page
        assert "A supervisor decides" not in page

    def test_a_supervisor_says_no_and_that_is_the_end(self, place: Town, cleo: Client) -> None:
        lena = person("lena", "莉娜", place.town_office, "leader")
        ticket = self.twice(place)
        say(cleo, ticket, "reopen", words="第三次了")
        actions.refuse(ticket=ticket, words="现场复核已清运", by=lena)
        page = read(cleo, ticket)
        assert "it is not opened again" in page
        assert "现场复核已清运" in page
        assert address(ticket, "reopen") not in page
        again = cleo.post(address(ticket, "reopen"), {"words": "还是不行"})
        assert again.status_code == 422
        assert "New facts are welcome" in again.content.decode()

    def test_after_the_announced_days_nobody_is_asked(self, place: Town, cleo: Client) -> None:
        ticket = self.twice(place)
        Ticket.objects.filter(pk=ticket.pk).update(closed_at=clock.now() - timedelta(days=8))
        assert cleo.post(address(ticket, "reopen"), {"words": "x"}).status_code == 422
        with pytest.raises(Refusal):
            actions.request_reopen(ticket=ticket, words="x", by=RESIDENT)


class TestAnsweredDirectly:
    def test_the_answer_is_read_and_may_be_not_enough(self, place: Town, cleo: Client) -> None:
        ticket = make.report(item=None, **CLEO)
        actions.answer_directly(ticket=ticket, words="工作日八点半到五点", by=place.ben)
        page = read(cleo, ticket)
        assert "工作日八点半到五点" in page
        assert "Being handled" not in page
        say(cleo, ticket, "reopen", words="周末呢")
        assert now(ticket).state == states.SUBMITTED
        assert now(ticket).closed_at is None
        assert "answer_directly" in verbs_for(place.ben, now(ticket))
        assert "周末呢" in staff_read(place.ben, ticket)

    def test_the_answer_comes_before_everything_else(self, place: Town, cleo: Client) -> None:
        ticket = make.report(item=None)
        actions.answer_directly(ticket=ticket, words="工作日八点半到五点", by=place.ben)
        page = read(cleo, ticket)
        assert page.index("工作日八点半到五点") < page.index("How satisfied are you?")
        assert "the desk has your question again" in page
