"""Several tickets about one thing become one; one about several things becomes several."""

from uuid import uuid4

import pytest

from gewu.kernel.acting import Refusal
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions
from gewu.work.tickets.models import HelpOrder, Ticket
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place():
    return so.whole_town()


class TestMerge:
    def test_it_ends_as_a_part_of_another(self, place):
        ticket, master, command = so.submitted(), make.team_ticket(place), uuid4()
        for _again in range(2):
            actions.merge(ticket=ticket, master=master, command=command, by=place.ben)
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.master) == ("merged", master)
        assert so.verbs_of(ticket) == ["submit", "merge"]
        assert so.facts_of(ticket)[-1] == "tickets.merged"

    def test_chains_stay_flat(self, place):
        first, second, third = so.submitted(), so.submitted(), make.team_ticket(place)
        actions.merge(ticket=first, master=second, by=place.ben)
        actions.merge(ticket=second, master=third, by=place.ben)
        assert {so.fresh(each).master_id for each in (first, second)} == {third.pk}

    def test_whoever_was_taken_apart_meanwhile_stays_apart(self, place):
        first, second, third = so.submitted(), so.submitted(), make.team_ticket(place)
        actions.merge(ticket=first, master=second, by=place.ben)
        actions.unmerge(ticket=first, by=place.ben)
        actions.merge(ticket=second, master=third, by=place.ben)
        assert so.fresh(first).master_id is None

    def test_not_into_itself_nor_into_what_has_ended(self, place):
        ticket = so.submitted()
        with pytest.raises(Refusal, match="itself"):
            actions.merge(ticket=ticket, master=ticket, by=place.ben)
        with pytest.raises(Refusal, match="not open") as refused:
            actions.merge(ticket=ticket, master=make.closed(place), by=place.ben)
        assert refused.value.field == "master"

    def test_work_that_has_begun_is_not_merged_away(self, place):
        with pytest.raises(IllegalMove):
            actions.merge(ticket=make.in_progress(place), master=so.submitted(), by=place.ben)

    def test_help_and_applications_end_with_it(self, place):
        ticket = make.team_ticket(place)
        actions.cohandle(ticket=ticket, unit=place.sanitation, words="请来车", by=place.ben)
        actions.request_cancel(ticket=ticket, words="重复", by=place.ben)
        actions.merge(ticket=ticket, master=so.submitted(), by=place.ben)
        ticket = so.fresh(ticket)
        assert (ticket.helpers, ticket.pending) == ([], "")
        assert HelpOrder.objects.get(ticket=ticket).state == "withdrawn"
        assert so.approvals(ticket) == [("cancel", "withdrawn")]


class TestUnmerge:
    def test_another_matter_is_filed_anew_with_its_own_promise(self, place):
        ticket, command = make.team_ticket(place), uuid4()
        due = ticket.due_at
        actions.merge(ticket=ticket, master=so.submitted(), by=place.ben)
        for _again in range(2):
            actions.unmerge(ticket=ticket, words="不是一回事", command=command, by=place.ben)
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.master, ticket.unit, ticket.closed_at) == (
            "submitted",
            None,
            None,
            None,
        )
        assert ticket.due_at == due
        assert so.facts_of(ticket)[-1] == "tickets.unmerged"

    def test_only_what_was_merged(self, place):
        with pytest.raises(IllegalMove):
            actions.unmerge(ticket=so.submitted(), by=place.ben)


class TestSplit:
    def test_each_matter_becomes_a_ticket_of_the_same_reporter_and_place(self, place):
        ticket = so.submitted(name="柯丽欧", phone="13800000001", is_confidential=True)
        command = uuid4()
        parts = [("路灯不亮", None), ("楼道堆物", make.item(make.ADVICE))]
        for _again in range(2):
            children = actions.split(ticket=ticket, parts=parts, command=command, by=place.ben)
        assert Ticket.objects.filter(parent=ticket).count() == 2
        for child in children:
            assert (child.contact_id, child.area_id) == (ticket.contact_id, ticket.area_id)
            assert child.is_confidential
        assert so.fresh(ticket).state == "submitted"
        assert so.facts_of(ticket)[-1] == "tickets.split"

    @pytest.mark.parametrize("count", [0, 11])
    def test_one_to_ten_parts(self, place, count):
        with pytest.raises(Refusal) as refused:
            actions.split(ticket=so.submitted(), parts=[("路灯不亮", None)] * count, by=place.ben)
        assert refused.value.field == "parts"

    def test_work_that_has_begun_is_not_split(self, place):
        with pytest.raises(IllegalMove):
            actions.split(ticket=make.in_progress(place), parts=[("路灯", None)], by=place.ben)
        assert not Ticket.objects.filter(parent__isnull=False).exists()
