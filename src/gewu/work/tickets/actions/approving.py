"""What one applies for and another decides: extension, suspension, cancelling, reopening, appeal."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.work.tickets import states
from gewu.work.tickets.actions.closing import open_again, reopen_until
from gewu.work.tickets.actions.moving import Step, take, ticket_verb
from gewu.work.tickets.actions.settling import ask_for, open_approval, settle
from gewu.work.tickets.events import (
    ApprovalEndorsed,
    ApprovalRefused,
    ApprovalRequested,
    OverdueExcused,
    TicketCancelled,
    TicketExtended,
    TicketResumed,
    TicketSuspended,
)
from gewu.work.tickets.models import Approval, Ticket
from gewu.work.tickets.queries.clocks import clockwork_of
from gewu.work.tickets.rules.approving import NEEDS_SUPPORT, checked_until
from gewu.work.tickets.rules.clocks import MOST_EXTENSIONS
from gewu.work.tickets.rules.stages import extended
from gewu.work.tickets.rules.wording import checked_note

Kind = Approval.Kind


@ticket_verb
def request_extension(
    *, ticket: Ticket, words: str, command: UUID | None = None, by: Actor
) -> Ticket:
    """Apply for one more original limit; the reporter is told why when it is granted."""
    facts = {
        "overdue": clock.now() > ticket.due_at,
        "extensions": ticket.extensions,
        "most": MOST_EXTENSIONS,
    }
    return _asked(ticket, Kind.EXTENSION, "request_extension", words, facts, command, by)


@ticket_verb
def request_suspension(
    *, ticket: Ticket, until: datetime, words: str, command: UUID | None = None, by: Actor
) -> Ticket:
    """Apply to wait for a season, for funds or for plans until a date; once, a year at most."""
    until = checked_until(until, clock.now())
    facts = {"suspensions": ticket.suspensions}
    return _asked(ticket, Kind.SUSPENSION, "request_suspension", words, facts, command, by, until)


@ticket_verb
def request_cancel(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """Apply to cancel what should never have been a ticket."""
    return _asked(ticket, Kind.CANCEL, "request_cancel", words, {}, command, by)


@ticket_verb
def request_reopen(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """Ask for what has been opened again before; a supervisor decides, once for each ending."""
    now = clock.now()
    _not_after_a_no(ticket, now)
    if ticket.pending_kind == Kind.DOUBT:  # who reported it first asks first
        settle(ticket, states.WITHDRAWN, answer="", now=now, by=by)
        ticket.pending = ""
    days = clockwork_of(ticket.county_id).terms.reopen_days
    facts = {"now": now, "reopen_until": reopen_until(ticket, days, now)}
    return _asked(ticket, Kind.REOPEN, "request_reopen", words, facts, command, by)


@ticket_verb
def appeal(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """The unit says why the overdue mark should not count; once, decided by two.

    What was withdrawn because the ticket was opened again was never decided, and does not count.
    """
    before = Approval.objects.filter(ticket=ticket, kind=Kind.APPEAL)
    facts = {
        "was_late": ticket.ended_at is not None and ticket.ended_at > ticket.due_at,
        "appealed": before.exclude(state=states.WITHDRAWN).exists(),
    }
    return _asked(ticket, Kind.APPEAL, "appeal", words, facts, command, by)


@ticket_verb
def endorse(*, ticket: Ticket, words: str = "", command: UUID | None = None, by: Actor) -> Ticket:
    """The first of two yeses: the unit's lead, or for an appeal the dispatcher."""
    approval = open_approval(ticket)
    if approval.kind not in NEEDS_SUPPORT:
        raise Refusal(_("This is decided in one step."), code="one_step")
    _somebody_else(by, approval.asked_by)
    approval.state = states.APPROVAL.ask("endorse", approval.state)
    approval.endorsed_by = by.actor_id
    approval.save(update_fields=["state", "endorsed_by"])
    step = Step(
        ApprovalEndorsed,
        words=checked_note(words, needed=False),
        codes={"kind": approval.kind},
        changes={"pending": f"{approval.kind}:{approval.state}"},
        payload={"kind": approval.kind},
    )
    take(ticket, "endorse", step, now=clock.now(), command=command, by=by)
    return ticket


@ticket_verb
def grant(*, ticket: Ticket, words: str = "", command: UUID | None = None, by: Actor) -> Ticket:
    """The last yes: what was applied for happens now."""
    approval = open_approval(ticket)
    if approval.kind not in GRANTED:
        raise Refusal(_("Decide about sending back by choosing a unit."), code="return")
    if approval.kind in NEEDS_SUPPORT and approval.state != states.ENDORSED:
        raise Refusal(_("The unit's lead has to support it first."), code="not_endorsed")
    _somebody_else(by, approval.asked_by)
    _somebody_else(by, approval.endorsed_by)
    words, now = checked_note(words, needed=False), clock.now()
    settle(ticket, states.GRANTED, answer=words, now=now, by=by)
    GRANTED[approval.kind](ticket, approval, words or approval.words, now, command, by)
    return ticket


