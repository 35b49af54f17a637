"""The end of the loop: checked by someone else, confirmed, closed, rated, or opened again."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from gewu.kernel import clock
from gewu.kernel.acting import Actor, action
from gewu.work.tickets import states
from gewu.work.tickets.actions.moving import Step, anew, locked, take, ticket_verb, was_done
from gewu.work.tickets.events import (
    TicketChecked,
    TicketClosed,
    TicketConfirmed,
    TicketRated,
    TicketReopened,
    TicketSentForRework,
)
from gewu.work.tickets.models import Rating, Ticket
from gewu.work.tickets.queries.catalogue import condition_by_id
from gewu.work.tickets.queries.clocks import Clockwork, clockwork_of, terms_of
from gewu.work.tickets.rules.evidence import ask_for_agreement
from gewu.work.tickets.rules.wording import checked_note, checked_stars


@ticket_verb
def check(
    *,
    ticket: Ticket,
    closing_met: bool,
    words: str = "",
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """A second person finds the closing condition met; now the resident is asked."""
    now = clock.now()
    step = Step(
        TicketChecked,
        words=checked_note(words, needed=False),
        is_public=True,
        changes={"checked_at": now},
    )
    facts = {"by_the_handler": _handled(ticket, by), "closing_met": closing_met}
    take(ticket, "check", step, now=now, command=command, facts=facts, by=by)
    return ticket


@ticket_verb
def rework(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """A second person finds it not done and says what is missing."""
    words = checked_note(words, needed=True)
    changes = {"reworks": ticket.reworks + 1, "checked_at": None}
    step = Step(TicketSentForRework, words=words, is_public=False, changes=changes)
    facts = {"by_the_handler": _handled(ticket, by)}
    take(ticket, "rework", step, now=clock.now(), command=command, facts=facts, by=by)
    return ticket


@ticket_verb
def close(
    *,
    ticket: Ticket,
    closing_met: bool,
    words: str = "",
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """Close without waiting longer for the resident, who may still reopen it."""
    now = clock.now()
    # What was answered directly may have no condition.
    wanted = condition_by_id(ticket.condition_id).evidence if ticket.condition_id else ()
    ask_for_agreement(wanted, may_be_asked=ticket.contact_id is not None, words=words)
    changes = {"closed_at": now, "checked_at": ticket.checked_at or now}
    step = Step(
        TicketClosed, words=checked_note(words, needed=False), is_public=True, changes=changes
    )
    facts = {"by_the_handler": _handled(ticket, by), "closing_met": closing_met}
    take(ticket, "close", step, now=now, command=command, facts=facts, by=by)
    return ticket


@ticket_verb
def confirm(*, ticket: Ticket, command: UUID | None = None, by: Actor) -> Ticket:
    """The resident says that it is done."""
    now = clock.now()
    step = Step(TicketConfirmed, changes={"closed_at": now})
    take(ticket, "confirm", step, now=now, command=command, by=by)
    return ticket


@action
def rate(
    *, ticket: Ticket, stars: int, words: str = "", command: UUID | None = None, by: Actor
) -> Rating:
    """One to five stars for this closing; a second thought replaces the first."""
    ticket = locked(ticket)
    words, now = checked_note(words, needed=False), clock.now()
    rating, _is_new = Rating.objects.update_or_create(
        ticket=ticket,
        round=ticket.reopened,
        defaults={
            "stars": checked_stars(stars),
            "words": words,
            "at": now,
            "county_id": ticket.county_id,
        },
    )
    if not was_done(ticket, command):
        step = Step(TicketRated, codes={"stars": stars}, payload={"stars": stars})
        take(ticket, "rate", step, now=now, command=command, by=by)
    return rating


@ticket_verb
def reopen(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """Back to the same unit. The promise made to the resident is not counted anew."""
    return open_again(ticket, words=words, command=command, by=by)


def open_again(
    ticket: Ticket,
    *,
    words: str,
    asked_at: datetime | None = None,
    decided: bool = False,
    is_public: bool = True,
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """Reopen a locked ticket; `decided` when somebody said so about what was asked before."""
    words, now = checked_note(words, needed=True), clock.now()
    clocks = clockwork_of(ticket.county_id)
    # What was answered directly never had a unit, so it goes back to whoever answered.
    had_a_unit = ticket.unit_id is not None
    changes = reopened(ticket, now, clocks) if had_a_unit else reconsidered(ticket)
    step = Step(TicketReopened, words=words, is_public=is_public, changes=changes)
    facts = {
        "now": asked_at or now,
        "reopen_until": reopen_until(ticket, clocks.terms.reopen_days, now),
        "reopened": ticket.reopened,
        "decided": decided,
    }
    verb = "reopen" if had_a_unit else "reconsider"
    take(ticket, verb, step, now=now, command=command, facts=facts, clocks=clocks, by=by)
    return ticket


def reconsidered(ticket: Ticket) -> dict[str, Any]:
    """What changes when an answer was not enough: the desk has it again, under the same promise."""
    return {"closed_at": None, "checked_at": None, "reopened": ticket.reopened + 1}


def reopened(ticket: Ticket, now: datetime, clocks: Clockwork) -> dict[str, Any]:
    """What changes when a ticket comes back: the unit's clock anew, never the promise."""
    designated = {"return_locked": ticket.return_locked}
    again = anew(ticket.unit_id, ticket, now, clocks) if ticket.unit_id else {}
    return (
        again
        | designated
        | {
            "closed_at": None,
            "checked_at": None,
            "reopened": ticket.reopened + 1,
        }
    )


@action
def close_silent(*, county_id: UUID, now: datetime, most: int = 500, by: Actor) -> int:
    """Close checked tickets whose reporters have not answered for as long as was announced.

    Not while a supervisor still has to decide whether one is opened once more.
    """
    days = terms_of(county_id).silence_days
    silent = Ticket.objects.filter(
        county_id=county_id,
        closed_at__isnull=True,
        state=states.CHECKED,
        pending="",
        checked_at__lte=now - timedelta(days=days),
    )
    rows = silent.select_for_update(of=("self",), skip_locked=True).order_by("checked_at", "id")
    tickets = list(rows[:most])
    for ticket in tickets:
        facts = {"by_the_handler": False, "closing_met": True}
        step = Step(TicketClosed, is_public=True, changes={"closed_at": now})
        take(ticket, "close", step, now=now, facts=facts, by=by)
    return len(tickets)


def reopen_until(ticket: Ticket, days: int, now: datetime) -> datetime:
    """The last moment at which the resident may reopen."""
    return (ticket.closed_at or ticket.checked_at or now) + timedelta(days=days)


def _handled(ticket: Ticket, by: Actor) -> bool:
    return by.actor_id is not None and by.actor_id == ticket.handled_by
