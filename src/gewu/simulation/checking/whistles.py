"""吹哨报到: the rules of the life cycle about whistles, from raising to the joint meeting."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from gewu.simulation.checking.rows import Row, Rows, WhistleCase

WhistleRule = Callable[[WhistleCase, Rows], bool]

GOES = {
    "": {"raised"},
    "raised": {"approved", "refused"},
    "approved": {"running", "to_meeting"},
    "running": {"to_meeting", "ended"},
    "to_meeting": {"ended"},
    "ended": set(),
    "refused": set(),
}
BEFORE_APPROVAL = {"raise_whistle", "approve_whistle", "refuse_whistle", "remind_whistle"}
OVER = {"ended", "refused"}
ON_SITE = timedelta(minutes=30)
MOST_UNITS = 8
A_SECOND = timedelta(seconds=1)


def whistle_goes_elsewhere(case: WhistleCase, _rows: Rows) -> bool:
    """One step leads to the next as the steps say, and the last is where it stands."""
    states = [step["to_state"] for step in case.steps]
    odd = any(a != b and b not in GOES[a] for a, b in pairwise(["", *states]))
    return odd or states[-1] != case.whistle["state"]


def decided_by_whoever_whistled(case: WhistleCase, _rows: Rows) -> bool:
    """The duty lead approves or refuses, never whoever raised it."""
    decided = case.of("approve_whistle", "refuse_whistle")
    return any(step["by_id"] in (None, case.whistle["raised_by"]) for step in decided)


def decided_from_below(case: WhistleCase, rows: Rows) -> bool:
    """Whoever decides leads the level that is asked: a town's lead where departments come."""
    decided = case.of("approve_whistle", "refuse_whistle")
    return any(not _leads(case, step["by_id"], rows) for step in decided)


def called_before_approval(case: WhistleCase, _rows: Rows) -> bool:
    """No unit answers, and no limit runs, before a whistle was approved."""
    approved = case.whistle["approved_at"]
    if approved is None:
        started = [step for step in case.steps if step["verb"] not in BEFORE_APPROVAL]
        return bool(started) or any(call["due_at"] for call in case.calls)
    moments = [
        at
        for call in case.calls
        for at in (call["acknowledged_at"], call["reported_at"])
        if at is not None
    ]
    return any(at < approved for at in moments)


def wrong_time_to_come(case: WhistleCase, rows: Rows) -> bool:
    """On site within half an hour in an emergency, else within a working day."""
    approved = case.whistle["approved_at"]
    if approved is None:
        return False
    for call in case.calls:
        if case.whistle["kind"] == "emergency":
            wrong = abs(call["due_at"] - approved - ON_SITE) > A_SECOND
        else:
            work = rows.days.between(approved, call["due_at"])
            wrong = abs(work - rows.days.one_day()) > A_SECOND
        if wrong:
            return True
    return False


def lateness_is_wrong(case: WhistleCase, _rows: Rows) -> bool:
    """Who came after the limit is late, and nobody else; an answer has a way of coming."""
    for call in case.calls:
        came = call["reported_at"]
        late = came is not None and came > call["due_at"]
        if call["late"] != late or (came is None) != (call["mode"] == ""):
            return True
    return False


def came_without_heeding(case: WhistleCase, rows: Rows) -> bool:
    """Whoever acknowledges or comes sits in the called unit; the first time counts, once."""
    for verb, who in (("acknowledge", "acknowledged_by"), ("report_in", "reported_by")):
        counts = Counter(step["unit_id"] for step in case.of(verb))
        if any(count > 1 for count in counts.values()):
            return True
        for call in case.calls:
            if call[who] is not None and not rows.is_of(call[who], call["unit_id"]):
                return True
    return any(
        call["reported_at"] is not None and call["acknowledged_at"] is None for call in case.calls
    )


def calls_whom_it_commands(case: WhistleCase, rows: Rows) -> bool:
    """A grid, community or town calls one to eight others; a department does not whistle."""
    units = [call["unit_id"] for call in case.calls]
    if rows.kind_of(case.whistle["unit_id"]) == "department":
        return True
    if not 1 <= len(units) <= MOST_UNITS or len(set(units)) < len(units):
        return True
    ticket = rows.tickets.get(case.whistle["ticket_id"])
    raised = case.whistle["raised_at"]
    barred = set(_barred_at(ticket, raised, rows)) if ticket else set()
    return case.whistle["unit_id"] in units or bool(barred & set(units))


