"""A resident reports what is known already: their own report joins the one that is worked on."""

from dataclasses import replace
from uuid import UUID

from gewu.kernel.acting import Actor, action
from gewu.work.tickets.actions.intake import Report, submit
from gewu.work.tickets.actions.joining import merge
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.catalogue import is_emergency
from gewu.work.tickets.states import MERGED


@action
def submit_and_follow(
    *, report: Report, master: Ticket, command: UUID | None = None, by: Actor
) -> Ticket:
    """Take the report in and merge it at once: number, contact and photos stay its reporter's."""
    if report.item and is_emergency(report.item):
        return submit(report=report, command=command, by=by)  # refused with the number to call
    # Without its item nobody is asked to work on it before it is merged.
    ticket = submit(report=replace(report, item=None), command=command, by=by)
    if ticket.state == MERGED:
        return ticket
    if report.item:
        ticket.item = report.item
        ticket.save(update_fields=["item"])
    return merge(ticket=ticket, master=master, by=by)
