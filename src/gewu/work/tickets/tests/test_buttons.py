"""Which buttons stand where: one first, a few beside it, the rest in a menu with headings."""

from datetime import timedelta

import pytest
from tests.cast import person

from gewu.kernel import clock
from gewu.work.tickets import actions
from gewu.work.tickets.rules.codes import code_words, tone_of
from gewu.work.tickets.rules.meanwhile import disturbs
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.views.buttons import buttons_for, is_possible, menu_of, said_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.equipped_town()


def first_of(who, ticket):
    return [button.verb for button in buttons_for(who, ticket) if button.primary]


FIRST = {
    "place": (lambda place: make.report(item=None, lon=None, lat=None), "desa"),
    "file": (lambda place: make.report(item=None), "ben"),
    "self_handle": (lambda place: make.report(item=None), "ada"),
    "verify": (make.verifying, "ada"),
    "sign": (make.team_ticket, "ada"),
    "accept_return": (make.returning, "ben"),
    "handle": (make.in_progress, "ada"),
    "endorse": (make.asked_for_time, "lea"),
    "check": (make.checking, "carl"),
}


@pytest.mark.parametrize("verb", FIRST)
def test_what_a_ticket_waits_for_is_the_one_first_button(place, verb):
    place.people["lea"] = person("lea", "蕾雅", place.town_office, "leader")
    place.people["desa"] = person("desa", "德萨", place.desk, "dispatcher")
    situation, who = FIRST[verb]
    assert first_of(place.people[who], situation(place)) == [verb]


def test_the_menu_has_headings_and_few_buttons_stand_outside(place):
    for situation in (make.team_ticket, make.in_progress, make.checking, make.returning):
        ticket = situation(place)
        for who in ("ada", "ben", "carl"):
            buttons = buttons_for(place.people[who], ticket)
            assert len([button for button in buttons if not button.in_menu]) <= 4
            listed = [each for group in menu_of(buttons) for each in group["buttons"]]
            assert sorted(b.verb for b in buttons if b.in_menu) == sorted(b.verb for b in listed)
    groups = menu_of(buttons_for(place.ada, make.in_progress(place)))
    assert [str(group["title"]) for group in groups] == ["转交", "申请", "其他"][: len(groups)]


def test_no_stands_beside_yes(place):
    ticket = make.asked_for_time(place)
    lea = person("lea", "蕾雅", place.town_office, "leader")
    assert [button.verb for button in buttons_for(lea, ticket)][:2] == ["endorse", "refuse"]


def test_a_single_further_verb_needs_no_menu(place):
    buttons = buttons_for(place.carl, make.report(item=None))
    assert [(button.verb, button.in_menu) for button in buttons] == [("remark", False)]


def test_a_yes_is_named_by_what_was_applied_for(place):
    until = clock.now() + timedelta(days=9)
    ticket = make.asked_to_suspend(place, until)
    assert str(said_of("grant", ticket).label) == "批准挂账" and is_possible("grant", ticket)
    ticket = actions.refuse(
        ticket=ticket, words="不用等", by=person("lea", "蕾雅", place.town_office, "leader")
    )
    assert not is_possible("grant", ticket)


def test_steps_have_a_tone_and_codes_have_words():
    assert tone_of("verify", {"real": True}) == "good"
    assert tone_of("verify", {"real": False}) == "near"
    assert tone_of("suspend", {}) == "paused" and tone_of("dispatch", {}) == "action"
    assert code_words({"former": "None", "late": False}, {}) == []
    assert len(code_words({"reason": "court"}, {})) == 2


@pytest.mark.usefixtures("english")
def test_a_reminder_says_why_and_whom():
    near = {"reason": "near", "audience": "handler", "round": 0}
    assert code_words(near, {}) == ["The limit is near", "Told: Whoever has it"]
    many = {"reason": "many", "audience": "supervisor", "round": 3}
    assert code_words(many, {}) == ["Reported by many", "3 reports", "Told: The supervisor"]
    by_the_clock = {"reason": "long_overdue", "level": "red"}
    assert code_words(by_the_clock, {}) == ["The limit passed long ago", "Red: long overdue"]
    assert disturbs("dispatch") and not disturbs("remark")
