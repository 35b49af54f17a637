"""Call the reporter back: the answers close the ticket, bring it back, or ask a supervisor."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from gewu.ground.accounts.models import User
from gewu.kernel import clock
from gewu.kernel.acting import Actor
from gewu.work.tickets import states
from gewu.work.tickets.actions.approving import request_reopen
from gewu.work.tickets.actions.closing import open_again
from gewu.work.tickets.actions.moving import Step, take, ticket_verb
from gewu.work.tickets.events import TicketClosed, TicketConfirmed, TicketRevisited
from gewu.work.tickets.models import Revisit, Ticket
from gewu.work.tickets.queries.clocks import terms_of
from gewu.work.tickets.queries.revisits import attempts_of
from gewu.work.tickets.rules import revisiting as rules
from gewu.work.tickets.rules.wording import checked_note

BY_PHONE, BY_FORM = "phone", "form"


@ticket_verb
def revisit(
    *,
    ticket: Ticket,
    outcome: str,
    contacted: bool | None = None,
    satisfied: int | None = None,
    attitude: int | None = None,
    words: str = "",
    missing: str = "",
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """Keep what somebody answered. `missing` is what the unit reads; marks and words it never reads."""
    outcome = str(Revisit.Outcome(outcome))
    rules.checked_answer(outcome, satisfied, attitude, contacted)
    before, now = attempts_of(ticket), clock.now()
    zone = ZoneInfo(terms_of(ticket.county_id).zone)
    vain = [each.at for each in before if each.outcome == rules.UNREACHED]
    leads_to = rules.verdict(outcome, satisfied, [*vain, now], zone)
    if leads_to == rules.BACK:
        missing = checked_note(missing, needed=True, field="missing")
    number = len(before) + 1
    step = Step(TicketRevisited, codes={"attempt": number}, payload={"outcome": outcome})
    facts = {"by_the_unit": _of_the_unit(ticket, by)}
    take(ticket, "revisit", step, now=now, command=command, facts=facts, by=by)
    Revisit.objects.create(
        ticket=ticket,
        county_id=ticket.county_id,
        round=ticket.reopened,
        attempt=number,
        outcome=outcome,
        contacted=contacted,
        satisfied=satisfied,
        attitude=attitude,
        channel=BY_FORM if by.actor_kind == "resident" else BY_PHONE,
        at=now,
        by_id=by.actor_id,
        words=checked_note(words, needed=False),
    )
    _follow(ticket, leads_to, missing, now, by)
    return ticket


def _follow(ticket: Ticket, leads_to: str, missing: str, now: datetime, by: Actor) -> None:
    if leads_to == rules.BACK and ticket.reopened < states.REOPENINGS:
        open_again(ticket, words=missing, by=by)
    elif leads_to == rules.BACK:
        request_reopen(ticket=ticket, words=missing, by=by)
        ticket.refresh_from_db()
    elif leads_to in (rules.CLOSE, rules.GIVE_UP):
        _end(ticket, leads_to, now, by)


def _end(ticket: Ticket, leads_to: str, now: datetime, by: Actor) -> None:
    if by.actor_kind == "resident":
        step = Step(TicketConfirmed, changes={"closed_at": now})
        take(ticket, "confirm", step, now=now, by=by)
        return
    codes = {"revisit": "unreached" if leads_to == rules.GIVE_UP else "answered"}
    step = Step(TicketClosed, codes=codes, changes={"closed_at": now})
    facts = {"by_the_handler": False, "closing_met": True}
    take(ticket, "close", step, now=now, facts=facts, by=by)


def _of_the_unit(ticket: Ticket, by: Actor) -> bool:
    """Whoever belongs to the unit that did the work hears no judgement of it."""
    if not isinstance(by, User):
        return False
    return by.pk == ticket.handled_by or ticket.unit_id in by.units_with("tickets.see")
