"""Every form that a stranger can send has a limit, by address and by what it is about."""

import pytest
from django.test import Client
from django.urls import reverse

from gewu.ground.accounts.views.limits import COUNTED_ELSEWHERE, KEPT_BY_THE_BROWSER, place_of
from gewu.kernel.limits import Limit, wait
from gewu.work.tickets.tests import factories
from tests.cast import Town
from tests.journeys.addresses import Address, addresses
from tests.journeys.places import Places, Side, built

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
# What only draws, and what a machine sends with a key or not at all.
MACHINES = ("openapi", "features")


@pytest.fixture
def places(db: None) -> Places:
    return built()


@pytest.fixture
def place(db: None) -> Town:
    return factories.equipped_town()


def sent(client: Client, url: str, source: str = "10.0.0.7"):
    return client.post(url, REMOTE_ADDR=source)


def test_no_form_is_without_one(places, settings):
    """Whatever takes a POST of somebody who is not signed in says 429 to the next."""
    settings.STRANGERS_SEND = (1, 900)
    settings.STRANGERS_SEND_TO_ONE = (1, 900)
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/15m/ip", "login_failed": "1/15m/ip"}
    open_ones, tried = [], 0
    for each in addresses():
        if each.name.partition(":")[0] in MACHINES or each.name in KEPT_BY_THE_BROWSER:
            continue
        url, client = _url(each, places.east), Client()
        first, second = sent(client, url), sent(client, url)
        if _got_in(first):
            tried += 1
            limited = second.status_code == 429 and (
                second.get("Retry-After", "").isdigit() or each.name in COUNTED_ELSEWHERE
            )
            open_ones += [] if limited else [f"{each.name}: {second.status_code}"]
    assert open_ones == []
    assert tried > 12


def test_it_says_what_to_do_and_how_long(place, settings):
    settings.STRANGERS_SEND = (2, 900)
    client = Client()
    answers = [sent(client, "/report/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 900
    assert "call 110" in answers[2].text and "请稍等一刻钟" in answers[2].text
    assert sent(client, "/report/", "10.0.0.8").status_code == 422
    assert client.get("/report/", REMOTE_ADDR="10.0.0.7").status_code == 200


def test_one_request_is_not_pestered_from_many_addresses(places, settings):
    settings.STRANGERS_SEND_TO_ONE = (2, 900)
    east = places.east
    url = reverse("portal:urge", args=[east.ticket.number, east.secret])
    other = reverse("portal:urge", args=[places.west.ticket.number, places.west.secret])
    seen = [sent(Client(), url, f"10.0.0.{number}").status_code for number in range(3)]
    assert seen[:2] != [429, 429] and seen[2] == 429
    assert sent(Client(), other, "10.0.0.9").status_code != 429


def test_staff_who_are_signed_in_are_not_counted(place, settings):
    settings.STRANGERS_SEND = (1, 900)
    client = Client()
    client.force_login(place.ben)
    assert {sent(client, "/report/").status_code for _ in range(3)} == {422}


def test_a_window_begins_anew(db):
    limit = Limit(1, 1)
    assert wait("a", limit) == 0
    assert 0 <= wait("a", limit) <= 1
    assert wait("b", limit) == 0


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:9::9", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_one_connection_of_the_newer_protocol_is_one_place(source, place):
    assert place_of(source) == place


def _url(each: Address, side: Side) -> str:
    return reverse(each.name, kwargs=each.of(side))


def _got_in(answer) -> bool:
    """As the table of who gets in where reads it."""
    to_sign_in = answer.status_code == 302 and answer.url.startswith("/accounts/login/")
    return answer.status_code < 500 and answer.status_code not in {403, 404, 405} and not to_sign_in
