"""Several people decide about one ticket at once: one wins, the others see it and lose no word."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from tests.cast import person

from gewu.kernel.acting import Refusal
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions
from gewu.work.tickets.models import Move, Ticket
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, text, url


@pytest.fixture
def place(db):
    return make.equipped_town()


def seen_by(who, verb, ticket):
    """What the form of a verb sends along."""
    return str(at(who).get(url(verb, ticket.pk)).context["ticket"].version)


def send(who, verb, ticket, **given):
    return at(who).post(url(verb, ticket.pk), {"once": str(uuid4())} | given)


def test_the_second_of_two_dispatchers_gets_the_fresh_state(place):
    ticket = make.report(item=make.item(make.ADVICE))
    Ticket.objects.filter(pk=ticket.pk).update(state="filed", unit=None)
    bea = person("bea", "贝娅", place.town_office, "dispatcher")
    seen = seen_by(place.ben, "dispatch", ticket)
    assert seen == seen_by(bea, "dispatch", ticket)
    first = send(bea, "dispatch", ticket, seen=seen, unit=place.team_1.pk)
    assert first.status_code == 302
    given = {"seen": seen, "unit": place.team_2.pk, "words": "请快一点"}
    second = send(place.ben, "dispatch", ticket, **given)
    shown = text(second)
    assert second.status_code == 409 and Ticket.objects.get(pk=ticket.pk).unit == place.team_1
    assert "It has moved in the meantime" in shown and "Bea" in shown and "Grid 1" in shown
    assert "请快一点" in shown and "Waiting for signature" in shown
    fresh = second.context["ticket"].version
    assert f'name="seen" value="{fresh}"' in shown
    assert send(place.ben, "dispatch", ticket, **given | {"seen": fresh}).status_code == 302


def test_a_part_answers_409_as_the_page_does(place):
    ticket = make.team_ticket(place)
    seen = seen_by(place.ben, "dispatch", ticket)
    actions.sign(ticket=ticket, by=place.ada)
    sent = {"seen": seen, "words": "换一个", "once": str(uuid4())}
    part = at(place.ben).post(url("dispatch", ticket.pk), sent, headers=HTMX)
    assert part.status_code == 409 and "<html" not in text(part)
    assert "Somebody was faster" in text(part) and "换一个" in text(part)
    assert "Ada" in text(part) and "Being handled" in text(part)


def test_a_repeated_command_is_harmless_though_the_version_is_old(place):
    ticket = make.team_ticket(place)
    given = {"seen": seen_by(place.ada, "sign", ticket), "once": str(uuid4())}
    for _n in range(2):
        assert send(place.ada, "sign", ticket, **given).status_code == 302
    assert Move.objects.filter(ticket_id=ticket.pk, verb="sign").count() == 1


def test_what_stands_beside_the_work_disturbs_nobody(place):
    ticket = make.team_ticket(place)
    seen = seen_by(place.ada, "sign", ticket)
    actions.remark(ticket=ticket, words="楼道无灯", by=place.carl)
    assert send(place.ada, "sign", ticket, seen=seen).status_code == 302


def test_whoever_lost_the_right_meanwhile_is_told_and_not_turned_away(place):
    ticket = make.in_progress(place)
    lea = person("lea", "蕾雅", place.town_office, "leader")
    leo = person("leo", "里奥", place.town_office, "leader")
    ticket = actions.request_cancel(ticket=ticket, words="重复", by=place.ada)
    seen = seen_by(leo, "grant", ticket)
    actions.refuse(ticket=ticket, words="不重复", by=lea)
    late = send(leo, "grant", ticket, seen=seen, words="同意作废")
    assert late.status_code == 409 and "Lea" in text(late) and "同意作废" in text(late)
    assert send(leo, "grant", ticket, words="同意作废").status_code == 403


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 40, ""])
def test_an_unreadable_version_is_none(place, seen):
    ticket = make.team_ticket(place)
    assert send(place.ada, "sign", ticket, seen=seen).status_code in (200, 302)


@pytest.mark.django_db(transaction=True)
def test_of_twelve_at_once_exactly_one_wins():
    place = make.equipped_town()
    ticket = make.team_ticket(place)
    seen, ready = seen_by(place.ben, "dispatch", ticket), Barrier(12)
    moves = Move.objects.filter(ticket_id=ticket.pk)
    before = moves.count()
    browsers = [at(place.ben) for _n in range(12)]
    units = [place.team_2.pk, place.sanitation.pk]

    def go(number):
        try:
            ready.wait(timeout=30)
            given = {"once": str(uuid4()), "seen": seen, "unit": units[number % 2]}
            return browsers[number].post(url("dispatch", ticket.pk), given).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        codes = sorted(pool.map(go, range(12)))
    assert codes == [302] + [409] * 11
    assert moves.count() == before + 1


def at_once(calls):
    """The answers of calls that begin at the same moment, each on a connection of its own."""
    ready = Barrier(len(calls))

    def go(call):
        try:
            ready.wait(timeout=30)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(go, calls))


@pytest.mark.django_db(transaction=True)
def test_two_that_merge_crosswise_neither_wait_for_each_other_nor_both_win():
    place = make.equipped_town()
    for _again in range(4):
        one, other = make.report(), make.report()
        sent = [(one, other), (other, one)] * 3
        calls = [
            partial(send, place.ben, "merge", ticket, seen=ticket.version, likely=master.number)
            for ticket, master in sent
        ]
        codes = sorted(each.status_code for each in at_once(calls))
        assert codes == [302] + [409] * 5
        states = [Ticket.objects.get(pk=each.pk).state for each in (one, other)]
        assert sorted(states) == ["dispatched", "merged"]


@pytest.mark.django_db(transaction=True)
def test_actions_that_merge_in_a_circle_end_too():
    place = make.equipped_town()

    def merged(ticket, master):
        try:
            actions.merge(ticket=ticket, master=master, by=place.ben)
        except (Refusal, IllegalMove) as no:
            return type(no)
        return None

    for _again in range(4):
        tickets = [make.report() for _n in range(3)]
        follower = make.report()
        actions.merge(ticket=follower, master=tickets[0], by=place.ben)
        circle = zip(tickets, tickets[1:] + tickets[:1], strict=True)
        calls = [partial(merged, *each) for each in circle]
        calls.append(partial(merged, tickets[0], follower))
        at_once(calls)
        (last,) = [
            each for each in Ticket.objects.exclude(state="merged") if each.pk in ids(tickets)
        ]
        assert Ticket.objects.get(pk=follower.pk).master_id == last.pk
        assert set(
            Ticket.objects.filter(pk__in=ids(tickets), state="merged").values_list(
                "master", flat=True
            )
        ) == {last.pk}


def ids(tickets):
    return [each.pk for each in tickets]
