"""Up and down the four levels: grid, community, town, county; each unit on a clock of its own."""

from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal
from gewu.work.tickets.actions.desk import refuse_barred
from gewu.work.tickets.actions.moving import Step, given_to, take, ticket_verb
from gewu.work.tickets.events import TicketAssigned, TicketEscalated
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.clocks import clockwork_of
from gewu.work.tickets.queries.routing import unit_above, units_below
from gewu.work.tickets.rules.wording import checked_note


@ticket_verb
def escalate(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """Pass it up one level and say what was tried; the level above has its own clock."""
    above = unit_above(ticket)
    if above is None:
        raise Refusal(
            _("There is no level above this unit. Ask a department, or whistle."), code="top_level"
        )
    return _handed(ticket, "escalate", TicketEscalated, above, words, command, by)


@ticket_verb
def assign(
    *, ticket: Ticket, unit: Unit, words: str, command: UUID | None = None, by: Actor
) -> Ticket:
    """Pass it down to a unit below one's own and say what is to be done."""
    if unit.pk not in {each.pk for each in units_below(ticket)}:
        raise Refusal(
            _("Choose a unit below the one that has it, at the place of the ticket."),
            code="not_below",
            field="unit",
        )
    return _handed(ticket, "assign", TicketAssigned, unit, words, command, by)


def _handed(
    ticket: Ticket,
    verb: str,
    event: type[TicketEscalated] | type[TicketAssigned],
    unit: Unit,
    words: str,
    command: UUID | None,
    by: Actor,
) -> Ticket:
    refuse_barred(ticket, unit.pk)
    now, clocks, former = clock.now(), clockwork_of(ticket.county_id), ticket.unit_id
    step = Step(
        event,
        words=checked_note(words, needed=True),
        codes={"former": str(former)},
        changes=given_to(unit.pk, ticket, now, clocks),
        payload={"former": former},
    )
    facts = {"pending": ticket.pending}
    take(ticket, verb, step, now=now, command=command, facts=facts, clocks=clocks, by=by)
    return ticket
