"""The one way a ticket moves: table asked, row kept, move added, fact announced."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from gewu.kernel.acting import Actor
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import Event, announce
from gewu.kernel.models import Attachment
from gewu.work.tickets import states
from gewu.work.tickets.models import Move, Note, Ticket, TicketPhoto


@dataclass
class Step:
    """What a verb adds to a ticket besides its new state."""

    event: Callable[..., Event]
    words: str = ""
    is_public: bool = False
    codes: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    payload: dict[str, Any] = field(default_factory=dict)


def locked(ticket: Ticket) -> Ticket:
    """The ticket as it stands, held until the end of the transaction."""
    return Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)


def was_done(ticket: Ticket, command: UUID | None) -> bool:
    """Whether this very command was obeyed before, so that a repeat is harmless."""
    return (
        command is not None and Move.objects.filter(ticket_id=ticket.pk, command=command).exists()
    )


def take(
    ticket: Ticket,
    verb: str,
    step: Step,
    *,
    now: datetime,
    command: UUID | None = None,
    facts: dict[str, Any] | None = None,
    by: Actor,
) -> Move:
    """Move a locked ticket by a verb; the move is returned for photos to hang on."""
    source = ticket.state
    target = states.TICKET.ask(verb, source, **(facts or {}))
    for name, value in step.changes.items():
        setattr(ticket, name, value)
    ticket.state = target
    ticket.version += 1
    ticket.save(update_fields=["state", "version", *step.changes])
    move = move_of(ticket, verb, source, now=now, codes=step.codes, command=command, by=by)
    move.save(force_insert=True)
    if step.words:
        note_of(move, ticket, step.words, is_public=step.is_public).save(force_insert=True)
    announce(fact_of(ticket, step), by=by, path=ticket.area_path)
    return move


def move_of(
    ticket: Ticket,
    verb: str,
    source: str,
    *,
    now: datetime,
    codes: dict[str, Any] | None = None,
    command: UUID | None = None,
    by: Actor,
) -> Move:
    """The history row of a step, not yet saved."""
    return Move(
        id=uuid7(),
        ticket_id=ticket.pk,
        county_id=ticket.county_id,
        verb=verb,
        from_state=source,
        to_state=ticket.state,
        at=now,
        by_kind=by.actor_kind,
        by_id=by.actor_id,
        unit_id=ticket.unit_id,
        was_overdue=now > ticket.due_at,
        codes=codes or {},
        command=command,
    )


def note_of(move: Move, ticket: Ticket, words: str, *, is_public: bool) -> Note:
    """The words of a step, not yet saved."""
    return Note(
        move_id=move.pk,
        ticket=ticket,
        county_id=ticket.county_id,
        words=words,
        is_public=is_public,
    )


def fact_of(ticket: Ticket, step: Step) -> Event:
    """The fact to announce for a step."""
    return step.event(
        ticket=ticket.pk,
        number=ticket.number,
        state=ticket.state,
        unit=ticket.unit_id,
        **step.payload,
    )


def keep_photos(ticket: Ticket, move: Move, photos: Iterable[Attachment], stage: str) -> None:
    """Hang stored pictures on the move that brought them."""
    rows = [
        TicketPhoto(
            ticket=ticket,
            county_id=ticket.county_id,
            attachment=photo,
            stage=stage,
            move_id=move.pk,
        )
        for photo in photos
    ]
    if rows:
        TicketPhoto.objects.bulk_create(rows)