@ticket_verb
def refuse(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """No, and why. A refusal is not counted against the limit of grants."""
    approval = open_approval(ticket)
    if approval.kind == Kind.RETURN:
        raise Refusal(_("Decide about sending back by choosing a unit."), code="return")
    _somebody_else(by, approval.asked_by)
    words, now = checked_note(words, needed=True), clock.now()
    settle(ticket, states.REFUSED, answer=words, now=now, by=by)
    step = Step(
        ApprovalRefused,
        words=words,
        is_public=approval.kind == Kind.REOPEN,
        codes={"kind": approval.kind},
        changes={"pending": ""},
        payload={"kind": approval.kind},
    )
    take(ticket, "refuse", step, now=now, command=command, by=by)
    return ticket


@ticket_verb
def resume(*, ticket: Ticket, words: str = "", command: UUID | None = None, by: Actor) -> Ticket:
    """Take a suspended ticket up again, before its date or on it; the clock goes on."""
    step = _resumed(checked_note(words, needed=False))
    take(ticket, "resume", step, now=clock.now(), command=command, by=by)
    return ticket


@action
def resume_due(*, now: datetime, most: int = 500, by: Actor) -> int:
    """Take up everything whose date has come; how many tickets that were."""
    due = Ticket.objects.filter(
        closed_at__isnull=True, state=states.SUSPENDED, stage_due_at__lte=now
    )
    rows = due.select_for_update(of=("self",), skip_locked=True).order_by("stage_due_at", "id")
    tickets = list(rows[:most])
    for ticket in tickets:
        take(ticket, "resume", _resumed(""), now=now, by=by)
    return len(tickets)


def _asked(
    ticket: Ticket,
    kind: str,
    verb: str,
    words: str,
    facts: dict[str, Any],
    command: UUID | None,
    by: Actor,
    until: datetime | None = None,
) -> Ticket:
    words, now = checked_note(words, needed=True), clock.now()
    facts = facts | {"pending": ticket.pending}
    states.TICKET.ask(verb, ticket.state, **facts)
    approval = ask_for(ticket, kind, words=words, until=until, now=now, by=by)
    step = Step(
        ApprovalRequested,
        words=words,
        is_public=kind == Kind.REOPEN,
        codes={"approval": str(approval.pk), "kind": str(kind)},
        changes={"pending": ticket.pending},
        payload={"kind": str(kind)},
    )
    take(ticket, verb, step, now=now, command=command, facts=facts, by=by)
    return ticket


def _not_after_a_no(ticket: Ticket, now: datetime) -> None:
    """A supervisor has said no to this very ending."""
    ended = ticket.closed_at or ticket.checked_at or now
    said_no = Approval.objects.filter(
        ticket=ticket, kind=Kind.REOPEN, state=states.REFUSED, asked_at__gte=ended
    )
    if said_no.exists():
        raise Refusal(
            _("A supervisor has decided about this. New facts are welcome as a new report."),
            code="decided",
        )


def _resumed(words: str) -> Step:
    return Step(TicketResumed, words=words, is_public=True, changes={"resume_on": None})


def _somebody_else(by: Actor, before: UUID | None) -> None:
    """Nobody decides twice about the same thing, nor about what they asked for themselves."""
    if by.actor_id is not None and by.actor_id == before:
        raise Refusal(
            _("Somebody else has to decide about this: you asked for it or supported it."),
            code="same_person",
        )


def _extend(
    ticket: Ticket,
    _approval: Approval,
    words: str,
    now: datetime,
    command: UUID | None,
    by: Actor,
) -> None:
    calendar = clockwork_of(ticket.county_id).calendar
    own = ticket.unit_due_at or ticket.due_at
    changes = {
        "due_at": extended(ticket.due_at, ticket.deadline_class, calendar),
        "unit_due_at": extended(own, ticket.deadline_class, calendar),
        "extensions": ticket.extensions + 1,
        "pending": "",
    }
    changes["stage_due_at"] = changes["unit_due_at"]
    step = Step(
        TicketExtended,
        words=words,
        is_public=True,
        changes=changes,
        payload={"extensions": ticket.extensions + 1},
    )
    take(ticket, "extend", step, now=now, command=command, by=by)


def _suspend(
    ticket: Ticket,
    approval: Approval,
    words: str,
    now: datetime,
    command: UUID | None,
    by: Actor,
) -> None:
    until = checked_until(approval.until or now + timedelta(days=1), now)
    changes = {"suspensions": ticket.suspensions + 1, "resume_on": until, "pending": ""}
    step = Step(
        TicketSuspended,
        words=words,
        is_public=True,
        changes=changes,
        payload={"until": until.date()},
    )
    take(ticket, "suspend", step, now=now, command=command, by=by)


def _cancel(
    ticket: Ticket,
    _approval: Approval,
    words: str,
    now: datetime,
    command: UUID | None,
    by: Actor,
) -> None:
    changes = {"closed_at": now, "pending": "", "resume_on": None}
    step = Step(TicketCancelled, words=words, is_public=True, changes=changes)
    take(ticket, "cancel", step, now=now, command=command, by=by)


def _reopen(
    ticket: Ticket,
    approval: Approval,
    words: str,
    _now: datetime,
    command: UUID | None,
    by: Actor,
) -> None:
    ticket.pending = ""
    ticket.save(update_fields=["pending"])
    open_again(
        ticket,
        words=words,
        asked_at=approval.asked_at,
        decided=True,
        is_public=approval.kind == Kind.REOPEN,  # one resident's words are not another's to read
        command=command,
        by=by,
    )


def _exempt(
    ticket: Ticket,
    _approval: Approval,
    words: str,
    now: datetime,
    command: UUID | None,
    by: Actor,
) -> None:
    step = Step(OverdueExcused, words=words, changes={"is_excused": True, "pending": ""})
    take(ticket, "exempt", step, now=now, command=command, by=by)


GRANTED: dict[str, Callable[..., None]] = {
    Kind.EXTENSION: _extend,
    Kind.SUSPENSION: _suspend,
    Kind.CANCEL: _cancel,
    Kind.REOPEN: _reopen,
    Kind.DOUBT: _reopen,
    Kind.APPEAL: _exempt,
}
