"""Role by verb, as a table, and what strangers see."""

import pytest
from django.http import Http404

from gewu.work.tickets import policies
from gewu.work.tickets.queries.scope import followed, secret_of, ticket_for, visible_to
from gewu.work.tickets.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.equipped_town()


DESK = ["urge", "confide", "remark", "request_cancel"]
WHO_MAY = {
    "submitted": {
        "ada": ["self_handle", "remark"],
        "ben": [
            *("place", "request_verify", "ask", "decline", "merge", "split", "answer_directly"),
            *("file", *DESK),
        ],
        "carl": ["remark"],
    },
    "dispatched": {
        "ada": ["sign", "request_return", "escalate", "recuse", "cohandle", "whistle"]
        + ["request_cancel", "remark"],
        "ben": ["dispatch", "merge", "assign", "cohandle", "whistle", *DESK],
        "carl": ["remark"],
    },
    "in_progress": {
        "ada": ["handle", "escalate", "recuse", "cohandle", "whistle", "request_extension"]
        + ["request_suspension", "request_cancel", "remark"],
        "ben": ["assign", "cohandle", "whistle", *DESK],
        "carl": ["remark"],
    },
    "checking": {
        "ada": ["request_cancel", "remark"],
        "carl": ["check", "rework", "remark"],
        "ben": ["close", *DESK],
    },
    "checked": {
        "ada": ["reopen", "request_cancel", "remark"],
        "ben": ["close", "reopen", "revisit", *DESK],
        "carl": ["revisit", "remark"],
    },
    "closed": {
        "ada": ["reopen", "appeal", "remark"],
        "ben": ["reopen", "confide", "remark"],
        "carl": ["remark"],
    },
}
SITUATIONS = {
    "submitted": lambda place: make.report(item=None),
    "dispatched": make.team_ticket,
    "in_progress": make.in_progress,
    "checking": make.checking,
    "checked": make.checked,
    "closed": make.closed,
}


@pytest.mark.parametrize("state", WHO_MAY)
def test_each_role_has_its_moves_and_no_others(place, state):
    ticket = SITUATIONS[state](place)
    for name in ("ada", "ben", "carl", "dan", "eve", "hana", "root"):
        allowed = policies.verbs_for(place.people[name], ticket)
        assert sorted(allowed) == sorted(WHO_MAY[state].get(name, [])), name


def test_people_see_their_own_places_and_strangers_get_404(place):
    ticket = make.team_ticket(place)
    for name in ("ada", "ben", "carl", "eve", "root"):
        assert ticket_for(place.people[name], ticket.pk) == ticket
        assert policies.may_see(place.people[name], ticket)
    for name in ("dan", "hana"):
        with pytest.raises(Http404):
            ticket_for(place.people[name], ticket.pk)
        assert not policies.may_see(place.people[name], ticket)


def test_a_department_sees_what_it_was_given_wherever_it_lies(place):
    assert visible_to(place.hana).count() == 0
    ticket = make.report()
    assert list(visible_to(place.hana).order_by("pk")) == [ticket]


def test_an_unplaced_ticket_is_seen_by_the_county_only(place):
    ticket = make.report(lon=None, lat=None, item=None)
    assert policies.may_see(place.root, ticket)
    assert not policies.may_see(place.ben, ticket)


def test_contacts_are_read_by_those_who_call_back(place):
    ticket = make.team_ticket(place)
    assert not policies.may_read_contact(place.ada, ticket)
    ticket.contact_id = ticket.pk
    allowed = [n for n, who in place.people.items() if policies.may_read_contact(who, ticket)]
    assert sorted(allowed) == ["ada", "ben"]


def test_intake_is_for_those_who_take_calls(place):
    assert policies.may_intake(place.ben) and policies.may_intake(place.ada)
    assert not policies.may_intake(place.eve)


def test_the_secret_opens_one_ticket_and_a_wrong_one_none(place):
    ticket, other = make.report(), make.report()
    assert followed(ticket.number, secret_of(ticket)) == ticket
    for number, secret in ((ticket.number, secret_of(other)), ("1" * 21, secret_of(ticket))):
        with pytest.raises(Http404):
            followed(number, secret)
