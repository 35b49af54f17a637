"""What one applies for and others decide."""

from datetime import timedelta
from uuid import uuid4

import pytest

from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.clock import standing_at
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions
from gewu.work.tickets.models import Approval, HelpOrder, Move, Note, Ticket
from gewu.work.tickets.queries.history import moves_of
from gewu.work.tickets.rules.stages import counted, stages
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place():
    return so.whole_town()


class TestExtension:
    def test_each_grant_adds_one_more_original_limit_and_there_are_two(self, place):
        with so.at():
            ticket = make.in_progress(place)
            due = ticket.due_at
            length = due - so.MONDAY
            for count in (1, 2):
                ticket = so.extended(place, ticket)
                assert ticket.extensions == count
            with pytest.raises(IllegalMove, match="2 times"):
                actions.request_extension(ticket=ticket, words="还不够", by=place.ada)
        assert ticket.due_at >= due + 2 * length
        assert ticket.stage_due_at == ticket.unit_due_at == ticket.due_at
        assert so.facts_of(ticket)[-1] == "tickets.extended"

    def test_the_step_that_goes_on_has_the_new_limit(self, place):
        with so.at():
            ticket = so.extended(place, make.in_progress(place))
        step = stages(list(moves_of(ticket)), so.MONDAY)[-1]
        assert (step.state, step.due_at) == ("in_progress", ticket.unit_due_at)

    def test_not_once_it_is_overdue(self, place):
        with so.at():
            ticket = make.in_progress(place)
        with standing_at(ticket.due_at + timedelta(seconds=1)), pytest.raises(IllegalMove):
            actions.request_extension(ticket=ticket, words="配件未到", by=place.ada)

    def test_two_different_people_approve_and_neither_is_who_asked(self, place):
        ticket = make.in_progress(place)
        actions.request_extension(ticket=ticket, words="配件未到", by=place.cora)
        with pytest.raises(Refusal, match="support it first"):
            actions.grant(ticket=ticket, by=place.ben)
        with pytest.raises(Refusal, match="Somebody else"):
            actions.endorse(ticket=ticket, by=place.cora)
        actions.endorse(ticket=ticket, words="属实", by=place.lena)
        for same in (place.cora, place.lena):
            with pytest.raises(Refusal, match="Somebody else"):
                actions.grant(ticket=ticket, by=same)
        assert actions.grant(ticket=ticket, by=place.ben).extensions == 1

    def test_the_resident_reads_why(self, place):
        ticket = so.extended(place, make.in_progress(place))
        move = Move.objects.get(ticket_id=ticket.pk, verb="extend")
        note = Note.objects.get(move_id=move.pk)
        assert note.is_public and note.words == "配件未到"

    def test_a_refusal_is_not_counted(self, place):
        ticket, command = make.in_progress(place), uuid4()
        actions.request_extension(ticket=ticket, words="配件未到", by=place.ada)
        for _again in range(2):
            actions.refuse(ticket=ticket, words="可以借用", command=command, by=place.cora)
        ticket = so.fresh(ticket)
        assert (ticket.extensions, ticket.pending) == (0, "")
        assert so.facts_of(ticket)[-1] == "tickets.approval_refused"
        assert so.extended(place, ticket).extensions == 1

    def test_handling_it_makes_the_application_moot(self, place):
        ticket = make.in_progress(place)
        actions.request_extension(ticket=ticket, words="配件未到", by=place.ada)
        actions.handle(ticket=ticket, words="办好了", photos=[make.picture()], by=place.ada)
        assert so.approvals(ticket) == [("extension", "withdrawn")]
        with pytest.raises(Refusal, match="Nothing waits"):
            actions.endorse(ticket=ticket, by=place.cora)

    def test_every_step_is_harmless_twice(self, place):
        ticket = make.in_progress(place)
        first, second, third = uuid4(), uuid4(), uuid4()
        for _again in range(2):
            actions.request_extension(ticket=ticket, words="配件未到", command=first, by=place.ada)
        for _again in range(2):
            actions.endorse(ticket=ticket, command=second, by=place.cora)
        for _again in range(2):
            actions.grant(ticket=ticket, command=third, by=place.ben)
        assert so.fresh(ticket).extensions == 1


