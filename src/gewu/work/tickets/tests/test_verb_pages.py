"""The verbs beside the main way through their pages: it happens, others see it, wrong input is said."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from tests.cast import person

from gewu.kernel import clock
from gewu.work.tickets import actions
from gewu.work.tickets.models import Approval, Condition, HelpOrder, Note, Ticket, TicketPhoto
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, photo, resident, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.equipped_town()


@pytest.fixture
def lea(place):
    """Leads the town."""
    return person("lea", "蕾雅", place.town_office, "leader")


@pytest.fixture
def cora(place):
    """Works in the community above grid 1."""
    return person("cora", "柯拉", place.community_office, "community")


def send(who, verb, ticket, *more, **given):
    return at(who).post(url(verb, ticket.pk, *more), {"once": str(uuid4())} | given)


def done(answer, ticket):
    assert answer.status_code == 302, text(answer)[:3000]
    return Ticket.objects.get(pk=ticket.pk)


def sees(who, ticket, queue="open"):
    return f"t{ticket.pk}" in text(at(who).get(url("queue"), {"queue": queue}))


def page_of(who, ticket):
    return text(at(who).get(url("ticket", ticket.pk)))


class TestBeforeFiling:
    def test_request_verify_and_verify_bring_it_to_the_team_and_back(self, place):
        ticket = make.report(item=None)
        ticket = done(send(place.ben, "request_verify", ticket, words="还在吗"), ticket)
        assert ticket.state == "verifying" and sees(place.ada, ticket, "verifying")
        assert "还在吗" in page_of(place.ada, ticket)
        wrong = send(place.ada, "verify", ticket, words="没有了")
        assert "Say whether it is as reported" in text(wrong) and "没有了" in text(wrong)
        given = {"words": "没有了", "found": "not_real", "photos": [photo()]}
        ticket = done(send(place.ada, "verify", ticket, **given), ticket)
        shown = page_of(place.ben, ticket)
        assert "It was not found as reported" in shown and "没有了" in shown
        assert url("photo", TicketPhoto.objects.get(ticket=ticket).pk, "thumb") in shown

    def test_whoever_is_asked_to_look_may_be_chosen(self, place):
        ticket = make.report(item=None)
        given = {"unit": place.community_office.pk, "words": "请社区看一眼"}
        ticket = done(send(place.ben, "request_verify", ticket, **given), ticket)
        cora = person("cora", "柯拉", place.community_office, "community")
        assert url("verify", ticket.pk) in page_of(cora, ticket)
        assert "请社区看一眼" in page_of(cora, ticket)
        assert url("verify", ticket.pk) not in page_of(place.ada, ticket)

    def test_ask_stops_the_clock_and_the_words_are_public(self, place):
        ticket = make.report(item=None)
        assert "Say in a sentence" in text(send(place.ben, "ask", ticket, words=""))
        ticket = done(send(place.ben, "ask", ticket, words="是几号楼？"), ticket)
        assert ticket.paused_at and Note.objects.get(ticket=ticket).is_public
        assert sees(place.ada, ticket, "answering")
        assert "The clock stands still until the answer" in page_of(place.ada, ticket)
        assert "是几号楼？" in resident(ticket)

    def test_decline_needs_one_of_the_lawful_reasons(self, place):
        ticket = make.report(item=None)
        shown = text(at(place.ben).get(url("decline", ticket.pk)))
        assert "it decides" in shown and "Lies outside this county" in shown
        refused = send(place.ben, "decline", ticket, words="不想办")
        assert "Choose why it is not accepted" in text(refused)
        refused = send(place.ben, "decline", ticket, words="不想办", reason="tired")
        assert refused.status_code == 200 and "不想办" in text(refused)
        given = {"reason": "court", "words": "法院已经受理"}
        ticket = done(send(place.ben, "decline", ticket, **given), ticket)
        assert sees(place.ada, ticket, "closed") and not sees(place.ada, ticket)
        assert "Please speak to the court" in page_of(place.ada, ticket)
        assert "法院已经受理" in resident(ticket) and "Before a court" in resident(ticket)

    def test_self_handle_is_one_step_with_its_evidence(self, place):
        ticket = make.report(item=None)
        listed = text(at(place.ada).get(url("self_handle", ticket.pk), {"q": "垃圾"}))
        assert "?item=0101" in listed
        condition = Condition.objects.get(item__code="0101", seq=1)
        given = {"condition": condition.pk, "words": "扫干净了", "photos": [photo()]}
        refused = send(place.ada, "self_handle", ticket, **given)
        assert "from before the work is missing" in text(refused) and "扫干净了" in text(refused)
        kept = refused.context["form"].kept_lines["photos"]["value"]
        given |= {"photos_before": [photo(colour="tan")], "photos": [], "kept_photos": kept}
        ticket = done(send(place.ada, "self_handle", ticket, **given), ticket)
        assert ticket.state == "checking" and ticket.self_handled
        assert sees(place.carl, ticket, "checking")
        shown = page_of(place.carl, ticket)
        assert "扫干净了" in shown and condition.name_en in shown
        for kept in TicketPhoto.objects.filter(ticket=ticket):
            assert url("photo", kept.pk, "thumb") in shown
        assert set(TicketPhoto.objects.values_list("stage", flat=True)) == {"before", "after"}

    def test_unmerge_makes_it_a_ticket_of_its_own(self, place):
        ticket = make.merged(place)
        assert "It is a part of" in page_of(place.ben, ticket)
        assert "Merged into this one" in page_of(place.ben, ticket.master)
        ticket = done(send(place.ben, "unmerge", ticket, words="两回事"), ticket)
        assert ticket.state == "submitted" and sees(place.ben, ticket, "filing")
        assert "两回事" in page_of(place.ada, ticket)


class TestReturning:
    def test_request_return_shows_the_desk_why(self, place):
        ticket = make.team_ticket(place)
        assert "Say in a sentence" in text(send(place.ada, "request_return", ticket, words=" "))
        given = {"words": "属于物业", "photos": [photo()]}
        ticket = done(send(place.ada, "request_return", ticket, **given), ticket)
        assert sees(place.ben, ticket, "returning")
        for verb in ("accept_return", "refuse_return", "refile"):
            shown = text(at(place.ben).get(url(verb, ticket.pk)))
            assert "属于物业" in shown and "Ada" in shown
            assert url("photo", TicketPhoto.objects.get().pk, "thumb") in shown

    def test_accept_return_gives_it_to_another_unit(self, place):
        ticket = make.returning(place)
        assert "Choose a unit" in text(send(place.ben, "accept_return", ticket))
        same = send(place.ben, "accept_return", ticket, unit=place.team_1.pk)
        assert "sent it back. Choose another one" in text(same)
        given = {"unit": place.sanitation.pk, "words": "请一并清运"}
        ticket = done(send(place.ben, "accept_return", ticket, **given), ticket)
        assert "请一并清运" in page_of(place.hana, ticket)
        assert sees(place.hana, ticket, "signing") and not sees(place.ada, ticket, "ours")
        assert "Before it was with Grid 1" in page_of(place.hana, ticket)

    def test_refuse_return_leaves_it_and_locks_it(self, place):
        ticket = make.returning(place)
        assert "Say in a sentence" in text(send(place.ben, "refuse_return", ticket, words=""))
        ticket = done(send(place.ben, "refuse_return", ticket, words="按职责清单"), ticket)
        assert ticket.return_locked and sees(place.ada, ticket, "signing")
        shown = page_of(place.ada, ticket)
        assert "按职责清单" in shown and url("request_return", ticket.pk) not in shown

    def test_refile_brings_it_back_to_filing(self, place):
        ticket = make.returning(place)
        assert "Say in a sentence" in text(send(place.ben, "refile", ticket, words=""))
        ticket = done(send(place.ben, "refile", ticket, words="不是这类"), ticket)
        assert ticket.unit is None and sees(place.ben, ticket, "filing")
        assert "不是这类" in page_of(place.ada, ticket)


class TestHanding:
    def test_escalate_says_what_was_tried(self, place, cora):
        ticket = make.in_progress(place)
        assert "Say in a sentence" in text(send(place.ada, "escalate", ticket, words=""))
        ticket = done(send(place.ada, "escalate", ticket, words="试过三次"), ticket)
        assert ticket.unit == place.community_office and sees(cora, ticket, "signing")
        assert "试过三次" in page_of(cora, ticket) and "Before it was with" in page_of(cora, ticket)

    def test_assign_goes_to_a_unit_below(self, place, cora):
        ticket = make.in_progress(place)
        ticket = actions.escalate(ticket=ticket, words="试过三次", by=place.ada)
        assert "Choose a unit" in text(send(cora, "assign", ticket, words="去看"))
        wrong = send(cora, "assign", ticket, words="去看", unit=place.sanitation.pk)
        assert "Choose a unit below" in text(wrong) and "去看" in text(wrong)
        ticket = done(send(cora, "assign", ticket, words="去看", unit=place.team_1.pk), ticket)
        assert ticket.unit == place.team_1 and "去看" in page_of(place.ada, ticket)

    def test_recuse_leaves_the_unit_out_for_good(self, place):
        ticket = make.in_progress(place)
        assert "Say in a sentence" in text(send(place.ada, "recuse", ticket, words=""))
        done(send(place.ada, "recuse", ticket, words="当事人是家属"), ticket)
        assert sees(place.ben, ticket, "dispatching")
        assert "当事人是家属" in page_of(place.ben, ticket)
        refused = send(place.ben, "dispatch", ticket, unit=place.team_1.pk)
        assert "too close to the matter" in text(refused)

    def test_cohandle_and_cohandled_by_the_helping_unit(self, place):
        ticket = make.in_progress(place)
        given = {"unit": place.sanitation.pk, "limit": "E24"}
        assert "Say in a sentence" in text(send(place.ada, "cohandle", ticket, **given))
        own = send(place.ada, "cohandle", ticket, words="帮忙", unit=place.team_1.pk)
        assert "at work on the ticket already" in text(own)
        ticket = done(send(place.ada, "cohandle", ticket, words="清走大件", **given), ticket)
        order = HelpOrder.objects.get()
        assert order.due_at - order.given_at == timedelta(hours=24)
        assert sees(place.hana, ticket, "helping")
        assert url("cohandled", ticket.pk, order.pk) in page_of(place.hana, ticket)
        assert url("cohandled", ticket.pk, order.pk) not in page_of(place.ada, ticket)
        wrong = send(place.hana, "cohandled", ticket, order.pk, words="")
        assert "Say in a sentence" in text(wrong) and "清走大件" in text(wrong)
        assert send(place.ada, "cohandled", ticket, order.pk, words="x").status_code == 403
        done(send(place.hana, "cohandled", ticket, order.pk, words="三车拉走"), ticket)
        assert "三车拉走" in page_of(place.ada, ticket)

    def test_uncohandle_calls_the_help_off(self, place):
        ticket = make.helped(place)
        order = HelpOrder.objects.get()
        assert send(place.carl, "uncohandle", ticket, order.pk).status_code == 403
        done(send(place.ada, "uncohandle", ticket, order.pk, words="自己来"), ticket)
        assert not sees(place.hana, ticket, "helping")
        assert "自己来" in page_of(place.ben, ticket)
        assert at(place.dan).get(url("uncohandle", ticket.pk, order.pk)).status_code == 404

    def test_with_open_help_handling_is_not_the_first_button(self, place):
        ticket = make.helped(place)
        buttons = at(place.ada).get(url("ticket", ticket.pk)).context["buttons"]
        assert not [button for button in buttons if button.primary]
        refused = send(place.ada, "handle", ticket, words="好了", photos=[photo()])
        assert refused.status_code == 409 and "have not finished yet" in text(refused)


class TestApplying:
    def test_an_extension_takes_two_yeses_of_two_people(self, place, cora, lea):
        ticket = make.in_progress(place)
        before = ticket.due_at
        assert "Say in a sentence" in text(send(place.ada, "request_extension", ticket, words=""))
        ticket = done(send(place.ada, "request_extension", ticket, words="等配件"), ticket)
        assert "等配件" in page_of(place.ben, ticket)
        assert send(place.ben, "grant", ticket).status_code == 403  # not supported yet
        assert sees(lea, ticket, "deciding") and not sees(place.ben, ticket, "deciding")
        done(send(lea, "endorse", ticket, words="属实"), ticket)
        assert sees(place.ben, ticket, "deciding") and not sees(lea, ticket, "deciding")
        shown = text(at(place.ben).get(url("grant", ticket.pk)))
        assert "等配件" in shown and "Grant the extension" in shown and "Lea" in shown
        assert "属实" in shown
        ticket = done(send(place.ben, "grant", ticket, words="配件周五到"), ticket)
        assert ticket.due_at > before and ticket.extensions == 1
        assert "Extended" in page_of(place.ada, ticket)
        assert "配件周五到" in resident(ticket) and "等配件" not in resident(ticket)

    def test_a_suspension_stops_the_clock_until_its_date_or_resume(self, place, lea):
        ticket = make.in_progress(place)
        given = {"words": "等开春"}
        assert "Say until when" in text(send(place.ada, "request_suspension", ticket, **given))
        yesterday = (clock.now() - timedelta(days=1)).date().isoformat()
        late = send(place.ada, "request_suspension", ticket, until=yesterday, **given)
        assert "must lie in the future" in text(late) and "等开春" in text(late)
        until = (clock.now() + timedelta(days=30)).date().isoformat()
        done(send(place.ada, "request_suspension", ticket, until=until, **given), ticket)
        done(send(lea, "endorse", ticket), ticket)
        ticket = done(send(place.ben, "grant", ticket), ticket)
        assert ticket.state == "suspended" and sees(place.ada, ticket, "suspended")
        assert "It is taken up again by itself" in page_of(place.ada, ticket)
        assert "counts for nobody" in page_of(place.ada, ticket)
        assert "等开春" in resident(ticket) and "It is taken up again on" in resident(ticket)
        ticket = done(send(place.ben, "resume", ticket, words="提前到货"), ticket)
        assert sees(place.ada, ticket, "handling") and "提前到货" in page_of(place.ada, ticket)

    def test_a_cancelled_one_ends_and_the_reason_is_public(self, place, lea):
        ticket = make.in_progress(place)
        assert "Say in a sentence" in text(send(place.ada, "request_cancel", ticket, words=""))
        done(send(place.ada, "request_cancel", ticket, words="重复测试"), ticket)
        assert send(place.ben, "grant", ticket).status_code == 403
        assert "重复测试" in page_of(lea, ticket)
        ticket = done(send(lea, "grant", ticket), ticket)
        assert ticket.state == "cancelled" and sees(place.ada, ticket, "closed")
        assert "重复测试" in resident(ticket)

    def test_a_refusal_says_why_and_leaves_it_as_it_was(self, place, lea):
        ticket = make.asked_for_time(place)
        assert "Say in a sentence" in text(send(lea, "refuse", ticket, words=""))
        ticket = done(send(lea, "refuse", ticket, words="可以按时"), ticket)
        assert ticket.state == "in_progress" and not ticket.pending
        shown = page_of(place.ada, ticket)
        assert "可以按时" in shown and url("request_extension", ticket.pk) in shown

    def test_the_second_reopening_is_decided_by_a_leader(self, place, lea):
        ticket = actions.reopen(ticket=make.closed(place), words="又满了", by=place.ben)
        Ticket.objects.filter(pk=ticket.pk).update(
            state="closed", closed_at=clock.now(), checked_at=clock.now()
        )
        assert send(place.ben, "reopen", ticket, words="还是满").status_code == 403
        assert "Say in a sentence" in text(send(place.ben, "request_reopen", ticket, words=""))
        done(send(place.ben, "request_reopen", ticket, words="还是满"), ticket)
        shown = page_of(lea, ticket)
        assert "Open it once more" in shown and "还是满" in shown
        ticket = done(send(lea, "grant", ticket), ticket)
        assert ticket.reopened == 2 and sees(place.ada, ticket, "signing")

    def test_an_appeal_is_reviewed_and_then_excuses(self, place, lea):
        with time_machine.travel(clock.now() + timedelta(days=40)):
            ticket = make.in_progress(place)
            Ticket.objects.filter(pk=ticket.pk).update(due_at=clock.now() - timedelta(days=3))
            done_with = {"words": "好了", "photos": [make.picture()]}
            actions.handle(ticket=ticket, **done_with, by=place.ada)
            actions.close(ticket=ticket, closing_met=True, by=place.ben)
            assert "Say in a sentence" in text(send(place.ada, "appeal", ticket, words=""))
            done(send(place.ada, "appeal", ticket, words="停电三天"), ticket)
            assert "停电三天" in page_of(place.ben, ticket)
            done(send(place.ben, "endorse", ticket), ticket)
            ticket = done(send(lea, "grant", ticket, words="属实"), ticket)
            assert ticket.is_excused and not ticket.is_late
            assert "Overdue mark excused" in page_of(place.ada, ticket)

    def test_nobody_is_offered_to_decide_about_their_own(self, place, cora):
        ticket = make.in_progress(place)
        ticket = actions.escalate(ticket=ticket, words="试过", by=place.ada)
        actions.sign(ticket=ticket, by=cora)
        actions.request_extension(ticket=ticket, words="等配件", by=cora)
        verbs = {b.verb for b in at(cora).get(url("ticket", ticket.pk)).context["buttons"]}
        assert not verbs & {"endorse", "refuse", "grant"} and not sees(cora, ticket, "deciding")
        refused = send(cora, "endorse", ticket)
        assert "Somebody else has to decide" in text(refused)
        assert Approval.objects.get().state == "asked"


class TestBeside:
    def test_urge_tells_the_unit_once_a_day(self, place):
        ticket = make.in_progress(place)
        ticket = done(send(place.ben, "urge", ticket, words="等急了"), ticket)
        shown = page_of(place.ada, ticket)
        assert "urged 1 time" in shown and "等急了" in shown
        again = send(place.ben, "urge", ticket)
        assert again.status_code == 409 and "You have urged us today" in text(again)

    def test_supervise_and_lift_stand_beside_the_clock(self, place, lea):
        ticket = make.in_progress(place)
        refused = send(lea, "supervise", ticket, words="三天内")
        assert "Choose a level" in text(refused) and "三天内" in text(refused)
        ticket = done(send(lea, "supervise", ticket, words="三天内", level="yellow"), ticket)
        shown = page_of(place.ada, ticket)
        assert "Yellow: behind" in shown and "pill-level-yellow" in shown and "三天内" in shown
        ticket = done(send(lea, "lift", ticket, words="已赶上进度"), ticket)
        assert "pill-level-yellow" not in page_of(place.ada, ticket)
        assert "已赶上进度" in page_of(place.ada, ticket)

    def test_remark_is_for_staff_only(self, place):
        ticket = make.in_progress(place)
        assert "Say in a sentence" in text(send(place.carl, "remark", ticket, words=""))
        done(send(place.carl, "remark", ticket, words="楼道无灯"), ticket)
        assert "楼道无灯" in page_of(place.ada, ticket)
        assert not Note.objects.get(words="楼道无灯").is_public

    def test_confide_hides_the_reporter_from_the_handler(self, place):
        ticket = make.report(item=make.item(make.ADVICE), name="柯丽欧", phone="13800000001")
        ticket = actions.dispatch(ticket=ticket, unit=place.team_1, by=place.ben)
        assert "Show name and phone" in page_of(place.ada, ticket)
        ticket = done(send(place.ben, "confide", ticket, is_confidential="on"), ticket)
        shown = page_of(place.ada, ticket)
        assert "Show name and phone" not in shown and "Confidential" in shown
        ticket = done(send(place.ben, "confide", ticket), ticket)
        assert "Show name and phone" in page_of(place.ada, ticket)


# verb → situation, who does it, whom it is denied though they see it
DOORS = {
    "request_verify": (lambda place: make.report(item=None), "ben", "ada"),
    "verify": (make.verifying, "ada", "ben"),
    "ask": (lambda place: make.report(item=None), "ben", "ada"),
    "decline": (lambda place: make.report(item=None), "ben", "ada"),
    "self_handle": (lambda place: make.report(item=None), "ada", "ben"),
    "merge": (make.team_ticket, "ben", "ada"),
    "split": (lambda place: make.report(item=None), "ben", "ada"),
    "unmerge": (make.merged, "ben", "ada"),
    "request_return": (make.team_ticket, "ada", "ben"),
    "accept_return": (make.returning, "ben", "ada"),
    "refuse_return": (make.returning, "ben", "ada"),
    "refile": (make.returning, "ben", "ada"),
    "escalate": (make.in_progress, "ada", "carl"),
    "assign": (make.in_progress, "ben", "ada"),
    "recuse": (make.in_progress, "ada", "ben"),
    "cohandle": (make.in_progress, "ada", "carl"),
    "request_extension": (make.in_progress, "ada", "ben"),
    "request_suspension": (make.in_progress, "ada", "ben"),
    "request_cancel": (make.in_progress, "ada", "carl"),
    "appeal": (make.closed, "ada", "ben"),
    "endorse": (make.asked_for_time, "lea", "carl"),
    "refuse": (make.asked_for_time, "lea", "ada"),
    "grant": (make.asked_to_cancel, "lea", "ben"),
    "supervise": (make.in_progress, "lea", "ben"),
    "lift": (make.supervised, "lea", "ben"),
    "urge": (make.in_progress, "ben", "ada"),
    "remark": (make.in_progress, "ada", "eve"),
    "confide": (make.in_progress, "ben", "ada"),
}


@pytest.mark.parametrize("verb", DOORS)
def test_each_page_has_its_door_and_its_part(place, lea, verb):
    place.people["lea"] = lea
    situation, who, denied = DOORS[verb]
    ticket, address = situation(place), ""
    address = url(verb, ticket.pk)
    shown = f"{address}?item=0101"  # which matters where an item is chosen first
    whole = text(at(place.people[who]).get(shown))
    part = text(at(place.people[who]).get(shown, headers=HTMX))
    assert "<html" in whole and "<html" not in part and part.strip() in whole
    assert f'name="seen" value="{ticket.version}"' in whole
    assert at(place.people[denied]).get(address).status_code == 403
    assert at(place.people[denied]).post(address, {"words": "x"}).status_code == 403
    assert at(place.dan).get(address).status_code == 404
