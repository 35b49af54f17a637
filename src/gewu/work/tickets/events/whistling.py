"""Facts about whistles: ids and codes only; the words stay with the whistle."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class WhistleFact:
    """What every fact about a whistle carries: whose it is, and who else should look."""

    whistle: UUID
    state: str
    unit: UUID
    called: tuple[UUID, ...] = ()
    ticket: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class WhistleRaised(WhistleFact, Event):
    """A grid, community or town asks for units to be called."""

    name = "tickets.whistle_raised"
    kind: str


@dataclass(frozen=True, kw_only=True)
class WhistleApproved(WhistleFact, Event):
    """The duty lead called the units."""

    name = "tickets.whistle_approved"


@dataclass(frozen=True, kw_only=True)
class WhistleRefused(WhistleFact, Event):
    """The duty lead refused."""

    name = "tickets.whistle_refused"


@dataclass(frozen=True, kw_only=True)
class CallAcknowledged(WhistleFact, Event):
    """A called unit has read the call."""

    name = "tickets.call_acknowledged"
    helper: UUID


@dataclass(frozen=True, kw_only=True)
class ReportedIn(WhistleFact, Event):
    """A called unit is there, on site or online."""

    name = "tickets.reported_in"
    helper: UUID
    mode: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class WhistleTaskGiven(WhistleFact, Event):
    """A called unit was given a task."""

    name = "tickets.whistle_task_given"
    task: UUID
    helper: UUID


@dataclass(frozen=True, kw_only=True)
class WhistleTaskDone(WhistleFact, Event):
    """A called unit says that its task is done."""

    name = "tickets.whistle_task_done"
    task: UUID
    helper: UUID
    late: bool


@dataclass(frozen=True, kw_only=True)
class WhistleTaskConfirmed(WhistleFact, Event):
    """Whoever whistled has looked at a task."""

    name = "tickets.whistle_task_confirmed"
    task: UUID
    helper: UUID


@dataclass(frozen=True, kw_only=True)
class WhistleJudged(WhistleFact, Event):
    """Whoever whistled says whether it is solved; unsolved goes to a joint meeting."""

    name = "tickets.whistle_judged"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class WhistleMeetingHeld(WhistleFact, Event):
    """A joint meeting was held; with an outcome it ended the whistle."""

    name = "tickets.whistle_meeting_held"
    meeting: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True)
class WhistleReminded(WhistleFact, Event):
    """The clock reminded somebody; `helper` is the unit that is late, where there is one."""

    name = "tickets.whistle_reminded"
    reason: str
    audience: str
    limit_at: datetime
    helper: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class WhistleInherited(WhistleFact, Event):
    """A unit of the whistle was dissolved; another one stands in its place."""

    name = "tickets.whistle_inherited"
    former: UUID
    helper: UUID


EVERY_WHISTLE = (
    WhistleRaised,
    WhistleApproved,
    WhistleRefused,
    CallAcknowledged,
    ReportedIn,
    WhistleTaskGiven,
    WhistleTaskDone,
    WhistleTaskConfirmed,
    WhistleJudged,
    WhistleMeetingHeld,
    WhistleReminded,
    WhistleInherited,
)
