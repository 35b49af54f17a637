"""The pages of staff: whole and in part, without JavaScript, for the right eyes only."""

import pytest
from django.test import Client
from django.urls import reverse

from gewu.work.tickets.tests import factories as make

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def place():
    return make.equipped_town()


def at(who):
    """A browser in which somebody has signed in, reading English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client


def url(name, *args):
    return reverse(f"tickets:{name}", args=args)


class TestEveryPage:
    def test_it_opens_for_those_it_is_meant_for(self, place):
        ticket = make.report()
        for name in ("queue", "export", "new", "catalogue", "lead_units", "terms", "days"):
            answer = at(place.ben).get(url(name))
            assert answer.status_code == 200, name
            assert b"<h1>" in answer.content
        for name in ("item", "versions"):
            assert at(place.ben).get(url(name, "0101")).status_code == 200
        assert at(place.ben).get(url("ticket", ticket.pk)).status_code == 200
        for name in ("change_item", "add_condition"):
            assert at(place.root).get(url(name, "0101")).status_code == 200
        assert at(place.root).get(url("change_condition", "0101", 1)).status_code == 200
        assert at(place.root).get(url("add_item")).status_code == 200

    def test_strangers_are_asked_to_sign_in(self, place):
        ticket = make.report()
        for address in (url("queue"), url("ticket", ticket.pk), url("sign", ticket.pk)):
            answer = Client().get(address)
            assert answer.status_code == 302 and "login" in answer["Location"]

    def test_it_speaks_chinese(self, place):
        client = at(place.ben)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
        assert (
            "工单"
            in client.get(url("queue"), headers={"accept-language": "zh-hans"}).content.decode()
        )
