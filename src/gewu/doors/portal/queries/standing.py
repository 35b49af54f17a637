"""What the reporter has to know or do now, where a request does not simply go its way."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

from gewu.doors.portal import rules
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries import DECLINING, states, urging_day
from gewu.work.tickets.queries.clocks import clockwork_of
from gewu.work.tickets.queries.history import Entry, timeline
from gewu.work.tickets.queries.responses import OwnAnswers, own_answers

ENDS = {
    states.NEEDS_INFO: "ask",
    states.SUSPENDED: "suspend",
    states.DECLINED: "decline",
    states.CANCELLED: "cancel",
    states.CLOSED: "answer_directly",
}
WAITS_FOR_YOU = (states.NEEDS_INFO, states.CHECKED)


@dataclass(frozen=True)
class Standing:
    """The words of the step that matters now, its date, and what the reporter may do about it."""

    words: str = ""
    is_answer: bool = False
    until: datetime | None = None
    reason: str | Promise = ""
    route: str | Promise = ""
    extension: str = ""
    may_urge: bool = False
    urged_today: bool = False
    asks_supervisor: bool = False
    with_supervisor: str = ""
    decision: str = ""
    master: Ticket | None = None
    of_master: list[Entry] = field(default_factory=list)
    own: OwnAnswers = OwnAnswers()

    @property
    def is_decided(self) -> bool:
        """Whether a supervisor has said no to opening it again, or is still thinking about it."""
        return bool(self.decision or self.with_supervisor)


def told_entries(ticket: Ticket) -> list[Entry]:
    """The steps of a request that are told to its reporter, oldest first."""
    return [
        entry
        for entry in timeline(ticket, for_resident=True)
        if rules.is_told(entry.move.verb, entry.move.codes.get("kind", ""))
    ]


def standing_of(ticket: Ticket, entries: Sequence[Entry], now: datetime) -> Standing:
    """How a request stands for its reporter at a moment."""
    step = _last(entries, ENDS.get(ticket.state, ""))
    if ticket.state == states.CLOSED and ticket.unit_id is not None:
        step = None  # answered once, but handled by a unit since
    reason, route = _declined(step) if ticket.state == states.DECLINED else ("", "")
    extension = _last(entries, "extend") if ticket.is_open and ticket.extensions else None
    master = ticket.master if ticket.state == states.MERGED else None
    return Standing(
        words=step.words if step else "",
        is_answer=step is not None and ticket.state == states.CLOSED,
        until=ticket.stage_due_at if ticket.state == states.NEEDS_INFO else ticket.resume_on,
        reason=reason,
        route=route,
        extension=extension.words if extension else "",
        may_urge=ticket.is_open and ticket.state not in WAITS_FOR_YOU,
        urged_today=ticket.urged_on is not None and ticket.urged_on == _today(ticket, now),
        asks_supervisor=ticket.reopened >= states.REOPENINGS,
        with_supervisor=_asked(ticket, entries),
        decision=_decision(ticket, entries),
        master=master,
        of_master=_work_of(master) if master else [],
        own=own_answers(ticket, master) if master else OwnAnswers(),
    )


def with_master(entries: Sequence[Entry], standing: Standing) -> list[Entry]:
    """A request's own steps, and those of the one that it became a part of, in their order."""
    joined = next((e.move.at for e in reversed(entries) if e.move.verb == "merge"), None)
    later = [e for e in standing.of_master if joined is not None and e.move.at >= joined]
    return [*entries, *later]


def _work_of(master: Ticket) -> list[Entry]:
    """Steps of the work on a master: no photos, and words only about the work itself."""
    return [
        replace(
            entry,
            photos=[],
            words=entry.words if entry.move.verb in rules.WORDS_FOR_FOLLOWERS else "",
        )
        for entry in timeline(master, for_resident=True)
        if entry.move.verb in rules.TOLD_TO_FOLLOWERS
    ]


def _declined(step: Entry | None) -> tuple[str | Promise, str | Promise]:
    return DECLINING.get(step.move.codes.get("reason", ""), ("", "")) if step else ("", "")


def _asked(ticket: Ticket, entries: Sequence[Entry]) -> str:
    """The words that wait for a supervisor."""
    if ticket.pending_kind != "reopen":
        return ""
    step = _last(entries, "request_reopen")
    return step.words if step and step.words else "…"


def _decision(ticket: Ticket, entries: Sequence[Entry]) -> str:
    """A supervisor's no to opening it once more; a yes shows in the request itself."""
    verbs = ("refuse", "reopen", "reconsider", "request_reopen")
    last = next((e for e in reversed(entries) if e.move.verb in verbs), None)
    if ticket.is_open and ticket.state != states.CHECKED:
        return ""
    return last.words or "…" if last and last.move.verb == "refuse" else ""


def _last(entries: Sequence[Entry], verb: str) -> Entry | None:
    return next((each for each in reversed(entries) if each.move.verb == verb), None)


def _today(ticket: Ticket, now: datetime) -> object:
    clocks = clockwork_of(ticket.county_id)
    return urging_day(now.astimezone(ZoneInfo(clocks.terms.zone)).date(), clocks.calendar)
