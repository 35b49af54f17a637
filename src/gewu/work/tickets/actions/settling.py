"""Applications as rows: written down, found again, settled, and withdrawn when nothing is left."""

from datetime import datetime

from django.utils.translation import gettext as _

from gewu.kernel.acting import Actor, Refusal
from gewu.work.tickets import states
from gewu.work.tickets.models import Approval, HelpOrder, Ticket
from gewu.work.tickets.rules.approving import is_moot

NO_HELP_IN = (*states.BEFORE_FILING, *states.ENDED)


def open_approval(ticket: Ticket) -> Approval:
    """The application that waits, held until the end of the transaction."""
    found = (
        Approval.objects.select_for_update(of=("self",))
        .filter(ticket=ticket, state__in=(states.ASKED, states.ENDORSED))
        .first()
    )
    if found is None:
        raise Refusal(_("Nothing waits for a decision here any more."), code="nothing_pending")
    return found


def ask_for(
    ticket: Ticket,
    kind: str,
    *,
    words: str,
    until: datetime | None = None,
    now: datetime,
    by: Actor,
) -> Approval:
    """Write an application down; the ticket remembers that one waits."""
    approval = Approval(
        ticket=ticket,
        county_id=ticket.county_id,
        kind=kind,
        unit_id=ticket.unit_id,
        asked_by=by.actor_id,
        asked_at=now,
        until=until,
        words=words,
    )
    approval.save(force_insert=True)
    ticket.pending = f"{kind}:{states.ASKED}"
    return approval


def settle(ticket: Ticket, state: str, *, answer: str, now: datetime, by: Actor) -> Approval:
    """Close the open application; the caller's step clears `pending`."""
    approval = open_approval(ticket)
    verbs = {states.GRANTED: "grant", states.REFUSED: "refuse", states.WITHDRAWN: "withdraw"}
    approval.state = states.APPROVAL.ask(verbs[state], approval.state)
    approval.answer, approval.decided_by, approval.decided_at = answer, by.actor_id, now
    approval.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    return approval


def leave_nothing_open(ticket: Ticket, *, now: datetime, by: Actor) -> set[str]:
    """After a step: withdraw what can no longer be decided and call off help without a lead.

    Answers which fields of the ticket changed.
    """
    changed = set()
    if ticket.pending and is_moot(ticket.pending_kind, ticket.state):
        settle(ticket, states.WITHDRAWN, answer="", now=now, by=by)
        ticket.pending = ""
        changed.add("pending")
    if ticket.helpers and ticket.state in NO_HELP_IN:
        HelpOrder.objects.filter(ticket=ticket, state=HelpOrder.State.GIVEN).update(
            state=HelpOrder.State.WITHDRAWN, ended_at=now, ended_by=by.actor_id
        )
        ticket.helpers = []
        changed.add("helpers")
    return changed