class TestSuspension:
    def test_once_with_the_clock_standing_still_until_its_date(self, place):
        with so.at():
            ticket = so.suspended(place)
        due = ticket.due_at
        assert (ticket.state, ticket.resume_on) == ("suspended", so.MONDAY + timedelta(days=30))
        assert so.facts_of(ticket)[-1] == "tickets.suspended"
        back = so.MONDAY + timedelta(days=30)
        assert actions.resume_due(now=back - timedelta(seconds=1), by=SYSTEM) == 0
        assert actions.resume_due(now=back, by=SYSTEM) == 1
        assert actions.resume_due(now=back, by=SYSTEM) == 0
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.paused_at, ticket.resume_on) == ("in_progress", None, None)
        assert ticket.due_at > due + timedelta(days=29)
        assert ticket.stage_due_at == ticket.unit_due_at
        assert counted(stages(list(moves_of(ticket)), back)) == timedelta(0)
        with standing_at(back), pytest.raises(IllegalMove, match="once already"):
            actions.request_suspension(
                ticket=ticket, until=back + timedelta(days=9), words="等款", by=place.ada
            )

    @pytest.mark.parametrize("days", [0, 367])
    def test_its_date_lies_ahead_and_within_a_year(self, place, days):
        with so.at(), pytest.raises(Refusal) as refused:
            so.suspended(place, days=days)
        assert refused.value.field == "until"

    def test_a_date_that_passed_while_it_was_decided_is_refused(self, place):
        with so.at():
            ticket = make.in_progress(place)
            until = so.MONDAY + timedelta(days=1)
            actions.request_suspension(ticket=ticket, until=until, words="等款", by=place.ada)
            actions.endorse(ticket=ticket, by=place.cora)
        with so.at(days=2), pytest.raises(Refusal, match="future"):
            actions.grant(ticket=ticket, by=place.ben)

    def test_nothing_is_handled_meanwhile(self, place):
        with pytest.raises(IllegalMove):
            actions.handle(ticket=so.suspended(place), words="办好了", by=place.ada)

    def test_taken_up_before_its_date(self, place):
        ticket, command = so.suspended(place), uuid4()
        for _again in range(2):
            actions.resume(ticket=ticket, words="款到了", command=command, by=place.ben)
        assert so.verbs_of(ticket).count("resume") == 1
        with pytest.raises(IllegalMove):
            actions.resume(ticket=ticket, by=place.ben)


class TestCancel:
    def test_one_applies_and_a_leader_decides(self, place):
        ticket, command = make.in_progress(place), uuid4()
        actions.request_cancel(ticket=ticket, words="测试件", by=place.ben)
        with pytest.raises(Refusal, match="one step"):
            actions.endorse(ticket=ticket, by=place.cora)
        with pytest.raises(Refusal, match="Somebody else"):
            actions.grant(ticket=ticket, by=place.ben)
        for _again in range(2):
            actions.grant(ticket=ticket, command=command, by=place.lena)
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.pending) == ("cancelled", "")
        assert so.facts_of(ticket)[-1] == "tickets.cancelled"

    @pytest.mark.parametrize("pause", [so.suspended, so.asked])
    def test_out_of_a_pause_the_paused_time_is_not_counted(self, place, pause):
        with so.at():
            ticket = pause(place)
            due = ticket.due_at
            actions.request_cancel(ticket=ticket, words="测试件", by=place.ben)
        with so.at(days=7):
            ticket = actions.grant(ticket=ticket, by=place.lena)
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.paused_at, ticket.resume_on) == ("cancelled", None, None)
        assert ticket.due_at >= due + timedelta(days=7) and not ticket.is_late

    def test_help_is_called_off(self, place):
        ticket = make.in_progress(place)
        actions.cohandle(ticket=ticket, unit=place.sanitation, words="请来车", by=place.ada)
        actions.request_cancel(ticket=ticket, words="测试件", by=place.ben)
        actions.grant(ticket=ticket, by=place.lena)
        assert HelpOrder.objects.get(ticket=ticket).state == "withdrawn"

    def test_one_question_at_a_time(self, place):
        ticket = make.in_progress(place)
        actions.request_cancel(ticket=ticket, words="测试件", by=place.ben)
        with pytest.raises(IllegalMove, match="waits for a decision"):
            actions.request_extension(ticket=ticket, words="配件未到", by=place.ada)