def task_for_a_stranger(case: WhistleCase, rows: Rows) -> bool:
    """A task is for a called unit, which says that it is done; its deadline lies ahead."""
    called = {call["unit_id"] for call in case.calls} | set(_former(case))
    for task in case.tasks:
        if task["unit_id"] not in called or task["due_at"] <= task["given_at"]:
            return True
        if task["done_at"] and not _is_of(case, task["done_by"], task["unit_id"], rows):
            return True
    leads = (step["by_id"] for step in case.of("give_task", "hold_meeting", "conclude"))
    return any(not (_whistled(case, by, rows) or _leads(case, by, rows)) for by in leads)


def confirmed_by_a_stranger(case: WhistleCase, rows: Rows) -> bool:
    """Whoever whistled confirms, after it was done."""
    for task in case.tasks:
        confirmed, done = task["confirmed_at"], task["done_at"]
        if confirmed is None:
            continue
        if done is None or confirmed < done or not _whistled(case, task["confirmed_by"], rows):
            return True
    return False


def judged_by_a_stranger(case: WhistleCase, rows: Rows) -> bool:
    """Whoever whistled says how it went."""
    said = case.of("judge", "convene")
    return any(not _whistled(case, step["by_id"], rows) for step in said)


def judged_with_open_tasks(case: WhistleCase, _rows: Rows) -> bool:
    """Every task is confirmed before it is said to be solved."""
    for step in case.of("judge"):
        for task in case.tasks:
            confirmed = task["confirmed_at"]
            if task["given_at"] <= step["at"] and (confirmed is None or confirmed > step["at"]):
                return True
    return False


def unsolved_without_a_meeting(case: WhistleCase, _rows: Rows) -> bool:
    """What is not solved goes to a joint meeting, with minutes, decisions, and a time that was."""
    if case.whistle["outcome"] in ("unsolved", "groundless") and not case.meetings:
        return True
    held = case.of("hold_meeting", "conclude")
    if len(held) != len(case.meetings):
        return True
    pairs = zip(case.meetings, held, strict=True)
    return any(_is_empty(meeting) or meeting["held_at"] > step["at"] for meeting, step in pairs)


def _is_empty(meeting: Row) -> bool:
    """Nothing was written; what was removed for good had been."""
    return not meeting["shredded_at"] and not (meeting["minutes"] and meeting["decisions"])


def ended_without_an_outcome(case: WhistleCase, _rows: Rows) -> bool:
    """What is over has an end and an outcome; what goes on has neither."""
    over = case.whistle["state"] in OVER
    return over != bool(case.whistle["ended_at"]) or over != bool(case.whistle["outcome"])


def whistled_twice(case: WhistleCase, rows: Rows) -> bool:
    """One open whistle for each ticket, in whose history it begins and ends."""
    ticket = case.whistle["ticket_id"]
    if ticket is None:
        return False
    begun, ended = case.whistle["raised_at"], case.whistle["ended_at"]
    for other in rows.whistles:
        same = other["ticket_id"] == ticket and other["id"] != case.whistle["id"]
        before = ended is None or other["raised_at"] < ended
        if same and before and (other["ended_at"] is None or other["ended_at"] > begun):
            return True
    key = str(case.whistle["id"])
    own = [move["verb"] for move in rows.moves_of(ticket) if key in move["said"]]
    return own not in (["whistle"], ["whistle", "whistle_ended"])


def whistles_in_silence(case: WhistleCase, _rows: Rows) -> bool:
    """Every step is a fact in the journal as well."""
    return case.told != len(case.steps)


def reminded_of_nothing(case: WhistleCase, _rows: Rows) -> bool:
    """A reminder speaks once, of what is late at that moment, and climbs rung by rung."""
    calls = {call["id"]: call for call in case.calls}
    tasks = {task["id"]: task for task in case.tasks}
    last: dict[tuple[Any, ...], tuple[int, datetime]] = {}
    for row in case.reminders:
        key = (row["reason"], row["subject_id"], row["limit_at"])
        rung, at = last.get(key, (-1, row["fired_at"]))
        if row["round"] <= rung or row["fired_at"] < at:
            return True
        last[key] = (row["round"], row["fired_at"])
        if _not_due(row, case, calls, tasks):
            return True
    return len(case.of("remind_whistle")) != len(case.reminders)


