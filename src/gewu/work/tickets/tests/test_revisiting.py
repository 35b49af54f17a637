"""Calling back: attempts, verdicts, once back by itself, and marks that the unit never sees."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from tests.cast import CLEO, person

from gewu.ground.residents.models import ContactAccess
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions, policies
from gewu.work.tickets.models import Approval, Note, Revisit, Ticket
from gewu.work.tickets.queries.revisits import call_list, to_call
from gewu.work.tickets.rules import revisiting as rules
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, text, url

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # nine in the morning there
SAID = "电话里说态度不好"


@pytest.fixture
def place(db):
    return make.equipped_town()


def called(ticket, who, outcome="solved", satisfied=4, **given):
    return actions.revisit(ticket=ticket, outcome=outcome, satisfied=satisfied, **given, by=who)


def unreached(ticket, who, moment):
    with clock.standing_at(moment):
        return called(ticket, who, "unreached", None)


class TestRules:
    def test_three_attempts_on_one_day_are_not_enough(self):
        same_day = [MONDAY, MONDAY + timedelta(hours=3), MONDAY + timedelta(hours=6)]
        assert rules.verdict("unreached", None, same_day, SHANGHAI) == rules.WAIT
        tomorrow = [*same_day[:2], MONDAY + timedelta(days=1)]
        assert rules.verdict("unreached", None, tomorrow, SHANGHAI) == rules.GIVE_UP
        assert rules.verdict("unreached", None, tomorrow[1:], SHANGHAI) == rules.WAIT

    def test_days_are_those_of_the_county(self):
        late = MONDAY.replace(hour=15, minute=30)  # half past eleven at night in Shanghai
        attempts = [late, late + timedelta(minutes=20), late + timedelta(minutes=40)]
        assert rules.cannot_be_reached(attempts, SHANGHAI)
        assert not rules.cannot_be_reached(attempts, ZoneInfo("Europe/Helsinki"))

    @pytest.mark.parametrize(
        ("outcome", "satisfied", "leads_to"),
        [
            ("solved", 3, rules.CLOSE),
            ("solved", 2, rules.BACK),
            ("partly", 3, rules.CLOSE),
            ("partly", 1, rules.BACK),
            ("unsolved", 5, rules.BACK),
        ],
    )
    def test_unsolved_or_dissatisfied_goes_back(self, outcome, satisfied, leads_to):
        assert rules.verdict(outcome, satisfied, [], SHANGHAI) == leads_to

    def test_the_next_attempt_is_later_and_the_last_on_another_day(self):
        assert rules.next_attempt(MONDAY, [], SHANGHAI) == MONDAY
        once = rules.next_attempt(MONDAY, [MONDAY], SHANGHAI)
        assert once == MONDAY + timedelta(hours=3)
        twice = rules.next_attempt(MONDAY, [MONDAY, once], SHANGHAI)
        assert twice == datetime(2026, 3, 3, 9, tzinfo=SHANGHAI)
        parted = [MONDAY, MONDAY + timedelta(days=1)]
        assert rules.next_attempt(MONDAY, parted, SHANGHAI) == parted[1] + timedelta(hours=3)


@pytest.mark.django_db
class TestRevisit:
    def test_solved_and_satisfied_closes(self, place):
        ticket = called(make.checked(place), place.carl, contacted=True, attitude=5, words=SAID)
        assert ticket.state == "closed"
        kept = Revisit.objects.get()
        assert (kept.round, kept.attempt, kept.satisfied, kept.channel) == (0, 1, 4, "phone")
        assert kept.words == SAID and not Note.objects.filter(words=SAID).exists()

    def test_dissatisfied_goes_back_once_and_then_a_supervisor_decides(self, place):
        ticket = called(make.checked(place), place.carl, satisfied=2, missing="味道还在")
        assert (ticket.state, ticket.reopened) == ("dispatched", 1)
        again = actions.sign(ticket=ticket, by=place.ada)
        again = actions.handle(
            ticket=again, words="又清了一次", photos=[make.picture()], by=place.ada
        )
        again = actions.check(ticket=again, closing_met=True, by=place.carl)
        again = called(again, place.carl, "unsolved", 1, missing="还是有味道")
        assert (again.state, again.pending) == ("checked", "reopen:asked")
        assert Revisit.objects.get(round=1).outcome == "unsolved"
        with clock.standing_at(clock.now() + timedelta(days=30)):
            assert actions.close_silent(county_id=place.county.pk, now=clock.now(), by=SYSTEM) == 0
        lena = person("lena", "莱娜", place.town_office, "leader")
        actions.grant(ticket=again, by=lena)
        assert Ticket.objects.get(pk=again.pk).reopened == 2
        assert Approval.objects.get().state == "granted"

    def test_three_attempts_on_two_days_and_it_closes_without_a_mark(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.checked(place)
        for moment in (MONDAY, MONDAY + timedelta(hours=3)):
            assert unreached(ticket, place.carl, moment).state == "checked"
        assert unreached(ticket, place.carl, MONDAY + timedelta(days=1)).state == "closed"
        assert not Revisit.objects.exclude(satisfied=None).exists()
        assert Revisit.objects.filter(outcome="unreached").count() == 3

    def test_sent_twice_it_is_kept_once(self, place):
        ticket, command = make.checked(place), uuid4()
        for _n in range(2):
            called(ticket, place.carl, "unreached", None, command=command)
        assert Revisit.objects.count() == 1

    def test_the_unit_that_did_it_does_not_call(self, place):
        ticket = make.checked(place)
        assert not policies.may(place.ada, "revisit", ticket)
        with pytest.raises(IllegalMove):
            called(ticket, place.ada)
        own = actions.dispatch(ticket=make.report(), unit=place.town_office, by=place.ben)
        Ticket.objects.filter(pk=own.pk).update(state="checked", checked_at=clock.now())
        assert own not in to_call(place.ben) and ticket in to_call(place.ben)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"outcome": "solved", "satisfied": None}, "satisfied"),
            ({"outcome": "solved", "satisfied": 6}, "satisfied"),
            ({"outcome": "unreached", "satisfied": 3}, "outcome"),
            ({"outcome": "unsolved", "satisfied": 3}, "missing"),
        ],
    )
    def test_answers_that_do_not_fit_are_refused(self, place, given, field):
        with pytest.raises(Refusal) as no:
            actions.revisit(ticket=make.checked(place), **given, by=place.carl)
        assert no.value.field == field and not Revisit.objects.exists()

    def test_a_resident_answers_by_the_form_and_it_counts_as_confirmed(self, place):
        ticket = called(make.checked(place), RESIDENT)
        assert ticket.state == "closed" and Revisit.objects.get().channel == "form"


@pytest.mark.django_db
class TestMarks:
    def test_the_unit_sees_only_that_somebody_called_back(self, place):
        ticket = called(make.checked(place), place.carl, attitude=1, words=SAID)
        actions.rate(ticket=ticket, stars=1, words="给一星", by=RESIDENT)
        shown = text(at(place.ada).get(url("ticket", ticket.pk)))
        assert "Called back" in shown
        for secret in (SAID, "给一星", "卡尔</span>", 'class="stars"'):
            assert secret not in shown.split('id="timeline"')[0], secret
        line = shown.split("Called back")[1].split("</li>")[0]
        assert "timeline-at" not in line and "卡尔" not in line and "Carl" not in line

    def test_leaders_and_the_desk_see_marks_and_words(self, place):
        ticket = called(make.checked(place), place.carl, attitude=1, words=SAID)
        lena = person("lena", "莱娜", place.town_office, "leader")
        for who in (place.ben, lena):
            shown = text(at(who).get(url("ticket", ticket.pk)))
            assert SAID in shown and 'class="stars"' in shown
        assert SAID not in text(at(place.eve).get(url("ticket", ticket.pk)))


@pytest.mark.django_db
class TestPages:
    def test_the_call_list_shows_what_others_did_and_when_to_try_again(self, place):
        ticket = make.checked(place)
        shown = text(at(place.carl).get(url("calls")))
        assert f"c{ticket.pk}" in shown and "Now" in shown
        part = text(at(place.carl).get(url("calls"), headers=HTMX))
        assert "<html" not in part and part in shown
        called(ticket, place.carl, "unreached", None)
        call = call_list(place.carl, clock.now()).calls[0]
        assert (call.tried, call.is_due, call.left) == (1, False, 2)
        assert at(place.ada).get(url("calls")).status_code == 403

    def test_my_day_says_how_many_wait_for_a_call(self, place):
        make.checked(place)
        assert url("calls") in text(at(place.carl).get("/desk/"))
        assert url("calls") not in text(at(place.ada).get("/desk/"))

    def test_a_call_through_the_page_closes_the_ticket(self, place):
        ticket = make.checked(place)
        assert b"Is it solved?" in at(place.carl).get(url("revisit", ticket.pk)).content
        given = {"outcome": "solved", "contacted": "yes", "satisfied": "5", "attitude": "4"}
        given |= {"words": SAID}
        answer = at(place.carl).post(url("revisit", ticket.pk), given | {"once": str(uuid4())})
        assert answer["Location"] == url("calls")
        lena = person("lena", "莱娜", place.town_office, "leader")
        shown = text(at(lena).get(url("ticket", ticket.pk)))
        assert SAID in shown and 'class="stars"' in shown
        assert "The unit got in touch in time." in shown
        assert Ticket.objects.get(pk=ticket.pk).state == "closed"
        late = at(place.carl).post(url("revisit", ticket.pk), given)
        assert late.status_code == 200 and Revisit.objects.count() == 1

    def test_what_is_still_to_be_done_is_read_by_the_unit_that_gets_it_again(self, place):
        ticket = make.checked(place)
        given = {"outcome": "unsolved", "satisfied": "1", "missing": "味道还在"}
        at(place.carl).post(url("revisit", ticket.pk), given | {"once": str(uuid4())})
        assert f"t{ticket.pk}" in text(at(place.ada).get(url("queue"), {"queue": "ours"}))
        assert "味道还在" in text(at(place.ada).get(url("ticket", ticket.pk)))

    def test_what_is_missing_stands_at_its_field(self, place):
        ticket = make.checked(place)
        given = {"outcome": "unsolved", "satisfied": "1"}
        assert 'id="id_missing_error"' in text(
            at(place.carl).post(url("revisit", ticket.pk), given)
        )
        assert 'id="id_outcome_error"' in text(at(place.carl).post(url("revisit", ticket.pk), {}))

    def test_the_contact_is_opened_with_a_reason_and_on_record(self, place):
        ticket = make.report(item=make.item(make.ADVICE), **CLEO)
        ticket = actions.dispatch(ticket=ticket, unit=place.team_1, by=place.ben)
        Ticket.objects.filter(pk=ticket.pk).update(state="checked", checked_at=clock.now())
        page = url("revisit_contact", ticket.pk)
        assert CLEO["phone"] not in text(at(place.carl).post(page, {"reason": ""}))
        assert CLEO["phone"] in text(at(place.carl).post(page, {"reason": "回访"}))
        assert ContactAccess.objects.count() == 1
        assert at(place.ada).post(page, {"reason": "好奇"}).status_code == 403

    def test_a_checker_opens_a_contact_only_while_a_call_is_due(self, place):
        ticket = make.report(item=make.item(make.ADVICE), **CLEO)
        assert not policies.may_read_contact(place.carl, ticket)
        ticket.state, ticket.unit_id = "checked", place.team_1.pk
        assert policies.may_read_contact(place.carl, ticket)
        assert policies.may_read_contact(place.ben, ticket)

    def test_a_stranger_gets_404(self, place):
        ticket = make.checked(place)
        for name in ("revisit", "revisit_contact"):
            assert at(place.dan).post(url(name, ticket.pk)).status_code == 404
