"""Sending back: the unit says it is not its duty, the centre decides; or somebody is too close."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal
from gewu.kernel.models import Attachment
from gewu.methods.worktime import Limit, due
from gewu.work.tickets import states
from gewu.work.tickets.actions.desk import refuse_barred
from gewu.work.tickets.actions.moving import (
    Step,
    given_to,
    keep_photos,
    take,
    ticket_verb,
)
from gewu.work.tickets.actions.settling import ask_for, settle
from gewu.work.tickets.events import (
    ReturnAccepted,
    ReturnRefused,
    ReturnRequested,
    TicketRecused,
    TicketRefiled,
)
from gewu.work.tickets.models import Approval, Ticket, TicketPhoto
from gewu.work.tickets.queries.clocks import Clockwork, clockwork_of
from gewu.work.tickets.queries.history import moves_of
from gewu.work.tickets.rules.stages import stages
from gewu.work.tickets.rules.wording import checked_note


@ticket_verb
def request_return(
    *,
    ticket: Ticket,
    words: str,
    photos: tuple[Attachment, ...] = (),
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """The unit says why it is not its duty, with evidence; once a unit and before it signs."""
    words, now, clocks = (
        checked_note(words, needed=True),
        clock.now(),
        clockwork_of(ticket.county_id),
    )
    facts = {
        "locked": ticket.return_locked,
        "given_before": Approval.objects.filter(
            ticket=ticket, unit=ticket.unit_id, kind=Approval.Kind.RETURN
        ).exists(),
        "now": now,
        "return_until": return_until(ticket, now, clocks),
        "pending": ticket.pending,
    }
    states.TICKET.ask("request_return", ticket.state, **facts)
    approval = ask_for(ticket, Approval.Kind.RETURN, words=words, now=now, by=by)
    step = Step(
        ReturnRequested,
        words=words,
        codes={"approval": str(approval.pk)},
        changes={"pending": ticket.pending},
    )
    move = take(
        ticket, "request_return", step, now=now, command=command, facts=facts, clocks=clocks, by=by
    )
    keep_photos(ticket, move, photos, TicketPhoto.Stage.BEFORE)
    return ticket


@ticket_verb
def accept_return(
    *, ticket: Ticket, unit: Unit, words: str = "", command: UUID | None = None, by: Actor
) -> Ticket:
    """The centre agrees and gives it to another unit; it never goes towards closing from here."""
    if unit.pk == ticket.unit_id:
        raise Refusal(
            _("That is the unit that sent it back. Choose another one."),
            code="same_unit",
            field="unit",
        )
    refuse_barred(ticket, unit.pk)
    words, now, clocks = (
        checked_note(words, needed=False),
        clock.now(),
        clockwork_of(ticket.county_id),
    )
    former = ticket.unit_id
    settle(ticket, states.GRANTED, answer=words, now=now, by=by)
    step = Step(
        ReturnAccepted,
        words=words,
        codes={"former": str(former)},
        changes=given_to(unit.pk, ticket, now, clocks) | {"pending": ""},
        payload={"former": former},
    )
    take(ticket, "accept_return", step, now=now, command=command, clocks=clocks, by=by)
    return ticket


@ticket_verb
def refuse_return(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """The centre designates the unit, which may not send it back again."""
    words, now = checked_note(words, needed=True), clock.now()
    settle(ticket, states.REFUSED, answer=words, now=now, by=by)
    step = Step(ReturnRefused, words=words, changes={"return_locked": True, "pending": ""})
    take(ticket, "refuse_return", step, now=now, command=command, by=by)
    return ticket


@ticket_verb
def refile(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """The item was wrong: back to whoever files, without unit and condition."""
    words, now = checked_note(words, needed=True), clock.now()
    settle(ticket, states.GRANTED, answer=words, now=now, by=by)
    changes = {"unit_id": None, "unit_due_at": None, "condition": None, "pending": ""}
    step = Step(TicketRefiled, words=words, changes=changes)
    take(ticket, "refile", step, now=now, command=command, by=by)
    return ticket


@ticket_verb
def recuse(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """The unit has a conflict of interest and withdraws; the desk gives it to another one."""
    words, now, former = checked_note(words, needed=True), clock.now(), ticket.unit_id
    if ticket.pending:
        settle(ticket, states.WITHDRAWN, answer=words, now=now, by=by)
    changes = {
        "unit_id": None,
        "unit_due_at": None,
        "pending": "",
        "barred": [*ticket.barred, former],
    }
    step = Step(
        TicketRecused,
        words=words,
        codes={"former": str(former)},
        changes=changes,
        payload={"former": former},
    )
    take(ticket, "recuse", step, now=now, command=command, by=by)
    return ticket


def return_until(ticket: Ticket, now: datetime, clocks: Clockwork) -> datetime:
    """The last moment at which the unit that has it may send it back."""
    steps = stages(list(moves_of(ticket)), now)
    given_at = steps[-1].begun_at if steps else ticket.submitted_at
    limit = Limit("working_minutes", clocks.terms.return_minutes)
    return due(given_at, limit, clocks.calendar)
