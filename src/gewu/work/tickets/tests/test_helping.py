"""Parts for other units; the lead is done when they are."""

from datetime import timedelta
from uuid import uuid4

import pytest

from gewu.kernel.acting import Refusal
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions, policies
from gewu.work.tickets.models import HelpOrder, Move
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place():
    return so.whole_town()


def ordered(place, ticket=None, **changed):
    said = {"unit": place.sanitation, "words": "请来车", "by": place.ada} | changed
    return actions.cohandle(ticket=ticket or make.in_progress(place), **said)


class TestCohandle:
    def test_another_unit_gets_a_part_on_its_own_clock(self, place):
        with so.at():
            ticket, command = make.in_progress(place), uuid4()
            orders = {ordered(place, ticket, limit="W4", command=command).pk for _ in range(2)}
        assert len(orders) == 1
        order = HelpOrder.objects.get(pk=orders.pop())
        assert order.due_at == so.MONDAY + timedelta(hours=6)
        assert so.fresh(ticket).helpers == [place.sanitation.pk]
        assert policies.may_see(place.hana, so.fresh(ticket))
        assert so.facts_of(ticket)[-1] == "tickets.help_asked"

    def test_not_twice_nor_the_lead_nor_a_barred_one(self, place):
        order = ordered(place)
        for unit in (place.sanitation, place.team_1):
            with pytest.raises(Refusal) as refused:
                ordered(place, order.ticket, unit=unit)
            assert refused.value.code == "already_helps"
        ticket = make.in_progress(place)
        ticket.barred = [place.sanitation.pk]
        ticket.save(update_fields=["barred"])
        with pytest.raises(Refusal, match="too close"):
            ordered(place, ticket)

    def test_both_may_be_ordered_at_the_same_time(self, place):
        order = ordered(place, make.team_ticket(place), kind=HelpOrder.Kind.DUAL, by=place.ben)
        move = Move.objects.get(ticket_id=order.ticket_id, verb="cohandle")
        assert move.codes["kind"] == "dual"


class TestCohandled:
    def test_the_lead_finishes_after_its_helpers(self, place):
        order, command = ordered(place), uuid4()
        done = {"words": "办好了", "photos": [make.picture()], "by": place.ada}
        with pytest.raises(IllegalMove, match="1 helping units"):
            actions.handle(ticket=order.ticket, **done)
        for _again in range(2):
            actions.cohandled(order=order, words="已清运", command=command, by=place.hana)
        assert HelpOrder.objects.get(pk=order.pk).result == "已清运"
        assert so.facts_of(order.ticket)[-1] == "tickets.help_given"
        assert actions.handle(ticket=order.ticket, **done).state == "checking"

    def test_lateness_of_a_part_is_the_helpers_own(self, place):
        with so.at():
            order = ordered(place, limit="W4")
        with so.at(days=2):
            actions.cohandled(order=order, words="已清运", by=place.hana)
        assert Move.objects.get(ticket_id=order.ticket_id, verb="cohandled").codes["late"] is True

    def test_what_has_ended_does_not_end_again(self, place):
        order = ordered(place)
        actions.cohandled(order=order, words="已清运", by=place.hana)
        with pytest.raises(Refusal, match="ended already"):
            actions.cohandled(order=order, words="已清运", by=place.hana)


class TestUncohandle:
    def test_help_that_is_not_needed_holds_nothing_up(self, place):
        order = ordered(place)
        ended = actions.uncohandle(order=order, by=place.ada)
        assert (ended.state, so.fresh(order.ticket).helpers) == ("withdrawn", [])
        assert so.facts_of(order.ticket)[-1] == "tickets.help_withdrawn"
