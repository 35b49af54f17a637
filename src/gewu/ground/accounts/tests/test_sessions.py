"""When a session ends, and where somebody is signed in."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from tests.cast import PASSWORD

from gewu.ground.accounts.rules import device_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; 2201) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0"
    " Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0"
)


@pytest.fixture
def ada(town, client):
    client.force_login(town.ada)
    client.get("/desk/")
    return client


def later(**away):
    return time_machine.travel(timezone.now() + timedelta(**away), tick=True)


class TestEnds:
    def test_it_ends_some_time_after_the_last_call(self, ada):
        with later(minutes=29):
            assert ada.get("/desk/").status_code == 200
        with later(minutes=58):
            assert ada.get("/desk/").status_code == 200
        with later(minutes=89):
            answer = ada.get("/desk/")
            assert answer.url == "/accounts/login/?next=/desk/"
            assert "signed out" in ada.get(answer.url).text

    def test_it_ends_with_its_day_however_busy(self, ada):
        for quarter in range(1, 48):
            with later(minutes=15 * quarter):
                assert ada.get("/desk/").status_code == 200
        with later(hours=12, minutes=1):
            assert ada.get("/desk/").status_code == 302

    def test_how_long_one_may_be_away_is_a_setting(self, ada, settings):
        settings.SESSION_IDLE_MINUTES = 5
        with later(minutes=6):
            assert ada.get("/desk/").status_code == 302

    def test_the_last_call_is_noted_once_a_minute(self, ada, django_assert_num_queries):
        first = ada.session["last"]
        with later(seconds=30):
            ada.get("/desk/")
        assert ada.session["last"] == first
        with later(seconds=90):
            ada.get("/desk/")
        assert ada.session["last"] > first


class TestPlaces:
    def signed_in(self, agent):
        client = Client(headers={"user-agent": agent})
        client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
        return client

    def test_all_other_places_are_signed_out(self, town):
        here, there = self.signed_in(FIREFOX), self.signed_in(PHONE)
        text = here.get("/accounts/sessions/").text
        assert "Firefox · Linux" in text and "WeChat · Android" in text and "127.0.0.1" in text
        done = here.post("/accounts/sessions/", follow=True)
        assert "All other places are signed out" in done.text
        assert there.get("/desk/").status_code == 302
        assert here.get("/desk/").status_code == 200

    def test_nobody_sees_those_of_others(self, town, client):
        self.signed_in(FIREFOX)
        client.force_login(town.ben)
        assert "Firefox" not in client.get("/accounts/sessions/").text

    def test_a_session_of_before_is_no_longer_the_same(self, town, client):
        """Nobody gets in with a session that they have planted."""
        client.get("/accounts/login/")
        session = client.session
        session["planted"] = True
        session.save()
        before = session.session_key
        client.cookies["gewu_session"] = before
        client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
        assert client.session.session_key != before


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox · Linux"),
        (PHONE, "WeChat · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge · Windows"),
        ("curl/8.0", ""),
    ],
)
def test_a_browser_is_called_as_people_know_it(agent, device):
    assert device_of(agent) == device
