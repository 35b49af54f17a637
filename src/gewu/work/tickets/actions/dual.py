"""Dual dispatch: the place's own unit and a department get their orders at the same time."""

from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.kernel.acting import Actor, Refusal
from gewu.work.tickets.actions.desk import dispatch
from gewu.work.tickets.actions.helping import cohandle
from gewu.work.tickets.actions.moving import locked, ticket_verb
from gewu.work.tickets.models import HelpOrder, Ticket
from gewu.work.tickets.rules.wording import checked_note


@ticket_verb
def dispatch_to_both(
    *,
    ticket: Ticket,
    second: Unit,
    second_words: str,
    unit: Unit | None = None,
    words: str = "",
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """Order a unit of the place and a department together; `unit` leads, both must be done."""
    said = checked_note(second_words, needed=True, field="second_words")
    ticket = dispatch(ticket=ticket, unit=unit, words=words, command=command, by=by)
    lead = ticket.unit
    if lead is None or (lead.kind == Unit.Kind.DEPARTMENT) == (second.kind == Unit.Kind.DEPARTMENT):
        raise Refusal(
            _("Of the two units one belongs to the place and the other is a department."),
            code="not_dual",
            field="second",
        )
    cohandle(ticket=ticket, unit=second, words=said, kind=HelpOrder.Kind.DUAL, by=by)
    return locked(ticket)
