"""What the called units do: tasks with deadlines, and the joint meeting for what stays unsolved."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.ids import uuid7
from gewu.work.tickets.actions.whistle_moves import (
    WhistleMove,
    locked_whistle,
    move_whistle,
    obeyed,
)
from gewu.work.tickets.events.whistling import (
    WhistleMeetingHeld,
    WhistleTaskConfirmed,
    WhistleTaskDone,
    WhistleTaskGiven,
)
from gewu.work.tickets.models import (
    Whistle,
    WhistleCall,
    WhistleMeeting,
    WhistleTask,
)
from gewu.work.tickets.rules.wording import checked_note


@action
def give_task(
    *,
    whistle: Whistle,
    unit: Unit,
    words: str,
    due_at: datetime,
    command: UUID | None = None,
    by: Actor,
) -> Whistle:
    """Say which of the called units does what, until when."""
    whistle = locked_whistle(whistle.pk)
    if obeyed(command):
        return whistle
    now, said = clock.now(), checked_note(words, needed=True)
    called = WhistleCall.objects.filter(whistle=whistle, unit=unit)
    if not called.filter(unit__dissolved_on=None).exists():  # a dissolved one stays on record only
        raise Refusal(_("Choose one of the called units."), code="not_called", field="unit")
    if due_at <= now:
        raise Refusal(_("The deadline must lie in the future."), code="due_at", field="due_at")
    task = WhistleTask(
        id=uuid7(),
        whistle=whistle,
        county_id=whistle.county_id,
        unit=unit,
        words=said,
        given_at=now,
        due_at=due_at,
    )
    payload = {"task": task.pk, "helper": unit.pk}
    move = WhistleMove(WhistleTaskGiven, unit.pk, codes={"task": str(task.pk)}, payload=payload)
    move_whistle(whistle, "give_task", move, now=now, command=command, by=by)
    task.save(force_insert=True)
    return whistle


@action
def finish_task(
    *, task: WhistleTask, words: str, command: UUID | None = None, by: Actor
) -> WhistleTask:
    """The unit says what it did."""
    whistle, task = _locked_task(task)
    if obeyed(command):
        return task
    if task.done_at:
        raise Refusal(_("This task is done already."), code="task_done")
    now = clock.now()
    late = now > task.due_at
    task.done_at, task.done_by = now, by.actor_id
    task.result = checked_note(words, needed=True)
    payload = {"task": task.pk, "helper": task.unit_id, "late": late}
    codes = {"task": str(task.pk), "late": late}
    move = WhistleMove(WhistleTaskDone, task.unit_id, codes=codes, payload=payload)
    move_whistle(whistle, "finish_task", move, now=now, command=command, by=by)
    task.save(update_fields=["done_at", "done_by", "result"])
    return task


@action
def confirm_task(*, task: WhistleTask, command: UUID | None = None, by: Actor) -> WhistleTask:
    """Whoever whistled has looked, and it is done."""
    whistle, task = _locked_task(task)
    if obeyed(command) or task.confirmed_at:
        return task
    if task.done_at is None:
        raise Refusal(_("The unit has not said yet that it is done."), code="task_open")
    now = clock.now()
    task.confirmed_at, task.confirmed_by = now, by.actor_id
    payload = {"task": task.pk, "helper": task.unit_id}
    move = WhistleMove(
        WhistleTaskConfirmed, task.unit_id, codes={"task": str(task.pk)}, payload=payload
    )
    move_whistle(whistle, "confirm_task", move, now=now, command=command, by=by)
    task.save(update_fields=["confirmed_at", "confirmed_by"])
    return task


@action
def hold_meeting(
    *,
    whistle: Whistle,
    held_at: datetime,
    minutes: str,
    decisions: str,
    outcome: str = "",
    command: UUID | None = None,
    by: Actor,
) -> Whistle:
    """Keep what a joint meeting said and decided; with an outcome it ends the whistle."""
    whistle = locked_whistle(whistle.pk)
    if obeyed(command):
        return whistle
    now = clock.now()
    if held_at > now:
        raise Refusal(_("The meeting has not been held yet."), code="held_at", field="held_at")
    if outcome and outcome not in {*Whistle.Outcome.values} - {Whistle.Outcome.REFUSED}:
        raise Refusal(_("Say how it ended."), code="outcome", field="outcome")
    meeting = WhistleMeeting(
        id=uuid7(),
        whistle=whistle,
        county_id=whistle.county_id,
        held_at=held_at,
        minutes=checked_note(minutes, needed=True, field="minutes"),
        decisions=checked_note(decisions, needed=True, field="decisions"),
        by_id=by.actor_id,
    )
    ended = {"ended_at": now, "outcome": outcome, "outcome_words": meeting.decisions}
    move = WhistleMove(
        WhistleMeetingHeld,
        whistle.unit_id,
        codes={"meeting": str(meeting.pk), "outcome": str(outcome)},
        changes=ended if outcome else {},
        payload={"meeting": meeting.pk, "outcome": str(outcome)},
    )
    verb = "conclude" if outcome else "hold_meeting"
    move_whistle(whistle, verb, move, now=now, command=command, by=by)
    meeting.save(force_insert=True)
    return whistle


def _locked_task(task: WhistleTask) -> tuple[Whistle, WhistleTask]:
    whistle = locked_whistle(task.whistle_id)
    return whistle, WhistleTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
