"""Every action of a whistle: does it, refuses it, announces it, and twice is harmless."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.cast import person

from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import JournalEntry
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions, policies
from gewu.work.tickets.models import (
    Condition,
    Move,
    Whistle,
    WhistleCall,
    WhistleMeeting,
    WhistleStep,
    WhistleTask,
)
from gewu.work.tickets.queries import whistling
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import whistles as blow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TOMORROW = timedelta(days=1)


@pytest.fixture
def at():
    return blow.scene()


def announced() -> str:
    return JournalEntry.objects.order_by("-id").values_list("name", flat=True)[0]


class TestRaise:
    def test_it_is_linked_to_the_ticket_and_waits_for_the_towns_lead(self, at):
        whistle = blow.raised(at)
        assert (whistle.state, whistle.level) == ("raised", "departments")
        assert whistle.approval_path == at.place.town.path
        assert WhistleCall.objects.filter(whistle=whistle, due_at=None).count() == 3
        move = Move.objects.filter(ticket_id=whistle.ticket_id).order_by("-id")[0]
        assert (move.verb, move.codes["whistle"]) == ("whistle", str(whistle.pk))
        assert announced() == "tickets.whistle_raised"

    def test_for_community_and_town_the_communitys_lead_is_enough(self, at):
        whistle = blow.raised(at, ticket=None, units=[at.place.community_office])
        assert (whistle.level, whistle.approval_path) == ("community", at.place.community.path)
        assert whistle.area == at.place.grid_1 and whistle.ticket is None

    def test_where_the_place_is_known_roughly_the_town_of_whoever_whistles_decides(self, at):
        ticket = make.in_progress(at.place)
        ticket.area, ticket.area_path = at.place.county, at.place.county.path
        ticket.save(update_fields=["area", "area_path"])
        whistle = blow.raised(at, ticket=ticket)
        assert (whistle.area, whistle.approval_path) == (at.place.grid_1, at.place.town.path)
        assert whistling.visible_to(at.lena).get() == whistle

    def test_twice_is_harmless(self, at):
        command = uuid4()
        first = blow.raised(at, command=command)
        assert blow.raised(at, ticket=first.ticket, command=command) == first
        assert Whistle.objects.count() == 1

    def test_one_open_whistle_for_each_ticket(self, at):
        first = blow.raised(at)
        with pytest.raises(Refusal, match="open whistle"):
            blow.raised(at, ticket=first.ticket)
        actions.refuse_whistle(whistle=first, words="先由社区处理", by=at.lena)
        assert blow.raised(at, ticket=first.ticket).state == "raised"

    def test_a_department_does_not_whistle(self, at):
        with pytest.raises(Refusal, match="Grids, communities"):
            blow.raised(at, ticket=None, unit=at.place.sanitation, units=at.units[1:])

    @pytest.mark.parametrize("case", ["nobody", "itself", "twice"])
    def test_other_units_are_called_each_once(self, at, case):
        units = {"nobody": [], "itself": [at.place.team_1], "twice": [at.units[0]] * 2}[case]
        with pytest.raises(Refusal, match="other units"):
            blow.raised(at, ticket=None, units=units)

    def test_a_unit_that_a_complaint_is_about_is_not_called(self, at):
        ticket = make.in_progress(at.place)
        ticket.barred = [at.units[1].pk]
        ticket.save(update_fields=["barred"])
        with pytest.raises(Refusal, match="too close"):
            blow.raised(at, ticket=ticket)

    def test_a_ticket_that_no_unit_has_cannot_be_whistled_for(self, at):
        with pytest.raises(IllegalMove):
            blow.raised(at, ticket=make.checking(at.place))


class TestApprove:
    def test_the_units_are_called_and_their_clock_begins(self, at):
        whistle = blow.approved(at, kind="emergency")
        assert whistle.due_at - whistle.approved_at == timedelta(minutes=30)
        dues = WhistleCall.objects.filter(whistle=whistle).values_list("due_at", flat=True)
        assert set(dues.order_by("id")) == {whistle.due_at}
        assert announced() == "tickets.whistle_approved"

    def test_never_by_whoever_raised_it(self, at):
        whistle = blow.raised(at, by=at.lena)
        for decide in (
            lambda: actions.approve_whistle(whistle=whistle, by=at.lena),
            lambda: actions.refuse_whistle(whistle=whistle, words="不", by=at.lena),
        ):
            with pytest.raises(Refusal, match="someone else"):
                decide()

    def test_twice_is_harmless_and_another_time_is_refused(self, at):
        whistle, command = blow.raised(at), uuid4()
        for _ in range(2):
            actions.approve_whistle(whistle=whistle, command=command, by=at.lena)
        with pytest.raises(IllegalMove):
            actions.approve_whistle(whistle=whistle, by=at.lena)

    def test_a_refusal_says_why_and_frees_the_ticket(self, at):
        whistle, command = blow.raised(at), uuid4()
        for _ in range(2):
            found = actions.refuse_whistle(
                whistle=whistle, words="先由社区处理", command=command, by=at.lena
            )
        assert (found.state, found.outcome) == ("refused", "refused")
        verbs = Move.objects.filter(ticket_id=whistle.ticket_id).values_list("verb", flat=True)
        assert list(verbs.order_by("id"))[-1] == "whistle_ended"

    def test_a_refusal_without_a_reason_is_none(self, at):
        with pytest.raises(Refusal, match="Say in a sentence"):
            actions.refuse_whistle(whistle=blow.raised(at), words=" ", by=at.lena)


class TestReport:
    def test_reading_it_comes_before_coming(self, at):
        call = blow.call_of(blow.approved(at), at.units[1])
        call = actions.acknowledge(call=call, by=at.people[1])
        assert call.acknowledged_by == at.people[1].pk
        assert announced() == "tickets.call_acknowledged"
        assert actions.acknowledge(call=call, by=at.people[2]) == call
        assert blow.again(call.whistle).state == "approved"

    def test_nobody_answers_a_whistle_that_is_not_approved(self, at):
        call = blow.call_of(blow.raised(at), at.units[0])
        with pytest.raises(IllegalMove):
            actions.acknowledge(call=call, by=at.people[0])
        with pytest.raises(IllegalMove):
            actions.report_in(call=call, mode="onsite", by=at.people[0])

    def test_whoever_comes_in_time_is_in_time(self, at):
        whistle, command = blow.approved(at), uuid4()
        call = blow.call_of(whistle, at.units[0])
        for _ in range(2):
            call = actions.report_in(call=call, mode="onsite", command=command, by=at.people[0])
        assert (call.mode, call.late, call.acknowledged_by) == ("onsite", False, at.people[0].pk)
        assert blow.again(whistle).state == "running"
        assert announced() == "tickets.reported_in"

    def test_whoever_comes_later_is_late_and_that_stays(self, at):
        whistle = blow.approved(at, kind="emergency")
        call = actions.acknowledge(call=blow.call_of(whistle, at.units[0]), by=at.people[0])
        with clock.standing_at(whistle.due_at + timedelta(minutes=1)):
            call = actions.report_in(call=call, mode="online", by=at.people[0])
        assert call.late
        assert actions.report_in(call=call, mode="onsite", by=at.people[0]).mode == "online"

    def test_on_site_or_online_must_be_said(self, at):
        call = blow.call_of(blow.approved(at), at.units[0])
        with pytest.raises(Refusal, match="on site or online"):
            actions.report_in(call=call, mode="", by=at.people[0])

    def test_a_late_unit_still_reports_in_to_the_meeting(self, at):
        whistle = blow.for_meeting(at)
        actions.report_in(call=blow.call_of(whistle, at.units[2]), mode="online", by=at.people[2])
        assert blow.again(whistle).state == "to_meeting"


class TestTasks:
    def test_a_task_is_given_done_and_confirmed(self, at):
        task = blow.with_task(at)
        assert announced() == "tickets.whistle_task_given"
        command = uuid4()
        for _ in range(2):
            task = actions.finish_task(task=task, words="已清", command=command, by=at.people[0])
        assert (task.result, task.done_by) == ("已清", at.people[0].pk)
        assert announced() == "tickets.whistle_task_done"
        for _ in range(2):
            task = actions.confirm_task(task=task, by=at.ada)
        assert task.confirmed_by == at.ada.pk
        assert announced() == "tickets.whistle_task_confirmed"

    def test_giving_twice_with_one_command_gives_once(self, at):
        whistle, command = blow.running(at), uuid4()
        given = {"words": "关阀", "due_at": clock.now() + TOMORROW, "command": command}
        for _ in range(2):
            actions.give_task(whistle=whistle, unit=at.units[1], **given, by=at.ada)
        assert WhistleTask.objects.count() == 1

    def test_only_called_units_get_tasks(self, at):
        with pytest.raises(Refusal, match="called units"):
            actions.give_task(
                whistle=blow.running(at),
                unit=at.place.team_2,
                words="关阀",
                due_at=clock.now() + TOMORROW,
                by=at.ada,
            )

    def test_a_deadline_lies_ahead(self, at):
        with pytest.raises(Refusal, match="future"):
            actions.give_task(
                whistle=blow.running(at),
                unit=at.units[0],
                words="关阀",
                due_at=clock.now() - TOMORROW,
                by=at.ada,
            )

    def test_a_task_is_done_once_and_confirmed_afterwards(self, at):
        task = blow.with_task(at)
        with pytest.raises(Refusal, match="not said yet"):
            actions.confirm_task(task=task, by=at.ada)
        task = actions.finish_task(task=task, words="已清", by=at.people[0])
        with pytest.raises(Refusal, match="done already"):
            actions.finish_task(task=task, words="又清", by=at.people[0])

    def test_a_task_done_too_late_says_so(self, at):
        task = blow.with_task(at)
        with clock.standing_at(task.due_at + TOMORROW):
            actions.finish_task(task=task, words="已清", by=at.people[0])
        step = WhistleStep.objects.filter(verb="finish_task").get()
        assert step.codes["late"] is True


class TestJudge:
    @pytest.mark.parametrize("outcome", ["solved", "partly"])
    def test_solved_or_partly_ends_it_for_the_ticket_too(self, at, outcome):
        whistle, command = blow.running(at), uuid4()
        for _ in range(2):
            found = actions.judge(
                whistle=whistle, outcome=outcome, words="已止水", command=command, by=at.ada
            )
        assert (found.state, found.outcome, found.outcome_words) == ("ended", outcome, "已止水")
        move = Move.objects.filter(ticket_id=whistle.ticket_id).order_by("-id")[0]
        assert (move.verb, move.codes["outcome"]) == ("whistle_ended", outcome)

    def test_not_solved_goes_to_a_meeting(self, at):
        whistle = blow.for_meeting(at)
        assert (whistle.state, whistle.outcome) == ("to_meeting", "")
        assert announced() == "tickets.whistle_judged"

    def test_nobody_came_goes_to_a_meeting_as_well(self, at):
        found = actions.judge(
            whistle=blow.approved(at), outcome="unsolved", words="无人到场", by=at.ada
        )
        assert found.state == "to_meeting"

    def test_an_unconfirmed_task_keeps_it_open(self, at):
        task = blow.with_task(at)
        with pytest.raises(IllegalMove, match="1 tasks"):
            actions.judge(whistle=task.whistle, outcome="solved", words="好", by=at.ada)

    def test_other_words_are_no_judgement(self, at):
        with pytest.raises(Refusal, match="partly solved or not"):
            actions.judge(whistle=blow.running(at), outcome="refused", words="好", by=at.ada)

    def test_without_a_ticket_it_ends_alone(self, at):
        whistle = blow.running(at, ticket=None)
        assert actions.judge(whistle=whistle, outcome="solved", words="好", by=at.ada).ended_at

    def test_a_ticket_that_was_over_first_stays_as_it_is(self, at):
        whistle = blow.running(at)
        ticket = actions.handle(
            ticket=whistle.ticket, words="好了", photos=[make.picture()], by=at.ada
        )
        actions.close(ticket=ticket, closing_met=True, by=at.place.ben)
        actions.judge(whistle=whistle, outcome="solved", words="好", by=at.ada)
        move = Move.objects.filter(ticket_id=ticket.pk).order_by("-id")[0]
        assert move.verb == "close"


class TestMeeting:
    def hold(self, at, whistle, **changed):
        said = {"held_at": clock.now(), "minutes": "各方到会", "decisions": "供电先断电"}
        return actions.hold_meeting(whistle=whistle, **said | changed, by=at.lena)

    def test_it_decides_and_work_goes_on_with_new_tasks(self, at):
        whistle, command = blow.for_meeting(at), uuid4()
        for _ in range(2):
            found = self.hold(at, whistle, command=command)
        assert found.state == "to_meeting" and WhistleMeeting.objects.count() == 1
        assert announced() == "tickets.whistle_meeting_held"
        due_at = clock.now() + TOMORROW
        actions.give_task(whistle=found, unit=at.units[2], words="断电", due_at=due_at, by=at.lena)
        assert WhistleTask.objects.filter(unit=at.units[2]).exists()

    def test_it_ends_the_whistle_where_it_says_so(self, at):
        found = self.hold(at, blow.for_meeting(at), outcome="groundless")
        assert (found.state, found.outcome) == ("ended", "groundless")

    def test_solved_after_a_meeting_is_judged_as_ever(self, at):
        whistle = self.hold(at, blow.for_meeting(at))
        found = actions.judge(whistle=whistle, outcome="solved", words="好了", by=at.ada)
        assert found.outcome == "solved"

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"outcome": "refused"}, "how it ended"),
            ({"minutes": ""}, "Say in a sentence"),
            ({"decisions": ""}, "Say in a sentence"),
        ],
    )
    def test_it_refuses_what_makes_no_sense(self, at, changed, words):
        with pytest.raises(Refusal, match=words):
            self.hold(at, blow.for_meeting(at), **changed)

    def test_a_meeting_lies_behind_us(self, at):
        with pytest.raises(Refusal, match="not been held"):
            self.hold(at, blow.for_meeting(at), held_at=clock.now() + TOMORROW)

    def test_there_is_no_meeting_about_what_goes_well(self, at):
        with pytest.raises(IllegalMove):
            self.hold(at, blow.running(at))


class TestWhoMay:
    def test_the_duty_lead_of_the_level_that_is_asked_approves(self, at):
        colin = person("colin", "科林", at.place.community_office, "leader")
        departments, community = (
            blow.raised(at),
            blow.raised(at, ticket=None, units=[at.place.community_office]),
        )
        for who, whistle, yes in (
            (at.lena, departments, True),
            (at.lena, community, True),
            (colin, departments, False),
            (colin, community, True),
            (at.ada, departments, False),
            (at.place.ben, departments, False),
        ):
            assert policies.may_approve_whistle(who, whistle) is yes

    def test_called_units_answer_and_whoever_whistled_judges(self, at):
        task = blow.with_task(at)
        whistle, call = task.whistle, blow.call_of(task.whistle, at.units[0])
        for who, answers, leads, judges in (
            (at.people[0], True, False, False),
            (at.people[1], False, False, False),
            (at.ada, False, True, True),
            (at.lena, False, True, False),
            (at.place.eve, False, False, False),
        ):
            assert policies.may_answer_call(who, call) is answers
            assert policies.may_finish_task(who, task) is answers
            assert policies.may_lead_whistle(who, whistle) is leads
            assert policies.may_judge_whistle(who, whistle) is judges

    def test_a_department_has_no_whistle_for_its_ticket(self, at):
        ticket = make.report()  # led by sanitation
        assert not policies.may_whistle(at.people[0], ticket)
        assert policies.may_whistle(at.place.ben, ticket)
        assert not policies.may_whistle(at.people[0], make.report(item=None))


class TestDatabase:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"state": "ended"},
            {"state": "approved"},
            {"approved_by": "raised_by"},
            {"outcome": "solved"},
        ],
    )
    def test_it_refuses_a_whistle_that_cannot_be(self, at, wrong):
        whistle = blow.raised(at)
        values = {k: getattr(whistle, v) if v == "raised_by" else v for k, v in wrong.items()}
        with pytest.raises(IntegrityError), transaction.atomic():
            Whistle.objects.filter(pk=whistle.pk).update(**values)

    def test_it_refuses_a_task_confirmed_before_it_is_done(self, at):
        task = blow.with_task(at)
        with pytest.raises(IntegrityError), transaction.atomic():
            WhistleTask.objects.filter(pk=task.pk).update(confirmed_at=clock.now())

    def test_it_refuses_reporting_in_without_a_mode(self, at):
        call = blow.call_of(blow.approved(at), at.units[0])
        with pytest.raises(IntegrityError), transaction.atomic():
            WhistleCall.objects.filter(pk=call.pk).update(reported_at=clock.now())

    def test_rows_name_themselves_for_whoever_looks_into_the_database(self, at):
        task, whistle = blow.with_task(at), Whistle.objects.get()
        meeting = WhistleMeeting(whistle=whistle, held_at=clock.now())
        step = WhistleStep.objects.order_by("id")[0]
        names = [str(each) for each in (whistle, WhistleCall.objects.order_by("id")[0], task)]
        assert all([*names, str(meeting), str(step), step.verb_label, whistle.shown_number])


class TestDual:
    def test_both_are_ordered_at_once_and_both_must_be_done(self, at):
        ticket, command = filed(at), uuid4()
        for _ in range(2):
            ticket = actions.dispatch_to_both(
                ticket=ticket,
                unit=at.place.team_1,
                second=at.place.sanitation,
                second_words="清运垃圾",
                command=command,
                by=at.place.ben,
            )
        assert (ticket.unit, ticket.helpers) == (at.place.team_1, [at.place.sanitation.pk])
        order = ticket.help_orders.get()
        assert (order.kind, order.words) == ("dual", "清运垃圾")
        ticket = actions.sign(ticket=ticket, by=at.ada)
        done = {"words": "好了", "photos": [make.picture()], "by": at.ada}
        with pytest.raises(IllegalMove, match="1 helping"):
            actions.handle(ticket=ticket, **done)
        actions.cohandled(order=order, words="已清运", by=at.people[0])
        assert actions.handle(ticket=ticket, **done).state == "checking"

    @pytest.mark.parametrize("second", ["team_2", "town_office"])
    def test_one_belongs_to_the_place_and_the_other_is_a_department(self, at, second):
        with pytest.raises(Refusal, match="the other is a department") as no:
            actions.dispatch_to_both(
                ticket=filed(at),
                unit=at.place.team_1,
                second=getattr(at.place, second),
                second_words="帮忙",
                by=at.place.ben,
            )
        assert no.value.field == "second"

    def test_the_second_unit_must_know_what_to_do(self, at):
        with pytest.raises(Refusal) as no:
            actions.dispatch_to_both(
                ticket=filed(at), second=at.place.sanitation, second_words="", by=at.place.ben
            )
        assert no.value.field == "second_words"

    def test_the_rules_may_choose_the_lead(self, at):
        ticket = actions.dispatch_to_both(
            ticket=filed(at), second=at.place.sanitation, second_words="清运", by=SYSTEM
        )
        assert ticket.unit == at.place.town_office


def filed(at):
    """A ticket that waits for dispatch."""
    ticket = make.report(item=None)
    condition = Condition.objects.get(item__code=make.ADVICE, seq=1)
    return actions.file(ticket=ticket, condition=condition, by=at.place.ben)
