"""The one way a whistle moves: table asked, row kept, step added, fact announced."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from gewu.kernel import statements
from gewu.kernel.acting import Actor
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import Event, announce
from gewu.work.tickets import states
from gewu.work.tickets.actions.moving import Step, locked, take
from gewu.work.tickets.events import WhistleUnlinked
from gewu.work.tickets.models import Whistle, WhistleCall, WhistleStep


@dataclass
class WhistleMove:
    """What a verb adds to a whistle besides its new state."""

    event: Callable[..., Event]
    unit_id: UUID | None
    codes: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    payload: dict[str, Any] = field(default_factory=dict)


def locked_whistle(pk: UUID) -> Whistle:
    """The whistle as it stands, held until the end of the transaction."""
    return Whistle.objects.select_for_update(of=("self",)).get(pk=pk)


def obeyed(command: UUID | None) -> bool:
    """Whether this very command was obeyed before, so that a repeat is harmless."""
    return command is not None and WhistleStep.objects.filter(command=command).exists()


def wait_for_twin(command: UUID) -> None:
    """A second tap waits for the first, where there is no row yet to wait at."""
    statements.run("SELECT pg_advisory_xact_lock(hashtextextended(%s::text, 0))", [str(command)])


def move_whistle(
    whistle: Whistle,
    verb: str,
    move: WhistleMove,
    *,
    now: datetime,
    command: UUID | None = None,
    by: Actor,
) -> Whistle:
    """Move a locked whistle by a verb."""
    whistle.state = states.WHISTLE.ask(verb, whistle.state, **move.facts)
    for name, value in move.changes.items():
        setattr(whistle, name, value)
    whistle.save(update_fields=sorted({"state", *move.changes}))
    keep_step(whistle, verb, move, now=now, command=command, by=by)
    if not whistle.is_open:
        _unlink(whistle, now=now, by=by)
    return whistle


def keep_step(
    whistle: Whistle,
    verb: str,
    move: WhistleMove,
    *,
    now: datetime,
    command: UUID | None = None,
    by: Actor,
) -> None:
    """Add the row of history and announce the fact."""
    WhistleStep.objects.create(
        id=uuid7(),
        whistle=whistle,
        county_id=whistle.county_id,
        verb=verb,
        to_state=whistle.state,
        at=now,
        by_id=by.actor_id,
        unit_id=move.unit_id,
        codes=move.codes,
        command=command,
    )
    calls = WhistleCall.objects.filter(whistle=whistle).order_by("id")
    fact = move.event(
        whistle=whistle.pk,
        state=whistle.state,
        unit=whistle.unit_id,
        called=tuple(calls.values_list("unit_id", flat=True)),
        ticket=whistle.ticket_id,
        **move.payload,
    )
    announce(fact, by=by, path=whistle.area_path)


def _unlink(whistle: Whistle, *, now: datetime, by: Actor) -> None:
    if whistle.ticket is None:
        return
    ticket = locked(whistle.ticket)
    if ticket.state not in states.OPEN:
        return  # it ended meanwhile, and nothing is added to it
    codes = {"whistle": str(whistle.pk), "outcome": whistle.outcome}
    step = Step(WhistleUnlinked, codes=codes, payload={"whistle": whistle.pk})
    take(ticket, "whistle_ended", step, now=now, by=by)
