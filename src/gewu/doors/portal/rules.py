"""What residents' pages work out from values alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.methods.small_counts import FEWEST, share_told
from gewu.work.tickets.queries import states

# Steps of the desk's own housekeeping are not told: reminders, remarks, supervision, applications.
TOLD = frozenset(
    (
        *("submit", "place", "request_verify", "verify", "ask", "answer", "lapse", "decline"),
        *("merge", "unmerge", "split", "answer_directly", "self_handle", "file", "dispatch"),
        *("sign", "accept_return", "refile", "escalate", "assign", "cohandle", "cohandled"),
        *("extend", "suspend", "resume", "cancel", "request_reopen", "handle", "check"),
        *("rework", "close", "confirm", "rate", "reopen", "reconsider", "urge"),
        "shred",
    )
)
# Of a master, who follows it reads the work, and nothing that its own reporter said or was told.
TOLD_TO_FOLLOWERS = frozenset(
    (
        *("file", "dispatch", "sign", "accept_return", "escalate", "assign", "cohandle"),
        *("cohandled", "extend", "suspend", "resume", "self_handle", "handle", "check"),
        *("rework", "close", "cancel", "reopen"),
    )
)
WORDS_FOR_FOLLOWERS = frozenset(("extend", "suspend", "handle", "self_handle"))
WITHOUT_WORK = (states.DECLINED, states.CANCELLED, states.MERGED)


class Moved(Protocol):
    """A step of a ticket's history."""

    to_state: str
    at: datetime


@dataclass(frozen=True)
class WayStep:
    """One step of the way of a request, as residents count them."""

    label: str | Promise
    state: str
    at: datetime | None = None


WAY: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Received"), (*states.BEFORE_FILING, states.FILED)),
    (_("With the unit"), (states.DISPATCHED, states.RETURNING)),
    (_("Being handled"), (states.IN_PROGRESS, states.SUSPENDED)),
    (_("Being checked"), (states.CHECKING,)),
    (_("Your answer"), (states.CHECKED,)),
    (_("Closed"), (*states.ENDED, states.ARCHIVED)),
)


def way(state: str, moves: Sequence[Moved]) -> list[WayStep]:
    """The steps of a request: those behind it with their times, where it is, those to come."""
    if state in WITHOUT_WORK or _answered_at_once(state, moves):
        return _cut_short(state, moves)
    here = next(place for place, (_label, held) in enumerate(WAY) if state in held)
    finished = state not in states.OPEN
    steps = []
    for place, (label, held) in enumerate(WAY):
        at = max((move.at for move in moves if move.to_state in held), default=None)
        if place > here:
            steps.append(WayStep(label, "coming"))
        else:
            past = place < here or finished
            steps.append(WayStep(label, "past" if past else "current", at))
    return steps


def is_told(verb: str, kind: str = "") -> bool:
    """Whether a step is told to whoever reported; of decisions only the one that they asked for."""
    return verb in TOLD or (verb == "refuse" and kind == "reopen")


def _answered_at_once(state: str, moves: Sequence[Moved]) -> bool:
    """Whether it was closed without ever being with a unit."""
    worked = (states.DISPATCHED, states.CHECKING)
    return state == states.CLOSED and not any(move.to_state in worked for move in moves)


def _cut_short(state: str, moves: Sequence[Moved]) -> list[WayStep]:
    """The way of what ended without work: what really happened, and how it ended."""
    seen = []
    for label, held in WAY[:-1]:
        at = max((move.at for move in moves if move.to_state in held), default=None)
        if at is not None:
            seen.append(WayStep(label, "past", at))
    at = max((move.at for move in moves if move.to_state == state), default=None)
    return [*seen, WayStep(states.TICKET.labels[state], "past", at)]


def told(count: int) -> int | None:
    """A figure that may be told to everyone; None where it is so small that it could be a person."""
    return None if count < FEWEST else count


def share(part: int, whole: int) -> int | None:
    """A share in percent, told only where the whole, the part and the rest are large enough."""
    found = share_told(part, whole)
    return None if found is None else round(100 * found)


def days_taken(start: datetime, end: datetime) -> int:
    """Full days from report to closing; 0 is the same day or less than one day."""
    return max(0, (end - start).days)