class TestReopenOnceMore:
    def once(self, place):
        ticket = make.closed(place)
        actions.reopen(ticket=ticket, words="又满了", by=RESIDENT)
        actions.sign(ticket=ticket, by=place.ada)
        done = {"words": "再次清理", "photos": [make.picture()]}
        actions.handle(ticket=ticket, **done, by=place.ada)
        actions.check(ticket=ticket, closing_met=True, by=place.carl)
        return actions.confirm(ticket=ticket, by=RESIDENT)

    def test_a_reporter_who_reopens_for_ever_needs_a_supervisor(self, place):
        ticket = self.once(place)
        with pytest.raises(IllegalMove, match="supervisor decides"):
            actions.reopen(ticket=ticket, words="又满了", by=RESIDENT)
        command, asked = uuid4(), uuid4()
        for _again in range(2):
            actions.request_reopen(ticket=ticket, words="又满了", command=asked, by=place.ben)
        for _again in range(2):
            actions.grant(ticket=ticket, command=command, by=place.lena)
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.reopened, ticket.pending) == ("dispatched", 2, "")

    def test_a_no_is_read_by_the_reporter(self, place):
        ticket = self.once(place)
        actions.request_reopen(ticket=ticket, words="又满了", by=place.ben)
        actions.refuse(ticket=ticket, words="已答复两次", by=place.lena)
        assert Note.objects.get(ticket=ticket, words="已答复两次").is_public
        assert so.fresh(ticket).state == "closed"

    def test_asked_in_time_is_enough_however_long_the_decision_takes(self, place):
        ticket = self.once(place)
        with standing_at(ticket.closed_at + timedelta(days=6)):
            actions.request_reopen(ticket=ticket, words="又满了", by=place.ben)
        with standing_at(ticket.closed_at + timedelta(days=9)):
            assert actions.grant(ticket=ticket, by=place.lena).state == "dispatched"

    def test_too_late_is_not_even_asked(self, place):
        ticket = self.once(place)
        with (
            standing_at(ticket.closed_at + timedelta(days=8)),
            pytest.raises(IllegalMove, match="has passed"),
        ):
            actions.request_reopen(ticket=ticket, words="又满了", by=place.ben)


