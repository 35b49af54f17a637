"""What somebody wants to do next with a ticket: weights by state, and how long they take."""

from datetime import datetime, timedelta
from random import Random

from gewu.methods.worktime import WorkCalendar
from gewu.work.tickets.models import Ticket, Whistle

# Now and then somebody tries what is not possible; it must be refused and change nothing.
MISCHIEF = 0.04
BESIDE = {"urge": 6, "remark": 3, "supervise": 3, "lift": 1, "confide": 1, "request_cancel": 2}
WISHES: dict[str, dict[str, float]] = {
    "submitted": {
        "file": 55, "request_verify": 9, "ask": 10, "decline": 5, "merge": 6, "split": 2,
        "answer_directly": 7, "place": 2, "self_handle": 3,
    },
    "verifying": {"verify": 95, "urge": 2},
    "needs_info": {"answer": 50, "nothing": 45, "request_cancel": 2},
    "filed": {"dispatch": 84, "dispatch_to_both": 12, "decline": 2, "merge": 2, "split": 2},
    "dispatched": {
        "sign": 66, "request_return": 14, "escalate": 4, "assign": 3, "recuse": 2, "dispatch": 2,
        "merge": 2, "cohandle": 5, "whistle": 4, "dispatch_to_both": 4,
    },
    "returning": {"accept_return": 45, "refuse_return": 35, "refile": 20},
    "in_progress": {
        "handle": 46, "request_extension": 12, "request_suspension": 10, "escalate": 6,
        "assign": 4, "cohandle": 7, "recuse": 2, "whistle": 9,
    },
    "suspended": {"resume": 10, "nothing": 80, "request_cancel": 1},
    "checking": {"check": 68, "rework": 18, "close": 10},
    "checked": {
        "revisit": 60, "confirm": 12, "reopen": 6, "nothing": 14, "close": 4, "request_reopen": 2,
    },
    "closed": {"rate": 30, "reopen": 8, "appeal": 12, "nothing": 60, "request_reopen": 4,
        "shred": 1},
    "merged": {"unmerge": 6, "respond": 12, "doubt": 12, "nothing": 70},
}  # fmt: skip
WHISTLE_WISHES: dict[str, dict[str, float]] = {
    "raised": {"approve_whistle": 60, "refuse_whistle": 14, "nothing": 20},
    "approved": {"acknowledge": 30, "report_in": 45, "judge": 3, "nothing": 15},
    "running": {
        "report_in": 20, "acknowledge": 6, "give_task": 26, "finish_task": 26, "confirm_task": 26,
        "judge": 22, "nothing": 14,
    },
    "to_meeting": {
        "hold_meeting": 40, "report_in": 5, "acknowledge": 4, "give_task": 8, "finish_task": 14,
        "confirm_task": 14, "judge": 6, "nothing": 20,
    },
}  # fmt: skip
DECISIONS = {"endorse": 40, "grant": 40, "refuse": 15}
MINUTES = {
    "in_progress": 600,
    "checked": 700,
    "needs_info": 1_500,
    "suspended": 2_500,
    "running": 400,
}
AWAKE_FROM, AWAKE_TO = 7, 21


def wish(ticket: Ticket, rng: Random, verbs: list[str]) -> str:
    """What is tried next; `nothing` waits."""
    if rng.random() < MISCHIEF:
        return rng.choice(verbs)
    wishes = dict(WISHES.get(ticket.state, {"nothing": 1}))
    if ticket.pending and ticket.pending_kind != "return":
        wishes = {verb: weight / 6 for verb, weight in wishes.items()} | DECISIONS
    if ticket.helpers:
        wishes |= {"cohandled": 60, "uncohandle": 5}
    if ticket.is_open:
        wishes = {verb: BESIDE.get(verb, 0) / 2 for verb in BESIDE} | wishes
    return rng.choices(list(wishes), list(wishes.values()))[0]


def wish_of_whistle(whistle: Whistle, rng: Random, verbs: list[str]) -> str:
    """What is tried next with a whistle; `nothing` waits."""
    if rng.random() < MISCHIEF:
        return rng.choice(verbs)
    wishes = WHISTLE_WISHES[whistle.state]
    return rng.choices(list(wishes), list(wishes.values()))[0]


def later(now: datetime, state: str, rng: Random, calendar: WorkCalendar) -> datetime:
    """When the next one looks at it: mostly in working hours of a working day."""
    mean = MINUTES.get(state, 130)
    at = now + timedelta(minutes=max(1.0, rng.lognormvariate(0, 0.9) * mean))
    if rng.random() < 0.1:  # residents and those on duty do not keep hours
        return at
    while True:
        local = at.astimezone(calendar.zone)
        if AWAKE_FROM <= local.hour < AWAKE_TO and calendar.is_workday(local.date()):
            return at
        at += timedelta(minutes=rng.uniform(30, 120))
