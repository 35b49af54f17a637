"""My data: who gets in, what is shown there and what never is."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import CLEO, Town

from gewu.doors.portal.tests.entering import OTHER, a_phone, enter, resident
from gewu.doors.portal.tests.test_follow import address
from gewu.doors.portal.views.me.session import COOKIE
from gewu.ground.residents.actions import read_contact
from gewu.ground.residents.hooks import code_senders
from gewu.ground.residents.models import ResidentSession, SignInCode
from gewu.kernel import clock
from gewu.work.tickets.tests import factories
from gewu.work.tickets.tests.browsing import at

ME, ENTER = reverse("portal:me"), reverse("portal:enter")


def text(answer: Any) -> str:
    """The page, with single spaces."""
    return " ".join(answer.content.decode().split())


def ask(browser: Client, phone: str = CLEO["phone"], **more: Any) -> Any:
    """Ask for a code; the answer, and where it may be entered."""
    return browser.post(ENTER, {"phone": phone}, **more)


def code_in(message: tuple[str, str]) -> str:
    """The code of a message."""
    found = re.search(r"\d{6}", message[1])
    assert found
    return found[0]


class TestSigningIn:
    def test_a_code_on_the_phone_opens_it(
        self, place: Town, cleo: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        factories.report(**CLEO)
        with a_phone() as arrived, django_capture_on_commit_callbacks(execute=True):
            answer = ask(cleo, "138 0000 0001")
        entered = cleo.post(answer["Location"], {"code": code_in(arrived[0])})
        assert entered["Location"] == ME
        page = text(cleo.get(ME))
        assert "138******01" in page
        assert CLEO["name"] in page

    def test_a_known_and_an_unknown_number_are_answered_alike(
        self, place: Town, cleo: Client
    ) -> None:
        factories.report(**CLEO)
        with a_phone():
            answers = [ask(cleo, phone) for phone in (CLEO["phone"], OTHER)]
        pages = [cleo.get(each["Location"]) for each in answers]
        challenge = re.compile(r"[0-9a-f-]{36}|[A-Za-z0-9]{64}")
        assert [each.status_code for each in answers] == [302, 302]
        assert len({challenge.sub("", text(each)) for each in pages}) == 1

    def test_a_replayed_code_opens_nothing(self, place: Town, cleo: Client) -> None:
        with a_phone(), pytest.MonkeyPatch.context() as patch:
            patch.setattr("gewu.ground.residents.actions.sign_ins.randbelow", lambda _most: 42)
            where = ask(cleo)["Location"]
        assert cleo.post(where, {"code": "000042"}).status_code == 302
        other = Client(headers={"accept-language": "en"})
        again = other.post(where, {"code": "000042"})
        assert again.status_code == 422
        assert "used already" in text(again)
        assert COOKIE not in other.cookies

    @pytest.mark.parametrize("code", ["", "12345", "abcdef"])
    def test_what_is_no_code_is_said_at_the_field(
        self, place: Town, cleo: Client, code: str
    ) -> None:
        with a_phone():
            where = ask(cleo)["Location"]
        answer = cleo.post(where, {"code": code})
        assert answer.status_code == 422
        assert 'id="id_code_error"' in text(answer)
        assert SignInCode.objects.get().tries == 0

    @pytest.mark.parametrize("phone", ["", "12", "0537-2212345"])
    def test_what_takes_no_message_is_said_at_the_field(
        self, place: Town, cleo: Client, phone: str
    ) -> None:
        with a_phone():
            answer = ask(cleo, phone)
        assert answer.status_code == 422
        assert 'id="id_phone_error"' in text(answer)

    def test_asking_too_often_is_told_how_long_to_wait(self, place: Town, cleo: Client) -> None:
        with a_phone():
            ask(cleo)
            answer = ask(cleo)
        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 60
        assert "too often" in text(answer)

    def test_without_a_way_to_send_it_says_where_to_go(self, place: Town, cleo: Client) -> None:
        assert len(code_senders) == 0
        page = text(cleo.get(ENTER))
        assert "No codes can be sent here yet." in page
        assert 'name="phone"' not in page
        assert ask(cleo).status_code == 422

    def test_a_trial_shows_the_code_on_its_page(
        self, place: Town, cleo: Client, settings: Any
    ) -> None:
        settings.CODE_SENDER = "page"
        with a_phone():
            page = text(ask(cleo, follow=True))
        assert re.search(r"The code is \d{6}\.", page)

    def test_in_earnest_the_code_is_on_no_page(self, place: Town, cleo: Client) -> None:
        with a_phone():
            page = text(ask(cleo, follow=True))
        assert "The code is" not in page


class TestTheSession:
    def test_strangers_are_led_to_the_door(self, place: Town, cleo: Client) -> None:
        assert cleo.get(ME)["Location"] == ENTER
        cleo.cookies[COOKIE] = "made-up"
        answer = cleo.get(ME)
        assert answer["Location"] == ENTER
        assert answer.cookies[COOKIE]["max-age"] == 0

    def test_staff_who_have_signed_in_are_strangers_here(self, place: Town) -> None:
        factories.report(**CLEO)
        for who in (place.root, place.ada, place.eve):
            assert at(who).get(ME)["Location"] == ENTER

    def test_a_resident_is_a_stranger_at_the_desk(self, place: Town) -> None:
        browser = resident()
        for name in ("desk:my_day", "tickets:queue", "accounts:users"):
            assert reverse("account_login") in browser.get(reverse(name))["Location"]

    def test_the_cookie_goes_to_these_pages_only_and_no_script_reads_it(
        self, place: Town, cleo: Client
    ) -> None:
        with a_phone(), pytest.MonkeyPatch.context() as patch:
            patch.setattr("gewu.ground.residents.actions.sign_ins.randbelow", lambda _most: 7)
            where = ask(cleo)["Location"]
        cleo.cookies[COOKIE] = "chosen-by-somebody-else"
        cookie = cleo.post(where, {"code": "000007"}).cookies[COOKIE]
        assert cookie.value != "chosen-by-somebody-else"
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/me/", True, "Lax")

    def test_idle_it_ends_and_says_so(self, place: Town) -> None:
        browser = resident()
        with clock.standing_at(clock.now() + timedelta(minutes=31)):
            answer = browser.get(ME, follow=True)
        assert "signed out" in text(answer)

    def test_signing_out_ends_it_for_every_copy_of_the_cookie(self, place: Town) -> None:
        browser = resident()
        stolen = Client()
        stolen.cookies[COOKIE] = browser.cookies[COOKIE].value
        assert browser.post(reverse("portal:leave"))["Location"] == reverse("portal:home")
        assert stolen.get(ME)["Location"] == ENTER
        assert ResidentSession.objects.get().ended_at

    def test_whoever_is_in_need_not_knock(self, place: Town) -> None:
        assert resident().get(ENTER)["Location"] == ME

    def test_the_page_is_kept_by_nobody(self, place: Town) -> None:
        answer = resident().get(ME)
        assert answer["Cache-Control"] == "no-store, private"
        assert "noindex" in answer["X-Robots-Tag"]


class TestWhatIsShown:
    def test_the_own_requests_and_nobody_elses(self, place: Town) -> None:
        mine, other = factories.report(**CLEO), factories.report(name="别人", phone=OTHER)
        page = text(resident().get(ME))
        assert address(mine) in page
        assert mine.shown_number in page
        assert other.shown_number not in page
        assert "别人" not in page

    def test_who_looked_by_post_and_unit_and_why(self, place: Town) -> None:
        ticket = factories.report(**CLEO)
        read_contact(contact=ticket.contact, reason="回电问楼号", by=place.ben)
        page = text(resident().get(ME))
        assert "回电问楼号" in page
        assert place.town_office.name_en in page
        assert "Dispatcher" in page
        assert place.ben.name_zh not in page
        assert ">Ben<" not in page

    def test_nobody_has_looked(self, place: Town) -> None:
        factories.report(**CLEO)
        assert "Nobody so far." in text(resident().get(ME))

    def test_nothing_is_held(self, place: Town) -> None:
        assert "Nothing is kept with this number." in text(resident(OTHER).get(ME))

    def test_few_statements(self, place: Town, django_assert_max_num_queries: Any) -> None:
        for _ in range(5):
            factories.report(**CLEO)
        browser = enter(Client())
        with django_assert_max_num_queries(18):
            browser.get(ME)
