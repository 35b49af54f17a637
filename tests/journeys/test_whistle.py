"""A ticket outgrows its grid: a whistle calls three departments, once to the good, once not."""

from datetime import timedelta

import pytest

from gewu.kernel import clock
from gewu.work.tickets import actions
from gewu.work.tickets.models import Move, Whistle, WhistleCall, WhistleTask
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import whistles as blow

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def at() -> blow.Scene:
    """The town with its lead and three departments."""
    return blow.scene()


def test_three_departments_come_share_the_work_and_it_is_solved(at: blow.Scene) -> None:
    whistle = blow.approved(at)
    everybody_comes(at, whistle)
    for unit, who in zip(at.units, at.people, strict=True):
        whistle = actions.give_task(
            whistle=whistle,
            unit=unit,
            words=f"{unit.name_zh}处理自己的部分",
            due_at=clock.now() + timedelta(days=1),
            by=at.ada,
        )
        task = WhistleTask.objects.get(whistle=whistle, unit=unit)
        task = actions.finish_task(task=task, words="已处理", by=who)
        actions.confirm_task(task=task, by=at.ada)
    whistle = actions.judge(whistle=whistle, outcome="solved", words="墙面已干", by=at.ada)
    assert (whistle.state, whistle.outcome) == ("ended", "solved")
    verbs = the_ticket_is_handled_and_closed(at, whistle)
    assert verbs[-6:] == ["sign", "whistle", "whistle_ended", "handle", "check", "close"]


def test_what_is_not_solved_goes_to_a_meeting_that_decides(at: blow.Scene) -> None:
    whistle = blow.approved(at, kind="emergency")
    late = whistle.due_at
    assert late is not None
    with clock.standing_at(late + timedelta(minutes=10)):
        everybody_comes(at, whistle)
    assert set(WhistleCall.objects.order_by("id").values_list("late", flat=True)) == {True}
    whistle = actions.judge(whistle=whistle, outcome="unsolved", words="管道未换", by=at.ada)
    assert whistle.state == "to_meeting"
    whistle = actions.hold_meeting(
        whistle=whistle,
        held_at=clock.now(),
        minutes="镇里召集三方到会",
        decisions="燃气公司一周内更换管道",
        by=at.lena,
    )
    due_at = clock.now() + timedelta(days=7)
    actions.give_task(
        whistle=whistle, unit=at.units[1], words="更换管道", due_at=due_at, by=at.lena
    )
    task = WhistleTask.objects.get(unit=at.units[1])
    actions.confirm_task(
        task=actions.finish_task(task=task, words="已更换", by=at.people[1]), by=at.ada
    )
    whistle = actions.judge(whistle=whistle, outcome="partly", words="还需观察", by=at.ada)
    assert (whistle.state, whistle.outcome) == ("ended", "partly")


def everybody_comes(at: blow.Scene, whistle: Whistle) -> None:
    """Each department reads the call and reports in."""
    for unit, who in zip(at.units, at.people, strict=True):
        call = actions.acknowledge(call=blow.call_of(whistle, unit), by=who)
        actions.report_in(call=call, mode="onsite", by=who)
    assert blow.again(whistle).state == "running"


def the_ticket_is_handled_and_closed(at: blow.Scene, whistle: Whistle) -> list[str]:
    """The rest of its life; answers with the verbs of its history."""
    ticket = whistle.ticket
    assert ticket is not None
    done = {"words": "三家到场，渗水已止", "photos": [make.picture()]}
    ticket = actions.handle(ticket=ticket, **done, by=at.ada)
    ticket = actions.check(ticket=ticket, closing_met=True, by=at.place.people["carl"])
    ticket = actions.close(ticket=ticket, closing_met=True, by=at.place.people["ben"])
    assert ticket.state == "closed"
    moves = Move.objects.filter(ticket_id=ticket.pk).order_by("id")
    return list(moves.values_list("verb", flat=True))
