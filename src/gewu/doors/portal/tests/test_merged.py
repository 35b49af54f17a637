"""Whoever was merged reads and answers on their own link what the master asks."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Town

from gewu.doors.portal.tests.test_follow import address, now, read
from gewu.work.tickets import actions
from gewu.work.tickets.models import Rating, Ticket
from gewu.work.tickets.tests import factories


@pytest.fixture
def master(place: Town) -> Ticket:
    """Checked: its reporter is asked."""
    return factories.checking(place)


@pytest.fixture
def mine(place: Town, master: Ticket) -> Ticket:
    """Of another reporter, merged while the work went on."""
    ticket = factories.report(item=None, words="我家门口也一样", name="柯丽欧")
    actions.merge(ticket=ticket, master=master, by=place.ben)
    actions.check(ticket=master, closing_met=True, by=place.carl)
    return now(ticket)


def say(cleo: Client, ticket: Ticket, verb: str, **said: object) -> str:
    """Press a button and read what comes."""
    given = {"once": str(uuid4())} | said
    answer = cleo.post(address(ticket, verb), given, follow=True)
    return str(answer.content.decode())


def test_it_is_in_the_hands_of_whoever_has_the_master(
    cleo: Client, master: Ticket, mine: Ticket
) -> None:
    page = read(cleo, mine)
    assert master.unit is not None
    assert f"In the hands of: {master.unit.name_en}" in page and "the county desk" not in page


def test_solved_is_kept_and_closes_nothing(
    place: Town, cleo: Client, master: Ticket, mine: Ticket
) -> None:
    page = read(cleo, mine)
    assert "whoever reported it first decides" in page and address(mine, "confirm") in page
    assert address(mine, "revisit") not in page and address(mine, "rate") not in page
    page = say(cleo, mine, "confirm")
    assert "Your answer is kept" in page and "You said that it is solved" in page
    assert address(mine, "confirm") not in page
    assert now(master).state == "checked"
    assert "answered this already" in say(cleo, mine, "confirm")
    assert "已解决" not in read(cleo, master) and "merged" not in read(cleo, master)


def test_not_solved_goes_to_the_desk_and_its_no_is_read_on_the_own_link(
    place: Town, cleo: Client, master: Ticket, mine: Ticket
) -> None:
    assert "Not solved, tell the desk" in read(cleo, mine)
    page = say(cleo, mine, "reopen", words="三楼还是漏水")
    assert "You said: not solved. The desk decides" in page and "三楼还是漏水" in page
    assert address(mine, "reopen") not in page and address(mine, "confirm") not in page
    assert "三楼还是漏水" not in read(cleo, master)
    assert now(master).pending == "doubt:asked"
    actions.refuse(ticket=master, words="您说的是另一处", by=place.ben)
    page = read(cleo, mine)
    assert "The desk has decided" in page and "您说的是另一处" in page
    assert "The time for opening it again has passed" not in page
    assert "您说的是另一处" not in read(cleo, master)


def test_a_yes_shows_that_it_is_worked_on_again(
    place: Town, cleo: Client, master: Ticket, mine: Ticket
) -> None:
    say(cleo, mine, "reopen", words="三楼还是漏水")
    actions.grant(ticket=master, by=place.ben)
    page = read(cleo, mine)
    assert "Waiting for signature" in page and "Reopened" in page
    page = read(cleo, master)
    assert "Reopened" in page and "三楼还是漏水" not in page


def test_stars_stand_beside_the_master_and_not_in_the_figures(
    place: Town, cleo: Client, master: Ticket, mine: Ticket
) -> None:
    actions.confirm(ticket=master, by=place.ben)
    page = say(cleo, mine, "rate", stars="5", words="谢谢")
    assert "Thank you for your rating." in page and address(mine, "rate") not in page
    assert not Rating.objects.exists()
    staff = Client(headers={"accept-language": "en"})
    for who, sees in ((place.carl, True), (place.ada, False)):
        staff.force_login(who)
        shown = staff.get(reverse("tickets:ticket", args=[master.pk])).content.decode()
        assert ("What others who reported it say" in shown) is sees


def test_after_the_days_it_is_said_that_they_have_passed(
    place: Town, cleo: Client, master: Ticket, mine: Ticket
) -> None:
    actions.confirm(ticket=master, by=place.ben)
    long_ago = now(master).closed_at.replace(year=2020)  # type: ignore[union-attr]
    Ticket.objects.filter(pk=master.pk).update(closed_at=long_ago)
    page = read(cleo, mine)
    assert "The time for opening it again has passed" in page
    assert address(mine, "reopen") not in page