def nobody_was_reminded(case: WhistleCase, rows: Rows) -> bool:
    """Half a day after a limit whoever did not come, or did not finish, was told."""
    end = case.whistle["ended_at"] or rows.last
    told = {(row["reason"], row["subject_id"]) for row in case.reminders}
    for reason, owed, done in (("absent", case.calls, "reported_at"),
                               ("task_late", case.tasks, "done_at")):  # fmt: skip
        for row in owed:
            until = row["due_at"] and row["due_at"] + timedelta(hours=13)
            late = until and until < end and (row[done] is None or row[done] > until)
            if late and (reason, row["id"]) not in told:
                return True
    return False


def inherited_again(case: WhistleCase, _rows: Rows) -> bool:
    """What a dissolved unit had in a whistle goes over once."""
    former = Counter(step["said"] for step in case.of("inherit_whistle"))
    return any(count > 1 for count in former.values())


def _not_due(row: Row, case: WhistleCase, calls: dict[UUID, Row], tasks: dict[UUID, Row]) -> bool:
    fired, reason, subject = row["fired_at"], row["reason"], row["subject_id"]
    ended = case.whistle["ended_at"]
    if ended is not None and fired > ended:
        return True
    if reason in ("absent", "unheard"):
        if subject not in calls:  # its unit was dissolved, and the successor was called already
            return not case.of("inherit_whistle")
        call = calls[subject]
        done = call["reported_at"] if reason == "absent" else call["acknowledged_at"]
        early = reason == "absent" and fired < call["due_at"]
        return early or (done is not None and done < fired)
    if reason == "task_late":
        task = tasks[subject]
        return fired < task["due_at"] or (task["done_at"] is not None and task["done_at"] < fired)
    if reason == "unapproved":
        decided = case.of("approve_whistle", "refuse_whistle")
        return bool(decided) and decided[0]["at"] < fired
    open_then = [
        task
        for task in case.tasks
        if task["given_at"] <= fired
        and (task["confirmed_at"] is None or task["confirmed_at"] > fired)
    ]
    return bool(open_then) or not any(
        call["reported_at"] and call["reported_at"] < fired for call in case.calls
    )


def _whistled(case: WhistleCase, by: UUID | None, rows: Rows) -> bool:
    return _is_of(case, by, case.whistle["unit_id"], rows)


def _is_of(case: WhistleCase, by: UUID | None, unit: UUID, rows: Rows) -> bool:
    """Of the unit, or of one that was dissolved and left it the whistle."""
    return any(rows.is_of(by, each) for each in (unit, *_former(case)))


def _former(case: WhistleCase) -> list[UUID]:
    """Units that were dissolved; what they had done by then stays theirs."""
    return [UUID(json.loads(step["said"])["former"]) for step in case.of("inherit_whistle")]


def _leads(case: WhistleCase, by: UUID | None, rows: Rows) -> bool:
    path = case.whistle["approval_path"]
    return any(
        row["user_id"] == by and row["role"] == "leader" and path.startswith(row["path"])
        for row in rows.members
    )


def _barred_at(ticket: Row, at: datetime, rows: Rows) -> list[UUID]:
    """Units that withdrew later were not barred yet."""
    later = {
        move["said"]
        for move in rows.moves_of(ticket["id"])
        if move["verb"] == "recuse" and move["at"] > at
    }
    return [unit for unit in ticket["barred"] or [] if not any(str(unit) in s for s in later)]


WHISTLE_RULES: dict[str, WhistleRule] = {
    "whistle goes elsewhere": whistle_goes_elsewhere,
    "decided by whoever whistled": decided_by_whoever_whistled,
    "decided from below": decided_from_below,
    "called before approval": called_before_approval,
    "wrong time to come": wrong_time_to_come,
    "lateness is wrong": lateness_is_wrong,
    "came without heeding": came_without_heeding,
    "calls whom it commands": calls_whom_it_commands,
    "task for a stranger": task_for_a_stranger,
    "confirmed by a stranger": confirmed_by_a_stranger,
    "judged by a stranger": judged_by_a_stranger,
    "judged with open tasks": judged_with_open_tasks,
    "unsolved without a meeting": unsolved_without_a_meeting,
    "ended without an outcome": ended_without_an_outcome,
    "whistled twice": whistled_twice,
    "whistles in silence": whistles_in_silence,
    "reminded of nothing": reminded_of_nothing,
    "nobody was reminded": nobody_was_reminded,
    "inherited again": inherited_again,
}
