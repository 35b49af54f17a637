"""Ends without work: not accepted with the way that is open, or answered on the spot."""

from uuid import uuid4

import pytest

from gewu.kernel.acting import RESIDENT, Refusal
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions
from gewu.work.tickets.models import Move, Note
from gewu.work.tickets.rules.declining import REASONS
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place():
    return so.whole_town()


class TestDecline:
    @pytest.mark.parametrize("reason", REASONS)
    def test_each_reason_names_the_way_that_is_open(self, place, reason):
        ticket = actions.decline(ticket=so.submitted(), reason=reason, words="说明", by=place.ben)
        assert (ticket.state, ticket.closed_at is not None) == ("declined", True)
        assert Move.objects.get(ticket_id=ticket.pk, verb="decline").codes == {"reason": reason}
        assert Note.objects.get(ticket=ticket).is_public
        assert all(len(str(words)) > 10 for words in REASONS[reason])
        assert so.facts_of(ticket)[-1] == "tickets.declined"

    def test_a_reason_that_no_law_knows_is_refused(self, place):
        with pytest.raises(Refusal) as refused:
            actions.decline(ticket=so.submitted(), reason="busy", words="忙", by=place.ben)
        assert refused.value.field == "reason"

    def test_once_it_is_with_a_unit_it_is_not_declined(self, place):
        with pytest.raises(IllegalMove):
            actions.decline(
                ticket=make.team_ticket(place), reason="unclear", words="不清", by=place.ben
            )

    def test_twice_is_harmless(self, place):
        ticket, command = so.filed(place), uuid4()
        for _again in range(2):
            actions.decline(
                ticket=ticket, reason="court", words="已立案", command=command, by=place.ben
            )
        assert so.verbs_of(ticket).count("decline") == 1

    def test_what_waited_for_a_decision_is_withdrawn(self, place):
        ticket = so.submitted()
        actions.request_cancel(ticket=ticket, words="测试件", by=place.ben)
        actions.decline(ticket=ticket, reason="unclear", words="不清", by=place.ben)
        assert so.fresh(ticket).pending == ""
        assert so.approvals(ticket) == [("cancel", "withdrawn")]


class TestAnswerDirectly:
    def test_a_question_is_answered_and_closed(self, place):
        ticket, command, article = so.submitted(), uuid4(), uuid4()
        for _again in range(2):
            actions.answer_directly(
                ticket=ticket,
                words="周一至周五可办",
                item=make.item(make.ADVICE),
                article=article,
                command=command,
                by=place.ben,
            )
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.item.code) == ("closed", make.ADVICE)
        move = Move.objects.get(ticket_id=ticket.pk, verb="answer_directly")
        assert move.codes == {"article": str(article)}
        assert so.facts_of(ticket)[-1] == "tickets.answered_directly"

    def test_without_item_and_article_as_well(self, place):
        ticket = actions.answer_directly(ticket=so.submitted(), words="可以", by=place.ben)
        assert ticket.item is None and ticket.checked_at == ticket.closed_at

    def test_a_reporter_who_finds_it_no_answer_gets_it_filed(self, place):
        ticket = actions.answer_directly(ticket=so.submitted(), words="可以", by=place.ben)
        again = actions.reopen(ticket=ticket, words="没有回答", by=RESIDENT)
        assert (again.state, again.reopened, again.closed_at) == ("submitted", 1, None)
        assert so.verbs_of(ticket)[-1] == "reconsider"

    def test_what_is_with_a_unit_is_not_answered_past_it(self, place):
        with pytest.raises(IllegalMove):
            actions.answer_directly(ticket=make.team_ticket(place), words="可以", by=place.ben)
