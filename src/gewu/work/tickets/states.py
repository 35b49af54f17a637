"""The life of a ticket as a table: which verb leads from where to where, and what it asks for.

Source: `domain/life-cycle.md`. What somebody else must approve first (an extension, a suspension,
a return …) is an Approval with a small table of its own.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gewu.kernel.states import Move, StateTable, Text

SUBMITTED = "submitted"
VERIFYING = "verifying"
NEEDS_INFO = "needs_info"
FILED = "filed"
DISPATCHED = "dispatched"
RETURNING = "returning"
IN_PROGRESS = "in_progress"
SUSPENDED = "suspended"
CHECKING = "checking"
CHECKED = "checked"
CLOSED = "closed"
DECLINED = "declined"
MERGED = "merged"
CANCELLED = "cancelled"
ARCHIVED = "archived"

BEFORE_FILING = (SUBMITTED, VERIFYING, NEEDS_INFO)
WITH_A_UNIT = (DISPATCHED, IN_PROGRESS)
OPEN = (
    *BEFORE_FILING,
    FILED,
    DISPATCHED,
    RETURNING,
    IN_PROGRESS,
    SUSPENDED,
    CHECKING,
    CHECKED,
)
ENDED = (CLOSED, DECLINED, MERGED, CANCELLED)
ALL = (*OPEN, *ENDED, ARCHIVED)
# The resident's clock stands still here, and in no other state.
PAUSED = (NEEDS_INFO, SUSPENDED)

REOPENINGS = 1  # as often it comes back by itself; after that a supervisor decides


def someone_else(*, by_the_handler: bool, **_facts: object) -> Text | None:
    """Whoever handled a ticket does not check it."""
    if by_the_handler:
        return _("You handled this ticket, so someone else has to check it.")
    return None


def checked_by_someone_else(
    *, by_the_handler: bool, closing_met: bool, **_facts: object
) -> Text | None:
    """Closing asks for a second person and for the closing condition (GB/T 30428.8)."""
    if not closing_met:
        return _("Tick the closing condition, or send the ticket back for rework.")
    return someone_else(by_the_handler=by_the_handler)


def within_reopening(
    *, now: datetime, reopen_until: datetime, reopened: int = 0, decided: bool = False, **_f: object
) -> Text | None:
    """A resident may ask again for some days, once by itself and then as a supervisor decides."""
    if now > reopen_until:
        return _(
            "The time for reopening has passed. Please make a new report and mention this one."
        )
    if reopened >= REOPENINGS and not decided:
        return _("It was reopened before. A supervisor decides whether it is opened once more.")
    return None


def may_ask_again(
    *, now: datetime, reopen_until: datetime, pending: str = "", **_facts: object
) -> Text | None:
    """Whoever asks a supervisor asks within the same days; the supervisor may take longer."""
    if reason := within_reopening(now=now, reopen_until=reopen_until):
        return reason
    return nothing_pending(pending=pending)


def nothing_pending(*, pending: str = "", **_facts: object) -> Text | None:
    """One question at a time: whoever decides must know what the answer is about."""
    return _("Something of this ticket still waits for a decision.") if pending else None


def may_return(
    *, locked: bool, given_before: bool, now: datetime, return_until: datetime, **facts: object
) -> Text | None:
    """Once a unit, within its window, and never by a unit that the centre designated."""
    if locked:
        return _("The centre has decided that your unit does it, so it cannot be sent back again.")
    if given_before:
        return _("Your unit has sent this ticket back once already.")
    if now > return_until:
        return _("The time for sending back has passed. Sign for it, or ask your dispatcher.")
    return nothing_pending(**facts)  # type: ignore[arg-type]


def may_extend(*, overdue: bool, extensions: int, most: int, **facts: object) -> Text | None:
    """At most twice, each one more original limit, and not once it is overdue."""
    if overdue:
        return _("The limit has passed, so it can no longer be extended.")
    if extensions >= most:
        return _("It was extended %(count)s times, which is the most.") % {"count": extensions}
    return nothing_pending(**facts)  # type: ignore[arg-type]


def may_suspend(*, suspensions: int, **facts: object) -> Text | None:
    """One suspension for each ticket."""
    if suspensions:
        return _("It was suspended once already, which is the most.")
    return nothing_pending(**facts)  # type: ignore[arg-type]


def by_another_unit(*, by_the_unit: bool, **_facts: object) -> Text | None:
    """Nobody asks how well their own unit worked."""
    if by_the_unit:
        return _("Your unit did the work, so another unit calls the resident back.")
    return None


def helpers_done(*, helpers_open: int, **_facts: object) -> Text | None:
    """The lead answers for the whole: it is done when the helping units are."""
    if helpers_open:
        return _("%(count)s helping units have not finished yet.") % {"count": helpers_open}
    return None


def may_urge(*, urged_today: bool, **_facts: object) -> Text | None:
    """Once a working day is heard; more often changes nothing."""
    return _("You have urged us today. We have seen it.") if urged_today else None


def may_appeal(*, was_late: bool, appealed: bool, **facts: object) -> Text | None:
    """Only what is marked late, and once."""
    if not was_late:
        return _("This ticket is not marked as late.")
    if appealed:
        return _("An appeal was made before, and there is only one.")
    return nothing_pending(**facts)  # type: ignore[arg-type]


def may_shred(*, shredded: bool, **facts: object) -> Text | None:
    """Once, and not while somebody still has to read what was applied for."""
    if shredded:
        return _("Words and photos were removed already.")
    return nothing_pending(**facts)  # type: ignore[arg-type]


TICKET = StateTable(
    start=SUBMITTED,
    labels={
        SUBMITTED: _("Waiting to be filed"),
        VERIFYING: _("Being verified"),
        NEEDS_INFO: _("Waiting for the reporter"),
        FILED: _("Waiting for dispatch"),
        DISPATCHED: _("Waiting for signature"),
        RETURNING: _("Sent back, to be decided"),
        IN_PROGRESS: _("Being handled"),
        SUSPENDED: _("Suspended"),
        CHECKING: _("Waiting for a check"),
        CHECKED: _("Waiting for the resident"),
        CLOSED: _("Closed"),
        DECLINED: _("Not accepted"),
        MERGED: _("Merged into another"),
        CANCELLED: _("Cancelled"),
        ARCHIVED: _("Archived"),
    },
    moves=(
        Move("place", (SUBMITTED, VERIFYING, NEEDS_INFO, FILED), None),
        Move("request_verify", (SUBMITTED,), VERIFYING),
        Move("verify", (VERIFYING,), SUBMITTED),
        Move("ask", (SUBMITTED,), NEEDS_INFO),
        Move("answer", (NEEDS_INFO,), SUBMITTED),
        Move("lapse", (NEEDS_INFO,), SUBMITTED),
        Move("decline", (SUBMITTED, FILED), DECLINED),
        Move("merge", (SUBMITTED, FILED, DISPATCHED), MERGED),
        Move("unmerge", (MERGED,), SUBMITTED),
        Move("split", (SUBMITTED, FILED), None),
        Move("answer_directly", (SUBMITTED,), CLOSED),
        Move("self_handle", (SUBMITTED,), CHECKING),
        Move("file", (SUBMITTED,), FILED),
        Move("dispatch", (FILED, DISPATCHED), DISPATCHED),
        Move("sign", (DISPATCHED,), IN_PROGRESS),
        Move("request_return", (DISPATCHED,), RETURNING, guard=may_return),
        Move("accept_return", (RETURNING,), DISPATCHED),
        Move("refuse_return", (RETURNING,), DISPATCHED),
        Move("refile", (RETURNING,), SUBMITTED),
        Move("escalate", WITH_A_UNIT, DISPATCHED, guard=nothing_pending),
        Move("assign", WITH_A_UNIT, DISPATCHED, guard=nothing_pending),
        Move("recuse", WITH_A_UNIT, FILED),
        Move("cohandle", WITH_A_UNIT, None),
        Move("cohandled", (*WITH_A_UNIT, SUSPENDED), None),
        Move("uncohandle", (*WITH_A_UNIT, SUSPENDED), None),
        Move("whistle", WITH_A_UNIT, None),
        Move("whistle_ended", OPEN, None),
        Move("request_extension", (IN_PROGRESS,), None, guard=may_extend),
        Move("extend", (IN_PROGRESS,), None),
        Move("request_suspension", (IN_PROGRESS,), None, guard=may_suspend),
        Move("suspend", (IN_PROGRESS,), SUSPENDED),
        Move("resume", (SUSPENDED,), IN_PROGRESS),
        Move("request_cancel", OPEN, None, guard=nothing_pending),
        Move("cancel", OPEN, CANCELLED),
        Move("request_reopen", (CHECKED, CLOSED), None, guard=may_ask_again),
        Move("endorse", (*OPEN, CLOSED), None),
        Move("refuse", (*OPEN, CLOSED), None),
        Move("handle", (IN_PROGRESS,), CHECKING, guard=helpers_done),
        Move("check", (CHECKING,), CHECKED, guard=checked_by_someone_else),
        Move("rework", (CHECKING,), IN_PROGRESS, guard=someone_else),
        Move("revisit", (CHECKED,), None, guard=by_another_unit),
        Move("close", (CHECKING, CHECKED), CLOSED, guard=checked_by_someone_else),
        Move("confirm", (CHECKED,), CLOSED),
        Move("rate", (CLOSED,), None),
        Move("respond", (CHECKED, CLOSED), None),
        Move("doubt", (CHECKED, CLOSED), None, guard=within_reopening),
        Move("reopen", (CHECKED, CLOSED), DISPATCHED, guard=within_reopening),
        Move("reconsider", (CLOSED,), SUBMITTED, guard=within_reopening),
        Move("appeal", (CLOSED,), None, guard=may_appeal),
        Move("exempt", (CLOSED,), None),
        Move("urge", OPEN, None, guard=may_urge),
        Move("supervise", OPEN, None),
        Move("lift", OPEN, None),
        Move("remind", (*OPEN, CLOSED), None),
        Move("inherit", OPEN, None),
        Move("redraw", OPEN, None),
        Move("confide", (*OPEN, CLOSED), None),
        Move("remark", (*OPEN, *ENDED), None),
        Move("shred", (*ENDED, ARCHIVED), None, guard=may_shred),
        Move("archive", ENDED, ARCHIVED),
    ),
)

VERBS = {
    "submit": _("Report received"),
    "place": _("Place set"),
    "request_verify": _("Sent out to verify"),
    "verify": _("Verified on the spot"),
    "ask": _("The reporter was asked"),
    "answer": _("The reporter answered"),
    "lapse": _("No answer in time, we go on"),
    "decline": _("Not accepted"),
    "merge": _("Merged into another ticket"),
    "unmerge": _("Taken apart again"),
    "split": _("Split into several tickets"),
    "answer_directly": _("Answered directly"),
    "self_handle": _("Handled on the spot"),
    "file": _("Filed"),
    "dispatch": _("Dispatched"),
    "sign": _("Signed for"),
    "request_return": _("Sending back applied for"),
    "accept_return": _("Given to another unit"),
    "refuse_return": _("Stays with the unit"),
    "refile": _("Back to filing"),
    "escalate": _("Passed up"),
    "assign": _("Passed down"),
    "recuse": _("Withdrew because of a conflict of interest"),
    "cohandle": _("Another unit asked to help"),
    "cohandled": _("A helping unit has finished"),
    "uncohandle": _("Help no longer needed"),
    "whistle": _("Whistle raised"),
    "whistle_ended": _("Whistle ended"),
    "request_extension": _("Extension applied for"),
    "extend": _("Extended"),
    "request_suspension": _("Suspension applied for"),
    "suspend": _("Suspended"),
    "resume": _("Taken up again"),
    "request_cancel": _("Cancelling applied for"),
    "cancel": _("Cancelled"),
    "request_reopen": _("Reopening applied for"),
    "endorse": _("Supported by the unit's lead"),
    "refuse": _("Application refused"),
    "handle": _("Handled"),
    "check": _("Checked"),
    "rework": _("Sent back for rework"),
    "revisit": _("Called back"),
    "close": _("Closed"),
    "confirm": _("Confirmed by the resident"),
    "rate": _("Rated"),
    "respond": _("Answered by somebody who was merged"),
    "doubt": _("Not solved, says somebody who was merged"),
    "reopen": _("Reopened"),
    "reconsider": _("Back to the desk: the answer was not enough"),
    "appeal": _("Appeal against the overdue mark"),
    "exempt": _("Overdue mark excused"),
    "urge": _("Urged"),
    "supervise": _("Put under supervision"),
    "lift": _("Supervision lifted"),
    "remind": _("Reminder sent"),
    "inherit": _("Taken over from a unit that was dissolved"),
    "redraw": _("The grid was redrawn"),
    "confide": _("Confidentiality changed"),
    "remark": _("Internal remark"),
    "shred": _("Words and photos removed"),
    "archive": _("Archived"),
}

ASKED, ENDORSED, GRANTED, REFUSED, WITHDRAWN = (
    "asked",
    "endorsed",
    "granted",
    "refused",
    "withdrawn",
)

APPROVAL = StateTable(
    start=ASKED,
    labels={
        ASKED: _("Applied for"),
        ENDORSED: _("Supported by the unit's lead"),
        GRANTED: _("Granted"),
        REFUSED: _("Refused"),
        WITHDRAWN: _("Withdrawn"),
    },
    moves=(
        Move("endorse", (ASKED,), ENDORSED),
        Move("grant", (ASKED, ENDORSED), GRANTED),
        Move("refuse", (ASKED, ENDORSED), REFUSED),
        Move("withdraw", (ASKED, ENDORSED), WITHDRAWN),
    ),
)

RAISED, APPROVED, RUNNING, MEETING = "raised", "approved", "running", "to_meeting"
WHISTLE_ENDED, WHISTLE_REFUSED = "ended", "refused"
OPEN_WHISTLE = (RAISED, APPROVED, RUNNING, MEETING)
CALLING = (APPROVED, RUNNING, MEETING)  # the units that are called know of it


def tasks_confirmed(*, tasks_open: int, **_facts: object) -> Text | None:
    """Whoever whistled looks at every task before saying how it ended."""
    if tasks_open:
        return _("%(count)s tasks are not confirmed yet.") % {"count": tasks_open}
    return None


WHISTLE = StateTable(
    start=RAISED,
    labels={
        RAISED: _("Waiting for approval"),
        APPROVED: _("Units are called"),
        RUNNING: _("Working together"),
        MEETING: _("For a joint meeting"),
        WHISTLE_ENDED: _("Ended"),
        WHISTLE_REFUSED: _("Refused"),
    },
    moves=(
        Move("approve_whistle", (RAISED,), APPROVED),
        Move("refuse_whistle", (RAISED,), WHISTLE_REFUSED),
        Move("acknowledge", CALLING, None),
        Move("report_in", (APPROVED, RUNNING), RUNNING),
        Move("report_in", (MEETING,), None),
        Move("give_task", (RUNNING, MEETING), None),
        Move("finish_task", (RUNNING, MEETING), None),
        Move("confirm_task", (RUNNING, MEETING), None),
        Move("judge", (RUNNING, MEETING), WHISTLE_ENDED, guard=tasks_confirmed),
        Move("convene", (APPROVED, RUNNING), MEETING),
        Move("convene", (MEETING,), None),
        Move("hold_meeting", (MEETING,), None),
        Move("conclude", (MEETING,), WHISTLE_ENDED),
        Move("remind_whistle", OPEN_WHISTLE, None),
        Move("inherit_whistle", OPEN_WHISTLE, None),
    ),
)

WHISTLE_VERBS = {
    "raise_whistle": _("Whistle raised"),
    "approve_whistle": _("Approved, the units are called"),
    "refuse_whistle": _("Whistle refused"),
    "acknowledge": _("Call acknowledged"),
    "report_in": _("Reported in"),
    "give_task": _("Task given"),
    "finish_task": _("Task done"),
    "confirm_task": _("Task confirmed"),
    "judge": _("Judged by whoever whistled"),
    "convene": _("Not solved, to a joint meeting"),
    "hold_meeting": _("Joint meeting held"),
    "conclude": _("Ended by the joint meeting"),
    "remind_whistle": _("Reminder sent"),
    "inherit_whistle": _("Taken over from a unit that was dissolved"),
}
