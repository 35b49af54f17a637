"""Up and down the four levels, each unit on a clock of its own."""

from uuid import uuid4

import pytest

from gewu.kernel.acting import Refusal
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions
from gewu.work.tickets.queries.history import moves_of
from gewu.work.tickets.rules.stages import stages
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place():
    return so.whole_town()


class TestEscalate:
    def test_grid_community_town_county_each_with_its_own_clock(self, place):
        with so.at():
            ticket = make.in_progress(place)
        promised = ticket.due_at
        limits = [ticket.unit_due_at]
        route = [
            (place.ada, "team_1"),
            (place.cora, "community_office"),
            (place.ben, "town_office"),
        ]
        for day, (who, unit) in enumerate(route, start=1):
            assert ticket.unit_id == getattr(place, unit).pk
            with so.at(days=day):
                ticket = actions.escalate(ticket=ticket, words="已上门三次", by=who)
            limits.append(ticket.unit_due_at)
        assert ticket.unit_id == place.desk.pk
        assert ticket.due_at == promised
        assert limits == sorted(set(limits))
        assert so.facts_of(ticket)[-1] == "tickets.escalated"
        with so.at(days=4):
            found = stages(list(moves_of(ticket)), so.MONDAY)
        assert [each.unit_id for each in found[-3:]] == [
            place.community_office.pk,
            place.town_office.pk,
            place.desk.pk,
        ]
        with pytest.raises(Refusal, match="no level above"):
            actions.escalate(ticket=ticket, words="已上门三次", by=place.root)

    def test_it_says_what_was_tried_and_not_while_something_waits(self, place):
        ticket = make.in_progress(place)
        with pytest.raises(Refusal):
            actions.escalate(ticket=ticket, words=" ", by=place.ada)
        actions.request_extension(ticket=ticket, words="配件未到", by=place.ada)
        with pytest.raises(IllegalMove, match="waits for a decision"):
            actions.escalate(ticket=ticket, words="已上门", by=place.ada)

    def test_twice_is_harmless(self, place):
        ticket, command = make.in_progress(place), uuid4()
        for _again in range(2):
            actions.escalate(ticket=ticket, words="已上门", command=command, by=place.ada)
        assert so.fresh(ticket).unit_id == place.community_office.pk

    def test_a_unit_above_that_withdrew_does_not_get_it(self, place):
        ticket = make.in_progress(place)
        ticket.barred = [place.community_office.pk]
        ticket.save(update_fields=["barred"])
        with pytest.raises(Refusal, match="too close"):
            actions.escalate(ticket=ticket, words="已上门", by=place.ada)


class TestAssign:
    def test_down_to_a_unit_below(self, place):
        ticket, command = make.in_progress(place), uuid4()
        actions.escalate(ticket=ticket, words="已上门", by=place.ada)
        for _again in range(2):
            actions.assign(
                ticket=ticket, unit=place.team_2, words="请看看", command=command, by=place.cora
            )
        assert so.fresh(ticket).unit_id == place.team_2.pk
        assert so.verbs_of(ticket).count("assign") == 1
        assert so.facts_of(ticket)[-1] == "tickets.assigned"

    def test_not_sideways_nor_up(self, place):
        ticket = make.in_progress(place)
        for unit in (place.team_2, place.community_office):
            with pytest.raises(Refusal) as refused:
                actions.assign(ticket=ticket, unit=unit, words="请看看", by=place.ben)
            assert refused.value.field == "unit"
