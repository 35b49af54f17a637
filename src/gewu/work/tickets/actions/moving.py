"""The one way a ticket moves: table asked, clocks kept, row kept, move added, fact announced."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec
from uuid import UUID

from gewu.kernel import statements
from gewu.kernel.acting import Actor, action, is_held
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import Event, entry_of, wake_listeners
from gewu.kernel.models import Attachment
from gewu.methods.worktime import due
from gewu.work.tickets import states
from gewu.work.tickets.actions.settling import leave_nothing_open
from gewu.work.tickets.models import Move, Note, Ticket, TicketPhoto
from gewu.work.tickets.queries.clocks import Clockwork, clockwork_of
from gewu.work.tickets.queries.history import oldest_move_of
from gewu.work.tickets.queries.scope import held_ticket
from gewu.work.tickets.rules.clocks import LIMITS
from gewu.work.tickets.rules.stages import after_pause, stage_due

P = ParamSpec("P")
JOINING = "tickets.joining"


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
    return ticket if is_held(ticket) else held_ticket(ticket.pk)


def locked_together(*tickets: Ticket) -> list[Ticket]:
    """Several tickets, held in one order, so that nobody waits for somebody who waits.

    Whom a ticket draws along is known only once it is held, so only one at a time holds several.
    """
    if len(tickets) > 1:
        statements.run("SELECT pg_advisory_xact_lock(hashtextextended(%s::text, 0))", [JOINING])
    held: dict[UUID, Ticket] = {}
    for each in sorted(tickets, key=lambda ticket: ticket.pk):
        held[each.pk] = held.get(each.pk) or locked(each)
    return [held[each.pk] for each in tickets]


def was_done(ticket: Ticket, command: UUID | None) -> bool:
    """Whether this very command was obeyed before, so that a repeat is harmless."""
    return command is not None and bool(
        statements.run(
            "SELECT 1 FROM tickets_move WHERE ticket_id = %s AND id >= %s AND command = %s LIMIT 1",
            [ticket.pk, oldest_move_of(ticket), command],
        )
    )


def ticket_verb(verb: Callable[P, Ticket]) -> Callable[P, Ticket]:
    """An action of one ticket, which it gets held; a command that was obeyed before changes nothing."""

    @wraps(verb)
    def once(*_args: P.args, **given: P.kwargs) -> Ticket:
        arguments: dict[str, Any] = dict(given)
        ticket = arguments["ticket"] = locked(arguments["ticket"])
        if was_done(ticket, arguments.get("command")):
            return ticket
        return verb(**arguments)  # type: ignore[call-arg]

    return action(once)


def take(
    ticket: Ticket,
    verb: str,
    step: Step,
    *,
    now: datetime,
    command: UUID | None = None,
    facts: dict[str, Any] | None = None,
    clocks: Clockwork | None = None,
    by: Actor,
) -> Move:
    """Move a locked ticket by a verb; the move is returned for photos to hang on."""
    clocks = clocks or clockwork_of(ticket.county_id)
    move, changed = advance(
        ticket, verb, step, now=now, command=command, facts=facts, clocks=clocks, by=by
    )
    changed = sorted({*changed, *leave_nothing_open(ticket, now=now, by=by)})
    parts = [statements.update(ticket, changed), statements.insert([move])]
    if step.words:
        note = note_of(move, ticket, step.words, is_public=step.is_public)
        parts.append(statements.insert([note]))
    entry = entry_of(fact_of(ticket, step), by=by, path=ticket.area_path)
    statements.write(*parts, statements.insert([entry]))
    wake_listeners()
    return move


def advance(
    ticket: Ticket,
    verb: str,
    step: Step,
    *,
    now: datetime,
    command: UUID | None = None,
    facts: dict[str, Any] | None = None,
    clocks: Clockwork,
    by: Actor,
) -> tuple[Move, list[str]]:
    """Change the ticket in memory; answers the history row and the names of changed fields."""
    source, before = ticket.state, ticket.stage_due_at
    target = states.TICKET.ask(verb, source, **(facts or {}))
    for name, value in step.changes.items():
        setattr(ticket, name, value)
    ticket.state = target
    ticket.version += 1
    changed = {"state", "version", *step.changes}
    is_step = states.TICKET.is_step(verb, source)
    if is_step:
        changed |= _turn_clocks(ticket, source, now, clocks)
    move = move_of(ticket, verb, source, now=now, codes=step.codes, command=command, by=by)
    if is_step:
        move.stage_late = before is not None and now > before
    if is_step or "stage_due_at" in step.changes:
        move.due_at = ticket.stage_due_at
    return move, sorted(changed)


def begun(
    ticket: Ticket, *, now: datetime, command: UUID | None = None, clocks: Clockwork, by: Actor
) -> Move:
    """The first row of a history, with the limit of the first step."""
    _turn_clocks(ticket, "", now, clocks)
    move = move_of(ticket, "submit", "", now=now, command=command, by=by)
    move.due_at = ticket.stage_due_at
    return move


def given_to(
    unit_id: UUID | None, ticket: Ticket, now: datetime, clocks: Clockwork
) -> dict[str, Any]:
    """What changes on a ticket when a unit gets it: the unit's own clock begins now.

    Given once more to the unit that has it, nothing begins anew.
    """
    if unit_id == ticket.unit_id and ticket.unit_due_at is not None:
        return {"unit_id": unit_id}
    return anew(unit_id, ticket, now, clocks)


def anew(unit_id: UUID | None, ticket: Ticket, now: datetime, clocks: Clockwork) -> dict[str, Any]:
    """A unit's own clock from now on, whichever unit had it before."""
    limit = LIMITS.get(ticket.deadline_class)
    return {
        "unit_id": unit_id,
        "unit_due_at": due(now, limit, clocks.calendar) if limit else ticket.due_at,
        "return_locked": False,
    }


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


def _turn_clocks(ticket: Ticket, source: str, now: datetime, clocks: Clockwork) -> set[str]:
    """Stop or start the clocks where a pause begins or ends, and give the new step its limit."""
    changed = {"stage_due_at"}
    if source in states.PAUSED and ticket.paused_at is not None:
        _shift(ticket, ticket.paused_at, now, clocks)
        ticket.paused_at = None
        changed |= {"paused_at", "due_at", "unit_due_at"}
    if ticket.state in states.PAUSED:
        ticket.paused_at = now
        changed.add("paused_at")
    ticket.stage_due_at = stage_due(
        ticket.state,
        now,
        unit_due_at=ticket.unit_due_at,
        resume_on=ticket.resume_on,
        terms=clocks.terms,
        calendar=clocks.calendar,
    )
    return changed


def _shift(ticket: Ticket, paused_at: datetime, now: datetime, clocks: Clockwork) -> None:
    def later(moment: datetime) -> datetime:
        return after_pause(
            moment,
            paused_at,
            now,
            deadline_class=ticket.deadline_class,
            calendar=clocks.calendar,
        )

    ticket.due_at = later(ticket.due_at)
    if ticket.unit_due_at is not None:
        ticket.unit_due_at = later(ticket.unit_due_at)
