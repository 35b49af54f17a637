"""Sending back once, the centre's ruling, and withdrawing from one's own case."""

from datetime import timedelta
from uuid import uuid4

import pytest

from gewu.kernel.acting import Refusal
from gewu.kernel.ids import uuid7
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions, policies
from gewu.work.tickets.actions.returning import return_until
from gewu.work.tickets.models import TicketPhoto
from gewu.work.tickets.queries.clocks import clockwork_of
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place():
    return so.whole_town()


class TestRequestReturn:
    def test_with_reason_and_evidence_before_signing(self, place):
        ticket, command = make.team_ticket(place), uuid4()
        for _again in range(2):
            actions.request_return(
                ticket=ticket,
                words="不归我们管",
                photos=(make.picture(),),
                command=command,
                by=place.ada,
            )
        assert so.fresh(ticket).state == "returning"
        assert so.approvals(ticket) == [("return", "asked")]
        assert TicketPhoto.objects.filter(ticket=ticket).count() == 1
        assert so.facts_of(ticket)[-1] == "tickets.return_requested"

    def test_not_after_signing_and_not_after_its_window(self, place):
        with so.at():
            ticket, signed = make.team_ticket(place), make.in_progress(place)
        with so.at(hours=1), pytest.raises(IllegalMove):
            actions.request_return(ticket=signed, words="不归我们管", by=place.ada)
        with so.at(hours=7), pytest.raises(IllegalMove, match="has passed"):
            actions.request_return(ticket=ticket, words="不归我们管", by=place.ada)

    def test_a_unit_sends_back_once_even_when_it_gets_it_again(self, place):
        ticket = so.returning(place)
        actions.accept_return(ticket=ticket, unit=place.team_2, by=place.ben)
        actions.dispatch(ticket=ticket, unit=place.team_1, by=place.ben)
        with pytest.raises(IllegalMove, match="once already"):
            actions.request_return(ticket=ticket, words="不归我们管", by=place.ada)

    def test_a_ticket_without_history_counts_from_its_report(self, place):
        ticket = so.submitted()
        ticket.pk, clocks = uuid7(), clockwork_of(ticket.county_id)
        assert return_until(ticket, so.MONDAY, clocks) > ticket.submitted_at


class TestAcceptReturn:
    def test_another_unit_gets_it_with_a_clock_of_its_own(self, place):
        with so.at():
            ticket = so.returning(place)
        command = uuid4()
        with so.at(hours=1):
            for _again in range(2):
                actions.accept_return(
                    ticket=ticket, unit=place.team_2, command=command, by=place.ben
                )
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.unit_id, ticket.pending) == (
            "dispatched",
            place.team_2.pk,
            "",
        )
        assert ticket.unit_due_at > ticket.due_at
        assert so.approvals(ticket) == [("return", "granted")]
        assert so.facts_of(ticket)[-1] == "tickets.return_accepted"

    def test_not_to_the_same_unit_nor_to_a_barred_one(self, place):
        with pytest.raises(Refusal) as refused:
            actions.accept_return(ticket=so.returning(place), unit=place.team_1, by=place.ben)
        assert refused.value.code == "same_unit"
        ticket = so.returning(place)
        ticket.barred = [place.team_2.pk]
        ticket.save(update_fields=["barred"])
        with pytest.raises(Refusal, match="too close"):
            actions.accept_return(ticket=ticket, unit=place.team_2, by=place.ben)

    def test_only_what_was_sent_back(self, place):
        with pytest.raises(Refusal, match="Nothing waits"):
            actions.accept_return(ticket=make.team_ticket(place), unit=place.team_2, by=place.ben)

    def test_from_here_it_never_goes_towards_closing(self, place):
        ticket = so.returning(place)
        beside = {"urge", "confide", "remark", "request_cancel"}
        ahead = set(policies.verbs_for(place.ben, ticket)) - beside
        assert ahead == {"accept_return", "refuse_return", "refile"}
        with pytest.raises(IllegalMove, match="waits for a decision"):
            actions.request_cancel(ticket=ticket, words="测试件", by=place.ben)


