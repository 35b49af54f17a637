"""Several tickets about one thing become one; one ticket about several things becomes several."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.work.tickets import states
from gewu.work.tickets.actions.intake import Report, submit
from gewu.work.tickets.actions.moving import (
    Step,
    locked,
    locked_together,
    take,
    ticket_verb,
    was_done,
)
from gewu.work.tickets.events import TicketMerged, TicketSplit, TicketUnmerged
from gewu.work.tickets.models import Item, Ticket
from gewu.work.tickets.rules.wording import checked_note

MOST_PARTS = 10
MASTER_ENDED = "master_ended"


@action
def merge(
    *,
    ticket: Ticket,
    master: Ticket,
    words: str = "",
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """Make it a part of another ticket; its reporter is told of what happens there."""
    followers = Ticket.objects.filter(master=ticket).order_by("id")
    ticket, master, *_followers = locked_together(ticket, master, *followers)
    if was_done(ticket, command):
        return ticket
    _may_join(ticket, master)
    # Who was merged into this one follows it into the new master, so that chains stay flat.
    Ticket.objects.filter(master=ticket).update(master=master)
    now = clock.now()
    step = Step(
        TicketMerged,
        words=checked_note(words, needed=False),
        codes={"master": str(master.pk)},
        changes={"master": master, "closed_at": now},
        payload={"master": master.pk},
    )
    take(ticket, "merge", step, now=now, command=command, by=by)
    return ticket


@ticket_verb
def unmerge(*, ticket: Ticket, words: str = "", command: UUID | None = None, by: Actor) -> Ticket:
    """It was another matter after all; the promise counts from its own report."""
    step = Step(
        TicketUnmerged,
        words=checked_note(words, needed=False),
        changes={"master": None, "closed_at": None, "unit_id": None, "unit_due_at": None},
    )
    take(ticket, "unmerge", step, now=clock.now(), command=command, by=by)
    return ticket


@action
def split(
    *,
    ticket: Ticket,
    parts: Sequence[tuple[str, Item | None]],
    command: UUID | None = None,
    by: Actor,
) -> list[Ticket]:
    """Each further matter becomes a ticket of its own with the same place and reporter."""
    ticket = locked(ticket)
    if was_done(ticket, command):
        return list(Ticket.objects.filter(parent=ticket).order_by("id"))
    if not 1 <= len(parts) <= MOST_PARTS:
        raise Refusal(
            _("Name one to %(most)s further matters.") % {"most": MOST_PARTS},
            code="parts",
            field="parts",
        )
    base = Report(
        address=ticket.text.address,
        lon=ticket.lon,
        lat=ticket.lat,
        area=ticket.area,
        channel=ticket.channel,
        is_confidential=ticket.is_confidential,
        barred=tuple(ticket.barred),
    )
    children = [submit(report=replace(base, words=w, item=i), by=by) for w, i in parts]
    for child in children:
        child.parent, child.contact_id = ticket, ticket.contact_id
        child.save(update_fields=["parent", "contact"])
    step = Step(
        TicketSplit,
        codes={"children": [str(child.pk) for child in children]},
        payload={"children": len(children)},
    )
    take(ticket, "split", step, now=clock.now(), command=command, by=by)
    return children


def _may_join(ticket: Ticket, master: Ticket) -> None:
    if ticket.pk == master.pk:
        raise Refusal(
            _("A ticket cannot be merged into itself."), code="same_ticket", field="master"
        )
    if master.state not in states.OPEN:
        raise Refusal(
            _("That ticket is not open any more. Choose one that is still worked on."),
            code=MASTER_ENDED,
            field="master",
        )
