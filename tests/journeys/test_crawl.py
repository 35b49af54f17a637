"""Everybody follows the links of their own pages: nothing breaks, nothing shows the neighbour's.

Unlike test_access.py, which asks for every address by name, this one goes only where pages lead,
with the parameters that pages give, and sends the forms that only ask.
"""

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from gewu.work.tickets.models import TicketText
from tests.journeys.places import Places, built

pytestmark = pytest.mark.django_db
OF_THE_NEIGHBOUR = "西镇私语不外传"
MOST = 60  # pages of one person
EACH = 3  # pages of one address
# Of East Town; whoever belongs to the county as a whole sees both towns.
WHO = (
    *("nobody", "without a post", "worker", "community", "handler", "dispatcher", "checker"),
    *("leader", "auditor", "administrator", "security"),
)
SEE_BOTH = ("county administrator", "head", "protector")


@pytest.fixture
def places(db) -> Places:
    places = built()
    words = {"title": OF_THE_NEIGHBOUR, "words": OF_THE_NEIGHBOUR}
    TicketText.objects.filter(ticket=places.west.ticket).update(**words)
    return places


class Leads(HTMLParser):
    """Where a page leads: its links, and its forms that only ask, as they stand."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._action: str | None = None
        self._fields: dict[str, str] = {}
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = {key: value or "" for key, value in attrs}
        if tag == "a" and "href" in given:
            self.found.append(given["href"])
        elif tag == "form" and given.get("method", "get").lower() == "get":
            self._action, self._fields = given.get("action", ""), {}
        elif self._action is not None and given.get("name"):
            self._field(tag, given)
        elif tag == "option" and self._select and "value" in given:
            # The last choice: the first is mostly the one that a page has already.
            self._fields[self._select] = given["value"]

    def _field(self, tag, given):
        if tag == "select":
            self._select = given["name"]
        elif given.get("type") not in {"checkbox", "radio", "submit", "button"}:
            self._fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""
        if tag == "form" and self._action is not None:
            self.found.append(f"{self._action}?{urlencode(self._fields)}")
            self._action = None


@pytest.mark.parametrize("who", (*WHO, *SEE_BOTH))
def test_no_link_breaks_or_leads_to_the_neighbour(places, who):
    client, user = Client(), places.people.get(who)
    if user is not None:
        client.force_login(user)
    told = (OF_THE_NEIGHBOUR, places.west.ticket.number) if who not in SEE_BOTH else ()
    seen: Counter[str] = Counter()
    waiting = deque(["/", "/desk/", "/about/", f"/tickets/{places.east.ticket.pk}/"])
    known = set(waiting)
    while waiting and sum(seen.values()) < MOST:
        address = waiting.popleft()
        name = _name(address)
        if name is None or seen[name] >= EACH:
            continue
        seen[name] += 1
        answer = client.get(address)
        assert answer.status_code < 500, address
        for word in told:
            assert word.encode() not in _content(answer), f"{address} shows {word}"
        for lead in _leads(address, answer):
            if lead not in known:
                known.add(lead)
                waiting.append(lead)
    assert len(seen) >= 8, seen


def _leads(address: str, answer) -> list[str]:
    if answer.status_code in {301, 302}:
        found = [answer["Location"]]
    elif answer.get("Content-Type", "").startswith("text/html"):
        found = Leads(answer.content.decode()).found
    else:
        return []
    return [urljoin(address, each).partition("#")[0] for each in found]


def _name(address: str) -> str | None:
    """The name of an address of ours; None for one elsewhere, or that opens no page."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return None


def _content(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
