"""Steps that come twice, a ticket without a condition, a place beyond the county."""

from uuid import uuid4

import pytest
from tests.cast import IN_GRID_1, NOWHERE

from gewu.work.tickets import actions
from gewu.work.tickets.actions.handling import _ask_for_evidence
from gewu.work.tickets.models import Move, Ticket
from gewu.work.tickets.tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_place_set_twice_is_set_once():
    place, command = make.equipped_town(), uuid4()
    ticket = make.report(item=None, lon=None, lat=None)
    where = {"lon": IN_GRID_1[0], "lat": IN_GRID_1[1]}
    for _again in range(2):
        actions.place(ticket=ticket, **where, command=command, by=place.ben)
    moves = Move.objects.filter(ticket_id=ticket.pk, verb="place")
    assert moves.count() == 1


def test_without_a_condition_no_evidence_is_asked_for():
    _ask_for_evidence(Ticket(condition=None), words="", before=0, after=0)


def test_a_department_is_not_sent_beyond_the_county_before_the_desk_has_looked():
    place = make.equipped_town()
    ticket = make.report(lon=NOWHERE[0], lat=NOWHERE[1])
    assert ticket.unit == place.desk
    assert Move.objects.get(ticket_id=ticket.pk, verb="dispatch").codes == {"route": "outside"}
    sent_on = actions.dispatch(ticket=ticket, by=place.root)
    assert sent_on.unit_id == place.sanitation.pk, "by the rule, once a person has looked"
