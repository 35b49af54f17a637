"""What a resident does with their data, and what staff then see."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import CLEO, Town

from gewu.doors.portal.tests.entering import OTHER, a_phone, resident
from gewu.doors.portal.tests.test_me import ENTER, ME, text
from gewu.ground.residents.actions import ask_for_child, open_urgently
from gewu.ground.residents.models import PersonPart
from gewu.ground.residents.tests import people
from gewu.kernel.models import JournalEntry
from gewu.oversight.protection.models import DataRequest
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.tests import factories
from gewu.work.tickets.tests.browsing import at, url

COPY, ASK, DELETE = (reverse(f"portal:{name}") for name in ("copy", "ask", "delete"))
QUESTION = "为什么派给环卫？"


def last() -> DataRequest:
    found = DataRequest.objects.order_by("-id").first()
    assert found
    return found


class TestCopy:
    def test_json_holds_all_of_it_and_nothing_of_others(self, place: Town) -> None:
        mine, other = factories.report(**CLEO), factories.report(name="别人", phone=OTHER)
        answer = resident().post(COPY, {"kind": "json", "once": uuid4()})
        copy = json.loads(answer.content)
        assert (copy["format"], copy["version"]) == ("gewu.my-data", 1)
        assert [each["number"] for each in copy["requests"]] == [mine.number]
        assert other.number not in answer.content.decode()
        assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
        assert answer["Cache-Control"] == "no-store, private"

    def test_pages_to_print(self, place: Town) -> None:
        factories.report(**CLEO)
        answer = resident().post(COPY, {"kind": "pdf"})
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")

    def test_it_is_on_record_and_in_the_audit(self, place: Town) -> None:
        once = uuid4()
        browser = resident()
        for _ in range(2):
            browser.post(COPY, {"kind": "json", "once": once})
        assert DataRequest.objects.get().kind == "copy"
        assert JournalEntry.objects.filter(name="protection.asked").count() == 1

    def test_another_kind_of_file_is_refused_at_its_field(self, place: Town) -> None:
        factories.report(**CLEO)
        answer = resident().post(COPY, {"kind": "exe"})
        assert answer.status_code == 422
        assert "copy_kind" in text(answer)


class TestCorrect:
    def test_the_name_is_right_at_once_and_for_staff_too(self, place: Town) -> None:
        ticket = factories.report(**CLEO)
        browser = resident()
        page = reverse("portal:correct", args=[ticket.contact_id])
        assert page in text(browser.get(ME))
        assert browser.get(page).status_code == 200
        assert browser.post(page, {"name": "柯丽", "once": uuid4()})["Location"] == ME
        assert "柯丽" in text(browser.get(ME))
        seen = at(place.ben).post(url("contact", ticket.pk), {"reason": "回电"})
        assert "柯丽" in text(seen)

    def test_a_name_that_is_too_long_is_said_at_its_field(self, place: Town) -> None:
        ticket = factories.report(**CLEO)
        answer = resident().post(
            reverse("portal:correct", args=[ticket.contact_id]), {"name": "名" * 81}
        )
        assert answer.status_code == 422
        assert 'id="id_name_error"' in text(answer)

    def test_a_link_to_anothers_record_leads_nowhere(self, place: Town) -> None:
        other = factories.report(name="别人", phone=OTHER)
        page = reverse("portal:correct", args=[other.contact_id])
        browser = resident()
        assert browser.get(page).status_code == 404
        assert browser.post(page, {"name": "我"}).status_code == 404


class TestAsk:
    def test_it_reaches_the_desk_and_its_date_is_told(self, place: Town) -> None:
        ticket = factories.report(**CLEO)
        browser = resident()
        said = {"kind": "explain", "ticket": str(ticket.pk), "words": QUESTION, "once": uuid4()}
        for _ in range(2):
            assert browser.post(ASK, said)["Location"] == ME
        request = DataRequest.objects.get()
        assert (request.kind, request.ticket_id) == ("explain", ticket.pk)
        page = text(browser.get(ME))
        assert QUESTION in page
        assert f"it is answered by {request.due_on}" in page

    def test_what_is_late_is_said_honestly(self, place: Town) -> None:
        browser = resident()
        browser.post(ASK, {"kind": "object", "words": "不要再打电话"})
        yesterday = timezone.localdate() - timedelta(days=1)
        DataRequest.objects.update(due_on=yesterday)
        page = text(browser.get(ME))
        assert "Overdue" in page
        assert f"it was to be answered by {yesterday}" in page

    @pytest.mark.parametrize(
        ("changed", "field"),
        [({"words": " "}, "words"), ({"kind": ""}, "kind"), ({"kind": "copy"}, "kind")],
    )
    def test_what_is_missing_is_said_at_its_field(
        self, place: Town, changed: dict[str, str], field: str
    ) -> None:
        answer = resident().post(ASK, {"kind": "explain", "words": "为什么"} | changed)
        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in text(answer)
        assert not DataRequest.objects.exists()

    def test_words_that_are_too_long_are_said_at_the_field(self, place: Town) -> None:
        answer = resident().post(ASK, {"kind": "explain", "words": "长" * 1001})
        assert (answer.status_code, 'id="id_words_error"' in text(answer)) == (422, True)

    def test_a_request_of_somebody_else_cannot_be_chosen(self, place: Town) -> None:
        other = factories.report(name="别人", phone=OTHER)
        said = {"kind": "explain", "words": "为什么", "ticket": str(other.pk)}
        assert resident().post(ASK, said).status_code == 422
        assert not DataRequest.objects.exists()


def test_from_a_request_the_forms_are_filled_in(place: Town) -> None:
    ticket = factories.report(**CLEO)
    browser = resident()
    page = text(browser.get(ME))
    for where, given in (
        (ASK, {"kind": "explain", "ticket": str(ticket.pk)}),
        (DELETE, {"what": str(ticket.pk)}),
    ):
        assert where in page
        filled = text(browser.get(where, given))
        assert f'value="{ticket.pk}" selected' in filled or "checked" in filled
        assert str(ticket.pk) in filled


class TestDelete:
    def test_everything_at_once(self, place: Town) -> None:
        ticket = factories.report(**CLEO)
        Ticket.objects.filter(pk=ticket.pk).update(
            state="closed", closed_at=timezone.now(), checked_at=timezone.now()
        )
        browser = resident()
        assert ticket.text.headline in text(browser.get(DELETE))
        assert browser.post(DELETE, {"what": "all", "once": uuid4()})["Location"] == ME
        page = text(browser.get(ME))
        assert "Nothing is kept with this number." in page
        assert "Carried out" in page
        assert CLEO["name"] not in page
        assert Ticket.objects.get(pk=ticket.pk).is_emptied

    def test_what_is_worked_on_is_locked_for_staff(self, place: Town) -> None:
        ticket = factories.report(**CLEO)
        browser = resident()
        browser.post(DELETE, {"what": str(ticket.pk)})
        page = text(browser.get(ME))
        assert "still being worked on" in page
        assert "locked away" in page
        seen = text(at(place.ben).post(url("contact", ticket.pk), {"reason": "回电"}))
        assert "nobody opens them any more" in seen
        assert CLEO["phone"] not in seen

    def test_it_may_be_taken_back(self, place: Town) -> None:
        factories.report(**CLEO)
        browser = resident()
        browser.post(DELETE, {"what": "all"})
        where = reverse("portal:withdraw", args=[last().pk])
        assert browser.post(where)["Location"] == ME
        assert last().state == "withdrawn"
        assert Ticket.objects.get().contact.restricted_at is None  # type: ignore[union-attr]

    def test_what_cannot_be_taken_back_any_more_is_said(self, place: Town) -> None:
        browser = resident()
        browser.post(DELETE, {"what": "all"})
        answer = browser.post(reverse("portal:withdraw", args=[last().pk]))
        assert answer.status_code == 409
        assert "not possible now" in text(answer)

    def test_nothing_chosen_nothing_deleted(self, place: Town) -> None:
        answer = resident().post(DELETE, {})
        assert answer.status_code == 422
        assert "Please choose what shall be deleted." in text(answer)

    def test_a_link_to_anothers_request_leads_nowhere(self, place: Town) -> None:
        other = factories.report(name="别人", phone=OTHER)
        assert resident().post(DELETE, {"what": str(other.pk)}).status_code == 422
        resident(OTHER).post(DELETE, {"what": str(other.pk)})
        where = reverse("portal:withdraw", args=[last().pk])
        assert resident().post(where).status_code == 404


class TestPeople:
    @pytest.fixture
    def purpose(self, place: Town) -> Any:
        return people.purpose(fields="name phone birth_date")

    def test_what_is_held_why_and_until_when(self, place: Town, purpose: Any) -> None:
        wang = people.resident(place, purpose)
        child = people.child_of(place, purpose, wang)
        ask_for_child(child=child, reason="疫苗通知", by=place.ada)
        page = text(resident().get(ME))
        for said in ("王小明", "王小小, whose guardian you are", "kept until", "个人信息保护法"):
            assert said in page
        assert "疫苗通知" in page
        assert "not decided yet" in page

    def test_withdrawing_is_one_button_and_erases_at_once(self, place: Town, purpose: Any) -> None:
        wang = people.resident(place, purpose)
        where = reverse("portal:take_back", args=[wang.pk, purpose.pk])
        browser = resident()
        assert where in text(browser.get(ME))
        assert browser.get(where)["Location"] == ME
        assert PersonPart.objects.filter(person=wang).exists(), "looking takes nothing back"
        assert browser.post(where)["Location"] == ME
        assert not PersonPart.objects.exists()

    def test_the_name_of_a_person_is_right_at_once(self, place: Town, purpose: Any) -> None:
        wang = people.resident(place, purpose)
        where = reverse("portal:correct_person", args=[wang.pk])
        browser = resident()
        assert browser.get(where).status_code == 200
        assert browser.post(where, {"name": " "}).status_code == 422
        assert browser.post(where, {"name": "王晓明", "once": uuid4()})["Location"] == ME
        assert "王晓明" in text(browser.get(ME))

    def test_a_link_to_anothers_record_leads_nowhere(self, place: Town, purpose: Any) -> None:
        wang = people.resident(place, purpose)
        browser = resident(OTHER)
        for where in (
            reverse("portal:take_back", args=[wang.pk, purpose.pk]),
            reverse("portal:correct_person", args=[wang.pk]),
        ):
            assert browser.get(where).status_code == 404
            assert browser.post(where, {"name": "我"}).status_code == 404
        assert PersonPart.objects.count() == 1

    def test_an_emergency_is_told_first(self, place: Town, purpose: Any) -> None:
        wang = people.resident(place, purpose)
        open_urgently(person=wang, reason="闻到煤气味，敲门无人应", by=place.dan)
        page = text(resident().get(ME))
        assert page.index("Opened in an emergency") < page.index("Take a copy")
        assert "闻到煤气味" in page

    def test_a_number_of_two_people_shows_neither(self, place: Town, purpose: Any) -> None:
        people.resident(place, purpose)
        people.resident(place, purpose, {"name": "李四", "phone": CLEO["phone"]})
        page = text(resident().get(ME))
        assert "Several people are kept with this number" in page
        assert "王小明" not in page and "李四" not in page


class TestNumber:
    NUMBER = reverse("portal:number")

    def asked(self, browser: Client, phone: str = OTHER) -> Any:
        with a_phone(), pytest.MonkeyPatch.context() as patch:
            patch.setattr("gewu.ground.residents.actions.sign_ins.randbelow", lambda _most: 42)
            return browser.post(self.NUMBER, {"phone": phone})

    def test_everything_follows_to_the_new_number(self, place: Town) -> None:
        ticket = factories.report(**CLEO)
        wang = people.resident(place, people.purpose())
        browser, elsewhere = resident(), resident()
        browser.post(ASK, {"kind": "object", "words": "不要再打电话"})
        assert browser.get(self.NUMBER).status_code == 200
        where = self.asked(browser)["Location"]
        assert browser.get(where).status_code == 200
        assert browser.post(where, {"code": "000042"})["Location"] == ME
        page = text(browser.get(ME))
        for said in ("139******09", ticket.shown_number, "王小明", "不要再打电话", OTHER):
            assert said in page
        assert CLEO["phone"] not in page
        assert elsewhere.get(ME)["Location"] == ENTER, "other sessions of the old number end"
        assert "Nothing is kept" in text(resident().get(ME))
        seen = text(at(place.ben).post(url("contact", ticket.pk), {"reason": "回电"}))
        assert OTHER in seen
        assert wang.pk

    def test_without_the_right_code_nothing_moves(self, place: Town) -> None:
        factories.report(**CLEO)
        browser = resident()
        where = self.asked(browser)["Location"]
        answer = browser.post(where, {"code": "111111"})
        assert (answer.status_code, "Tries left: 4" in text(answer)) == (422, True)
        assert CLEO["phone"] in text(browser.get(ME))

    def test_the_code_is_for_this_session_and_signs_nobody_in(
        self, place: Town, cleo: Client
    ) -> None:
        where = self.asked(resident())["Location"]
        assert resident().post(where, {"code": "000042"}).status_code == 422
        challenge = where.strip("/").rpartition("/")[2]
        door = reverse("portal:enter_code", args=[challenge])
        assert cleo.post(door, {"code": "000042"}).status_code == 422

    def test_a_code_to_sign_in_changes_no_number(self, place: Town, cleo: Client) -> None:
        with a_phone(), pytest.MonkeyPatch.context() as patch:
            patch.setattr("gewu.ground.residents.actions.sign_ins.randbelow", lambda _most: 42)
            door = cleo.post(ENTER, {"phone": OTHER})["Location"]
        challenge = door.strip("/").rpartition("/")[2]
        where = reverse("portal:number_code", args=[challenge])
        assert resident().post(where, {"code": "000042"}).status_code == 422

    def test_what_cannot_be_asked_is_said_at_the_field(self, place: Town) -> None:
        browser = resident()
        assert self.asked(browser, "12").status_code == 422
        self.asked(browser)
        again = self.asked(browser)
        assert again.status_code == 429
        assert int(again["Retry-After"]) > 0

    def test_a_trial_shows_the_code(self, place: Town, settings: Any) -> None:
        settings.CODE_SENDER = "page"
        browser = resident()
        assert "The code is 000042" in text(browser.get(self.asked(browser)["Location"]))


@pytest.mark.parametrize("name", ["copy", "ask", "delete", "leave", "number"])
def test_strangers_are_led_to_the_door(place: Town, cleo: Client, name: str) -> None:
    for method in (cleo.get, cleo.post):
        assert method(reverse(f"portal:{name}"))["Location"] == ENTER


def test_reloading_a_step_leads_to_the_page(place: Town) -> None:
    browser = resident()
    for where in (COPY, reverse("portal:withdraw", args=[uuid4()])):
        assert browser.get(where)["Location"] == ME


def test_a_second_tap_of_any_step_is_one(place: Town) -> None:
    ticket = factories.report(**CLEO)
    browser, once = resident(), [uuid4() for _ in range(4)]
    for _ in range(2):
        browser.post(COPY, {"kind": "json", "once": once[0]})
        browser.post(ASK, {"kind": "object", "words": "不要", "once": once[1]})
        where = reverse("portal:correct", args=[ticket.contact_id])
        browser.post(where, {"name": "柯", "once": once[2]})
        browser.post(DELETE, {"what": "all", "once": once[3]})
    assert DataRequest.objects.count() == 4
