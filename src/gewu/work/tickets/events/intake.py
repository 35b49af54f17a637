"""Facts from the report to its filing."""

from dataclasses import dataclass
from uuid import UUID

from gewu.kernel.journal import Event
from gewu.work.tickets.events.fact import TicketFact


@dataclass(frozen=True, kw_only=True)
class TicketSubmitted(TicketFact, Event):
    """A request or a found problem has arrived."""

    name = "tickets.submitted"
    channel: str = ""


@dataclass(frozen=True, kw_only=True)
class TicketPlaced(TicketFact, Event):
    """The place of a ticket was set or corrected."""

    name = "tickets.placed"


@dataclass(frozen=True, kw_only=True)
class TicketVerifyRequested(TicketFact, Event):
    """A unit was asked to look whether the report is real."""

    name = "tickets.verify_requested"


@dataclass(frozen=True, kw_only=True)
class TicketVerified(TicketFact, Event):
    """Somebody looked on the spot whether the report is real."""

    name = "tickets.verified"
    is_real: bool


@dataclass(frozen=True, kw_only=True)
class ReporterAsked(TicketFact, Event):
    """The reporter was asked for something, and the clock stands still."""

    name = "tickets.reporter_asked"


@dataclass(frozen=True, kw_only=True)
class ReporterAnswered(TicketFact, Event):
    """The reporter answered, and the clock runs again."""

    name = "tickets.reporter_answered"


@dataclass(frozen=True, kw_only=True)
class ReporterSilent(TicketFact, Event):
    """The reporter did not answer in time; the work goes on without it."""

    name = "tickets.reporter_silent"


@dataclass(frozen=True, kw_only=True)
class TicketDeclined(TicketFact, Event):
    """The request is not accepted; reason and legal route were given."""

    name = "tickets.declined"
    reason: str


@dataclass(frozen=True, kw_only=True)
class TicketMerged(TicketFact, Event):
    """The ticket became a part of another one."""

    name = "tickets.merged"
    master: UUID


@dataclass(frozen=True, kw_only=True)
class TicketUnmerged(TicketFact, Event):
    """The ticket stands on its own again."""

    name = "tickets.unmerged"


@dataclass(frozen=True, kw_only=True)
class TicketSplit(TicketFact, Event):
    """The ticket was split into several."""

    name = "tickets.split"
    children: int


@dataclass(frozen=True, kw_only=True)
class TicketAnsweredDirectly(TicketFact, Event):
    """A question was answered on the spot."""

    name = "tickets.answered_directly"


@dataclass(frozen=True, kw_only=True)
class TicketSelfHandled(TicketFact, Event):
    """A worker fixed and showed it in one step."""

    name = "tickets.self_handled"


@dataclass(frozen=True, kw_only=True)
class TicketFiled(TicketFact, Event):
    """Item and condition are known, so the limit is known."""

    name = "tickets.filed"
    condition: UUID
