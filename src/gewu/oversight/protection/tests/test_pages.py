"""The desk for data protection through the browser: the officer gets in, everybody else finds nothing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import CLEO

from gewu.ground.residents.actions import write_part
from gewu.ground.residents.models import PersonPart
from gewu.ground.residents.tests import people
from gewu.ground.staffing.models import Appointment
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT
from gewu.kernel.models import JournalEntry
from gewu.oversight.protection import actions, states, views
from gewu.oversight.protection.models import DataRequest, DataStep, DataTerms
from gewu.oversight.protection.tests.conftest import text
from gewu.work.tickets.tests import factories
from gewu.work.tickets.tests.browsing import HTMX, at

LIST = reverse("protection:requests")
QUESTION = "为什么派给环卫？"


@pytest.fixture
def asked(session: Any) -> DataRequest:
    """Cleo wants to know why."""
    return actions.ask(session=session, kind="explain", words=QUESTION, by=RESIDENT)


def address(request: DataRequest, name: str = "request") -> str:
    return reverse(f"protection:{name}", args=[request.pk])


def now(request: DataRequest) -> DataRequest:
    return DataRequest.objects.get(pk=request.pk)


def test_the_desk_reads_the_number_though_it_sees_no_ticket(session: Any, pia: Client) -> None:
    ticket = factories.report(**CLEO)
    said = {"kind": "explain", "words": QUESTION, "ticket": ticket}
    asked = actions.ask(session=session, **said, by=RESIDENT)
    for page in (LIST, address(asked)):
        assert ticket.shown_number in text(pia.get(page))
    assert pia.get(reverse("tickets:ticket", args=[ticket.pk])).status_code in (403, 404)


class TestTheQueue:
    def test_it_lists_by_the_day_and_names_nobody(self, asked: DataRequest, pia: Client) -> None:
        page = text(pia.get(LIST))
        assert "Explain" in page
        assert asked.due_on.isoformat() in page
        assert "working days left" in page
        assert QUESTION not in page
        assert CLEO["phone"] not in page

    def test_what_is_late_is_said_first(self, asked: DataRequest, pia: Client) -> None:
        assert "waits although" not in text(pia.get(LIST))
        DataRequest.objects.update(due_on=clock.now().date() - timedelta(days=3))
        page = text(pia.get(LIST))
        assert "1 request waits although its day has passed." in page
        assert "Overdue" in page

    def test_state_and_kind_choose(self, place: Any, asked: DataRequest, pia: Client) -> None:
        actions.answer(request=asked, words="见说明。", by=place.pia)
        assert "Nobody waits for an answer" in text(pia.get(LIST))
        assert "No such request" in text(pia.get(LIST, {"state": "all", "kind": "delete"}))
        for given in ({"state": "answered"}, {"state": "all", "kind": "explain"}):
            assert address(asked) in text(pia.get(LIST, given))
        assert pia.get(LIST, {"kind": "nonsense"}).status_code == 422

    def test_a_part_is_the_same_piece_of_the_page(self, asked: DataRequest, pia: Client) -> None:
        part = text(pia.get(LIST, headers=HTMX))
        assert part.startswith('<div id="results"')
        assert part in text(pia.get(LIST))

    def test_long_lists_are_paged(
        self, session: Any, pia: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "PAGE_SIZE", 2)
        for _ in range(3):
            actions.ask(session=session, kind="object", words="不要", by=RESIDENT)
        assert "page=2" in text(pia.get(LIST))
        assert "page=1" in text(pia.get(LIST, {"page": "2"}))


class TestOneRequest:
    def test_opening_it_shows_the_words_and_is_on_record(
        self, asked: DataRequest, pia: Client
    ) -> None:
        for _ in range(2):
            page = text(pia.get(address(asked)))
        assert QUESTION in page
        assert DataStep.objects.filter(request=asked, verb="read").count() == 1

    def test_an_answer_reaches_the_person(self, asked: DataRequest, pia: Client) -> None:
        said = {"words": "按事项清单派单。", "once": uuid4()}
        for _ in range(2):
            answer = pia.post(address(asked, "answer"), said)
        assert answer["Location"] == address(asked)
        assert now(asked).state == states.ANSWERED
        page = text(pia.get(address(asked)))
        assert "按事项清单派单。" in page
        assert address(asked, "answer") not in page, "nothing more is to be done"

    def test_a_refusal_says_why(self, asked: DataRequest, pia: Client) -> None:
        pia.post(address(asked, "refuse"), {"words": "依照《档案法》须保存。"})
        assert now(asked).state == states.REFUSED

    def test_more_time_once(self, asked: DataRequest, pia: Client) -> None:
        pia.post(address(asked, "extend"), {"words": "要查档案。"})
        assert now(asked).first_due_on == asked.due_on
        again = pia.post(address(asked, "extend"), {"words": "再等等。"})
        assert again.status_code == 422
        assert "once only" in text(again)

    @pytest.mark.parametrize("verb", ["answer", "refuse", "extend"])
    def test_without_words_nothing_happens(
        self, asked: DataRequest, pia: Client, verb: str
    ) -> None:
        answer = pia.post(address(asked, verb), {"words": " "})
        assert answer.status_code == 422
        assert "Please say it in a sentence." in text(answer)
        assert now(asked).state == states.OPEN

    @pytest.mark.parametrize("verb", ["answer", "refuse", "extend"])
    def test_reloading_a_step_leads_to_the_page(
        self, asked: DataRequest, pia: Client, verb: str
    ) -> None:
        assert pia.get(address(asked, verb))["Location"] == address(asked)

    def test_what_was_taken_back_meanwhile_is_said(
        self, asked: DataRequest, session: Any, pia: Client
    ) -> None:
        actions.withdraw(request=asked, session=session, by=RESIDENT)
        answer = pia.post(address(asked, "answer"), {"words": "见说明。"})
        assert answer.status_code == 422
        assert "Taken back" in text(answer)


class TestCarryOut:
    def test_the_desk_deletes_what_no_law_demands(
        self, place: Any, session: Any, pia: Client
    ) -> None:
        wang = people.resident(place, people.purpose())
        law = people.purpose("shelter", "name phone", basis="duty", authority="《人民防空法》")
        values = {"name": "王小明", "phone": CLEO["phone"]}
        write_part(person=wang, purpose=law, values=values, by=place.ada)
        request = actions.ask_deletion(session=session, by=RESIDENT)
        where = address(request, "carry_out")
        assert where in text(pia.get(address(request)))
        said = {"once": uuid4()}
        for _ in range(2):
            assert pia.post(where, said)["Location"] == address(request)
        assert now(request).state == states.DONE
        assert not PersonPart.objects.exists()

    def test_a_question_deletes_nothing(self, asked: DataRequest, pia: Client) -> None:
        assert address(asked, "carry_out") not in text(pia.get(address(asked)))
        answer = pia.post(address(asked, "carry_out"))
        assert answer.status_code == 422
        assert "Nothing is left" in text(answer)


class TestTheRegister:
    def test_it_names_nobody_and_says_who_took_it(self, asked: DataRequest, pia: Client) -> None:
        assert 'name="purpose"' in text(pia.get(reverse("protection:register")))
        answer = pia.post(reverse("protection:register"), {"kind": "csv", "purpose": "年度审计"})
        table = answer.content.decode()
        assert str(asked.pk) in table
        assert "年度审计" in table
        assert "pia" in table
        assert QUESTION not in table
        assert JournalEntry.objects.get(name="protection.register_exported").payload == {"count": 1}

    def test_without_a_purpose_there_is_no_file(self, asked: DataRequest, pia: Client) -> None:
        answer = pia.post(reverse("protection:register"), {"kind": "csv"})
        assert answer.status_code == 422
        assert "This field is required." in text(answer)


class TestTerms:
    def test_days_and_names(self, place: Any, pia: Client) -> None:
        where = reverse("protection:terms")
        assert 'value="15"' in text(pia.get(where))
        said = {"days": "10", "more_days": "5", "shows_names": "on"}
        assert pia.post(where, said)["Location"] == where
        kept = DataTerms.objects.get()
        assert (kept.days, kept.more_days, kept.shows_names) == (10, 5, True)

    def test_what_cannot_be_is_said_at_its_field(self, place: Any, pia: Client) -> None:
        answer = pia.post(reverse("protection:terms"), {"days": "0", "more_days": "5"})
        assert answer.status_code == 422
        assert "Between 1 and 60 working days." in text(answer)


@pytest.mark.parametrize("who", ["ada", "ben", "carl", "eve", "hana", "root"])
def test_for_everybody_else_there_is_no_such_desk(place: Any, asked: DataRequest, who: str) -> None:
    browser = at(getattr(place, who))
    pages = [LIST, reverse("protection:register"), reverse("protection:terms"), address(asked)]
    assert {browser.get(page).status_code for page in pages} == {404}
    steps = [address(asked, verb) for verb in ("answer", "refuse", "extend", "carry_out")]
    steps.append(reverse("protection:register"))
    assert {browser.post(step, {"words": "x"}).status_code for step in steps} == {404}
    assert LIST not in text(browser.get(reverse("desk:my_day")))


def test_a_role_that_ends_in_mid_session_ends_the_desk(
    place: Any, asked: DataRequest, pia: Client
) -> None:
    assert pia.get(LIST).status_code == 200
    Appointment.objects.filter(user=place.pia).delete()
    assert pia.get(LIST).status_code == 404
    assert pia.post(address(asked, "answer"), {"words": "x"}).status_code == 404
    assert now(asked).state == states.OPEN


def test_the_menu_leads_there(place: Any, pia: Client) -> None:
    assert LIST in text(pia.get(reverse("desk:my_day")))


def test_few_statements(session: Any, pia: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(10):
        actions.ask(session=session, kind="object", words="不要", by=RESIDENT)
    factories.report(**CLEO)
    with django_assert_max_num_queries(20):
        pia.get(LIST)
