"""In the unit's hands, and handled on the spot by whoever found it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gewu.kernel.acting import RESIDENT, Refusal
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions
from gewu.work.tickets.models import TicketPhoto
from gewu.work.tickets.policies import may_read_contact
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
EMERGENCY = "0408"


@pytest.fixture
def place():
    return so.whole_town()


def found(**changed):
    return so.submitted(channel="patrol", **changed)


class TestSelfHandle:
    def test_report_fix_and_evidence_in_one_step(self, place):
        ticket, command = found(by=place.ada), uuid4()
        for _again in range(2):
            actions.self_handle(
                ticket=ticket,
                condition=so.condition("0101"),
                words="当场清理",
                photos=[make.picture()],
                photos_before=[make.picture("red")],
                command=command,
                by=place.ada,
            )
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.unit_id, ticket.self_handled) == (
            "checking",
            place.team_1.pk,
            True,
        )
        assert ticket.deadline_class == "W4"
        assert TicketPhoto.objects.filter(ticket=ticket).count() == 2
        assert so.facts_of(ticket)[-1] == "tickets.self_handled"
        with pytest.raises(IllegalMove, match="someone else"):
            actions.close(ticket=ticket, closing_met=True, by=place.ada)

    def test_the_evidence_of_its_condition_is_asked_for(self, place):
        with pytest.raises(Refusal) as refused:
            actions.self_handle(
                ticket=found(), condition=so.condition("0101"), words="清了", by=place.ada
            )
        assert refused.value.field in ("photos", "photos_before")

    def test_an_old_condition_is_refused(self, place):
        old = so.condition()
        old.valid_to = timezone.now()
        with pytest.raises(Refusal, match="changed"):
            actions.self_handle(ticket=found(), condition=old, words="办了", by=place.ada)

    def test_a_unit_that_it_is_about_does_not_handle_it_itself(self, place):
        ticket = found(barred=(place.team_1.pk,))
        with pytest.raises(Refusal, match="too close"):
            actions.self_handle(ticket=ticket, condition=so.condition(), words="办了", by=place.ada)

    def test_time_waited_for_the_reporter_is_not_counted(self, place):
        with so.at():
            ticket = so.asked(place)
        with so.at(days=1):
            actions.answer(ticket=ticket, words="三号楼", by=RESIDENT)
            proof = {"photos": [make.picture()], "photos_before": [make.picture("red")]}
            ticket = actions.self_handle(
                ticket=ticket, condition=so.condition("0101"), words="清了", **proof, by=place.ada
            )
        assert ticket.due_at == so.MONDAY + timedelta(days=1, hours=6)

    def test_where_no_team_works_the_desk_has_it(self, place):
        ticket = make.report(item=None, lon=None, lat=None)
        done = actions.self_handle(
            ticket=ticket,
            condition=so.condition(),
            words="办了",
            photos=[make.picture()],
            by=place.root,
        )
        assert done.unit_id == place.desk.pk


class TestEmergency:
    def test_the_number_first_and_only_what_is_left_to_do_becomes_a_ticket(self, place):
        with pytest.raises(Refusal, match="110"):
            make.report(item=make.item(EMERGENCY))
        with pytest.raises(Refusal, match="emergency"):
            actions.file(ticket=so.submitted(), condition=so.condition(EMERGENCY), by=place.ben)
        left = make.report(item=make.item(EMERGENCY), is_follow_up=True)
        assert left.state == "submitted"
        filed = actions.file(ticket=left, condition=so.condition(EMERGENCY), by=place.ben)
        assert filed.deadline_class == "D1"


class TestConfidential:
    def test_the_reporter_is_hidden_from_the_start(self, place):
        ticket = make.report(name="柯丽欧", phone="13800000001", is_confidential=True)
        reads = [name for name, who in place.people.items() if may_read_contact(who, ticket)]
        assert sorted(reads) == ["ben", "bill", "kurt", "lena"]


class TestPlaceAndGiveAgain:
    def test_a_half_point_is_no_point(self, place):
        ticket = actions.place(ticket=so.submitted(), lon=116.6, area=place.grid_2, by=place.ben)
        assert (ticket.lon, ticket.lat, ticket.area) == (None, None, place.grid_2)

    def test_each_is_harmless_twice(self, place):
        ticket, placed, given = so.submitted(), uuid4(), uuid4()
        for _again in range(2):
            actions.place(ticket=ticket, area=place.grid_2, command=placed, by=place.ben)
        for _again in range(2):
            actions.file_and_dispatch(
                ticket=ticket, condition=so.condition(), command=given, by=place.ben
            )
        assert so.verbs_of(ticket) == ["submit", "place", "file", "dispatch"]

    def test_the_same_unit_gets_no_new_clock(self, place):
        with so.at():
            ticket = make.team_ticket(place)
        own = ticket.unit_due_at
        with so.at(hours=1):
            again = actions.dispatch(ticket=ticket, unit=place.team_1, by=place.ben)
            assert again.unit_due_at == own
            other = actions.dispatch(ticket=ticket, unit=place.team_2, by=place.ben)
        assert other.unit_due_at > own