class TestAppeal:
    def test_two_reviews_and_the_fact_stays(self, place):
        ticket, command = so.late(place), uuid4()
        assert ticket.is_late
        for _again in range(2):
            actions.appeal(ticket=ticket, words="停电三天", command=command, by=place.ada)
        with pytest.raises(Refusal, match="support it first"):
            actions.grant(ticket=ticket, by=place.lena)
        actions.endorse(ticket=ticket, by=place.ben)
        actions.grant(ticket=ticket, by=place.lena)
        ticket = so.fresh(ticket)
        assert ticket.is_excused and not ticket.is_late
        assert ticket.ended_at > ticket.due_at
        assert Move.objects.get(ticket_id=ticket.pk, verb="handle").was_overdue
        assert so.facts_of(ticket)[-1] == "tickets.overdue_excused"

    def test_there_is_only_one(self, place):
        ticket = so.late(place)
        actions.appeal(ticket=ticket, words="停电三天", by=place.ada)
        actions.refuse(ticket=ticket, words="无依据", by=place.ben)
        with pytest.raises(IllegalMove, match="only one"):
            actions.appeal(ticket=ticket, words="再说一次", by=place.ada)

    def test_opened_again_it_is_withdrawn_and_stands_in_nobodys_way(self, place):
        ticket = so.late(place)
        actions.appeal(ticket=ticket, words="停电三天", by=place.ada)
        actions.endorse(ticket=ticket, by=place.ben)
        with so.at(so.fresh(ticket).closed_at, days=1):
            actions.reopen(ticket=ticket, words="还是不行", by=RESIDENT)
            ticket = so.fresh(ticket)
            assert (ticket.state, ticket.pending) == ("dispatched", "")
            assert so.approvals(ticket) == [("appeal", "withdrawn")]
            with pytest.raises(Refusal, match="Nothing waits"):
                actions.grant(ticket=ticket, by=place.lena)
            with pytest.raises(IllegalMove):
                actions.appeal(ticket=ticket, words="停电三天", by=place.ada)
            actions.escalate(ticket=ticket, words="要用吊车", by=place.ada)

    def closed_again(self, place, ticket):
        ticket = actions.reopen(ticket=ticket, words="还是不行", by=RESIDENT)
        actions.sign(ticket=ticket, by=place.ada)
        actions.handle(ticket=ticket, words="又修了", photos=[make.picture()], by=place.ada)
        actions.check(ticket=ticket, closing_met=True, by=place.carl)
        return actions.confirm(ticket=ticket, by=RESIDENT)

    def test_closed_again_the_unit_may_appeal_anew_and_then_no_more(self, place):
        ticket = so.late(place)
        actions.appeal(ticket=ticket, words="停电三天", by=place.ada)
        with so.at(so.fresh(ticket).closed_at, days=1):
            ticket = self.closed_again(place, ticket)
            actions.appeal(ticket=ticket, words="停电三天", by=place.ada)
            actions.refuse(ticket=ticket, words="无依据", by=place.ben)
            with pytest.raises(IllegalMove, match="only one"):
                actions.appeal(ticket=ticket, words="再说一次", by=place.ada)
        assert so.approvals(ticket) == [("appeal", "withdrawn"), ("appeal", "refused")]

    def test_what_was_decided_before_holds_after_it_is_opened_again(self, place):
        ticket = so.late(place)
        actions.appeal(ticket=ticket, words="停电三天", by=place.ada)
        actions.endorse(ticket=ticket, by=place.ben)
        actions.grant(ticket=ticket, by=place.lena)
        with so.at(so.fresh(ticket).closed_at, days=1):
            ticket = so.fresh(self.closed_again(place, ticket))
            assert ticket.is_excused and ticket.ended_at > ticket.due_at
            with pytest.raises(IllegalMove, match="not marked as late|only one"):
                actions.appeal(ticket=ticket, words="再说一次", by=place.ada)

    def test_it_is_not_laid_to_rest_before_it_is_decided(self, place):
        ticket = so.late(place)
        actions.appeal(ticket=ticket, words="停电三天", by=place.ada)
        later = so.fresh(ticket).closed_at + timedelta(days=90)
        assert actions.archive_old(now=later, by=place.root) == 0

    def test_not_while_something_else_waits_for_a_decision(self, place):
        ticket = so.late(place)
        Ticket.objects.filter(pk=ticket.pk).update(pending="reopen:asked")
        with pytest.raises(IllegalMove, match="still waits"):
            actions.appeal(ticket=ticket, words="停电三天", by=place.ada)

    def test_only_what_was_late(self, place):
        with pytest.raises(IllegalMove, match="not marked as late"):
            actions.appeal(ticket=make.closed(place), words="停电", by=place.ada)


class TestTheWrongQuestion:
    def test_a_return_is_decided_by_choosing_a_unit(self, place):
        ticket = so.returning(place)
        for decide in (actions.grant, actions.refuse):
            with pytest.raises(Refusal) as refused:
                decide(ticket=ticket, words="好", by=place.ben)
            assert refused.value.code == "return"

    def test_nothing_waits(self, place):
        for decide in (actions.endorse, actions.grant, actions.refuse):
            with pytest.raises(Refusal, match="Nothing waits"):
                decide(ticket=make.in_progress(place), words="好", by=place.ben)

    def test_one_application_at_a_time_is_open_in_the_database_too(self, place):
        ticket = make.in_progress(place)
        actions.request_extension(ticket=ticket, words="配件未到", by=place.ada)
        assert Approval.objects.filter(ticket=ticket, state="asked").count() == 1
