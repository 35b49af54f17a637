"""In the unit's hands: sign for it, do it, show that it is done."""

from collections.abc import Sequence
from uuid import UUID

from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import desk_of, units_of_path
from gewu.kernel import clock
from gewu.kernel.acting import Actor
from gewu.kernel.models import Attachment
from gewu.work.tickets.actions.desk import promise_under, refuse_barred
from gewu.work.tickets.actions.moving import Step, keep_photos, take, ticket_verb
from gewu.work.tickets.events import TicketHandled, TicketSelfHandled, TicketSigned
from gewu.work.tickets.models import Condition, Ticket, TicketPhoto
from gewu.work.tickets.queries.catalogue import condition_by_id
from gewu.work.tickets.queries.clocks import clockwork_of
from gewu.work.tickets.queries.history import photo_counts
from gewu.work.tickets.rules.evidence import NEEDS_PHOTO_BEFORE, ask_for_evidence
from gewu.work.tickets.rules.wording import checked_note


@ticket_verb
def sign(*, ticket: Ticket, command: UUID | None = None, by: Actor) -> Ticket:
    """Take the ticket on for one's unit; the clock of signing stops."""
    take(ticket, "sign", Step(TicketSigned), now=clock.now(), command=command, by=by)
    return ticket


@ticket_verb
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
    words = checked_note(words, needed=True)
    _ask_for_evidence(ticket, words, len(photos_before), len(photos))
    step = Step(TicketHandled, words=words, is_public=True, changes={"handled_by": by.actor_id})
    facts = {"helpers_open": len(ticket.helpers)}
    move = take(ticket, "handle", step, now=clock.now(), command=command, facts=facts, by=by)
    keep_photos(ticket, move, photos_before, TicketPhoto.Stage.BEFORE)
    keep_photos(ticket, move, photos, TicketPhoto.Stage.AFTER)
    return ticket


@ticket_verb
def self_handle(
    *,
    ticket: Ticket,
    condition: Condition,
    words: str,
    photos: Sequence[Attachment] = (),
    photos_before: Sequence[Attachment] = (),
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """Found, fixed and shown on the spot in one step; somebody else still looks at it."""
    words, now = checked_note(words, needed=True), clock.now()
    clocks = clockwork_of(ticket.county_id)
    kept = photo_counts(ticket)
    ask_for_evidence(
        condition.evidence,
        photos_before=kept[TicketPhoto.Stage.BEFORE] + len(photos_before),
        photos_after=len(photos),
        words=words,
    )
    promise = promise_under(condition, ticket, clocks.calendar)
    unit_id = ticket.unit_id or _own_unit(ticket).pk
    refuse_barred(ticket, unit_id)
    changes = {
        "item": condition.item,
        "condition": condition,
        "deadline_class": promise.deadline_class,
        "due_at": promise.due_at,
        "unit_id": unit_id,
        "handled_by": by.actor_id,
        "self_handled": True,
    }
    step = Step(TicketSelfHandled, words=words, is_public=True, changes=changes)
    move = take(ticket, "self_handle", step, now=now, command=command, clocks=clocks, by=by)
    keep_photos(ticket, move, photos_before, TicketPhoto.Stage.BEFORE)
    keep_photos(ticket, move, photos, TicketPhoto.Stage.AFTER)
    return ticket


def _own_unit(ticket: Ticket) -> Unit:
    units = units_of_path(ticket.area_path)
    return units[-1] if units else desk_of(ticket.county_id)


def _ask_for_evidence(ticket: Ticket, words: str, before: int, after: int) -> None:
    if ticket.condition_id is None:  # the table lets only filed tickets come here
        return
    wanted = condition_by_id(ticket.condition_id).evidence
    if NEEDS_PHOTO_BEFORE in wanted:
        before += photo_counts(ticket)[TicketPhoto.Stage.BEFORE]
    ask_for_evidence(
        wanted,
        photos_before=before,
        photos_after=after,
        words=words,
    )