class TestRefuseReturn:
    def test_the_designated_unit_may_not_send_it_back_again(self, place):
        ticket, command = so.returning(place), uuid4()
        for _again in range(2):
            actions.refuse_return(ticket=ticket, words="归你们", command=command, by=place.ben)
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.return_locked) == ("dispatched", True)
        assert so.facts_of(ticket)[-1] == "tickets.return_refused"
        with pytest.raises(IllegalMove, match="centre has decided"):
            actions.request_return(ticket=ticket, words="不归我们管", by=place.ada)

    def test_giving_it_to_the_same_unit_once_more_unlocks_nothing(self, place):
        ticket = so.returning(place)
        actions.refuse_return(ticket=ticket, words="归你们", by=place.ben)
        own_limit = so.fresh(ticket).unit_due_at
        again = actions.dispatch(ticket=ticket, unit=place.team_1, by=place.ben)
        assert (again.return_locked, again.unit_due_at) == (True, own_limit)

    def test_another_unit_is_not_bound_by_it(self, place):
        ticket = so.returning(place)
        actions.refuse_return(ticket=ticket, words="归你们", by=place.ben)
        assert not actions.dispatch(ticket=ticket, unit=place.team_2, by=place.ben).return_locked


class TestRefile:
    def test_a_wrong_item_goes_back_to_whoever_files(self, place):
        ticket, command = so.returning(place), uuid4()
        actions_before = so.verbs_of(ticket)
        for _again in range(2):
            actions.refile(ticket=ticket, words="事项错了", command=command, by=place.ben)
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.unit, ticket.condition) == ("submitted", None, None)
        assert so.verbs_of(ticket) == [*actions_before, "refile"]
        assert so.facts_of(ticket)[-1] == "tickets.refiled"

    def test_help_that_was_ordered_is_called_off(self, place):
        ticket = make.team_ticket(place)
        actions.cohandle(ticket=ticket, unit=place.sanitation, words="请来车", by=place.ben)
        actions.request_return(ticket=ticket, words="不归我们管", by=place.ada)
        assert actions.refile(ticket=ticket, words="事项错了", by=place.ben).helpers == []

    def test_an_extension_is_not_lost_when_it_is_filed_anew(self, place):
        with so.at():
            ticket = so.extended(place, make.in_progress(place))
            promised = ticket.due_at
            actions.escalate(ticket=ticket, words="试过了", by=place.ada)
            actions.request_return(ticket=ticket, words="不归我们管", by=place.cora)
            actions.refile(ticket=ticket, words="再看看", by=place.ben)
            again = actions.file(ticket=ticket, condition=so.condition(), by=place.ben)
        assert (again.due_at, again.extensions) == (promised, 1)


class TestRecuse:
    def test_the_unit_stays_out_for_good(self, place):
        ticket, command = make.in_progress(place), uuid4()
        for _again in range(2):
            actions.recuse(ticket=ticket, words="当事人是亲属", command=command, by=place.ada)
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.unit, ticket.barred) == ("filed", None, [place.team_1.pk])
        assert so.facts_of(ticket)[-1] == "tickets.recused"
        with pytest.raises(Refusal, match="too close"):
            actions.dispatch(ticket=ticket, unit=place.team_1, by=place.ben)
        ticket.contact_id = uuid4()
        assert not policies.may_read_contact(place.ada, ticket)

    def test_an_application_of_the_unit_is_withdrawn(self, place):
        ticket = make.in_progress(place)
        actions.request_extension(ticket=ticket, words="配件未到", by=place.ada)
        actions.recuse(ticket=ticket, words="当事人是亲属", by=place.ada)
        assert so.approvals(ticket) == [("extension", "withdrawn")]
        assert so.fresh(ticket).pending == ""

    def test_only_while_it_is_with_a_unit(self, place):
        with pytest.raises(IllegalMove):
            actions.recuse(ticket=so.submitted(), words="亲属", by=place.ada)


def test_a_report_about_a_unit_does_not_reach_it_by_itself(place):
    ticket = make.report(barred=(place.sanitation.pk,))
    assert (ticket.state, ticket.unit, ticket.is_confidential) == ("filed", None, True)
    with pytest.raises(Refusal, match="too close"):
        actions.dispatch(ticket=ticket, by=place.ben)
    given = actions.dispatch(ticket=ticket, unit=place.town_office, by=place.ben)
    assert given.stage_due_at > given.submitted_at - timedelta(1)
