"""In the unit's hands: sign for it, do it, show that it is done."""

from collections.abc import Sequence
from uuid import UUID

from gewu.kernel import clock
from gewu.kernel.acting import Actor, action
from gewu.kernel.models import Attachment
from gewu.work.tickets.actions.moving import Step, keep_photos, locked, take, was_done
from gewu.work.tickets.events import TicketHandled, TicketSigned
from gewu.work.tickets.models import Ticket, TicketPhoto
from gewu.work.tickets.queries.history import photo_counts
from gewu.work.tickets.rules.evidence import ask_for_evidence
from gewu.work.tickets.rules.wording import checked_note


@action
def sign(*, ticket: Ticket, command: UUID | None = None, by: Actor) -> Ticket:
    """Take the ticket on for one's unit; the clock of signing stops."""
    ticket = locked(ticket)
    if was_done(ticket, command):
        return ticket
    now = clock.now()
    late = ticket.sign_due_at is not None and now > ticket.sign_due_at
    step = Step(TicketSigned, codes={"late": late}, changes={"sign_due_at": None})
    take(ticket, "sign", step, now=now, command=command, by=by)
    return ticket


@action
def handle(
    *,
    ticket: Ticket,
    words: str,
    photos: Sequence[Attachment] = (),
    photos_before: Sequence[Attachment] = (),
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """Say that it is done, with the evidence that the condition asks for."""
    ticket = locked(ticket)
    if was_done(ticket, command):
        return ticket
    words = checked_note(words, needed=True)
    _ask_for_evidence(ticket, words, len(photos_before), len(photos))
    step = Step(TicketHandled, words=words, is_public=True, changes={"handled_by": by.actor_id})
    move = take(ticket, "handle", step, now=clock.now(), command=command, by=by)
    keep_photos(ticket, move, photos_before, TicketPhoto.Stage.BEFORE)
    keep_photos(ticket, move, photos, TicketPhoto.Stage.AFTER)
    return ticket


def _ask_for_evidence(ticket: Ticket, words: str, before: int, after: int) -> None:
    if ticket.condition is None:  # the table lets only filed tickets come here
        return
    kept = photo_counts(ticket)
    ask_for_evidence(
        ticket.condition.evidence,
        photos_before=kept[TicketPhoto.Stage.BEFORE] + before,
        photos_after=after,
        words=words,
    )
