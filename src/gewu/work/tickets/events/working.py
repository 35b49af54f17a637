"""Facts from the dispatch until the unit says that it is done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gewu.kernel.journal import Event
from gewu.work.tickets.events.fact import TicketFact


@dataclass(frozen=True, kw_only=True)
class TicketDispatched(TicketFact, Event):
    """A unit has been given the ticket."""

    name = "tickets.dispatched"


@dataclass(frozen=True, kw_only=True)
class TicketInherited(TicketFact, Event):
    """The unit that had the ticket was dissolved; another one goes on with it."""

    name = "tickets.inherited"
    former: UUID


@dataclass(frozen=True, kw_only=True)
class TicketRedrawn(TicketFact, Event):
    """Its grid ended or got another outline; it lies in another grid now."""

    name = "tickets.redrawn"
    former: UUID
    area: UUID


@dataclass(frozen=True, kw_only=True)
class TicketSigned(TicketFact, Event):
    """The unit has taken the ticket on."""

    name = "tickets.signed"


@dataclass(frozen=True, kw_only=True)
class ReturnRequested(TicketFact, Event):
    """The unit says that it is not its duty."""

    name = "tickets.return_requested"


@dataclass(frozen=True, kw_only=True)
class ReturnAccepted(TicketFact, Event):
    """The centre gave the ticket to another unit."""

    name = "tickets.return_accepted"
    former: UUID


@dataclass(frozen=True, kw_only=True)
class ReturnRefused(TicketFact, Event):
    """The centre decided that the unit does it."""

    name = "tickets.return_refused"


@dataclass(frozen=True, kw_only=True)
class TicketRefiled(TicketFact, Event):
    """The centre sent the ticket back to be filed anew."""

    name = "tickets.refiled"


@dataclass(frozen=True, kw_only=True)
class TicketEscalated(TicketFact, Event):
    """The ticket went up a level."""

    name = "tickets.escalated"
    former: UUID


@dataclass(frozen=True, kw_only=True)
class TicketAssigned(TicketFact, Event):
    """The ticket went down a level."""

    name = "tickets.assigned"
    former: UUID


@dataclass(frozen=True, kw_only=True)
class TicketRecused(TicketFact, Event):
    """A unit withdrew because of a conflict of interest."""

    name = "tickets.recused"
    former: UUID


@dataclass(frozen=True, kw_only=True)
class HelpAsked(TicketFact, Event):
    """Another unit was asked to help, or given an order of its own."""

    name = "tickets.help_asked"
    helper: UUID


@dataclass(frozen=True, kw_only=True)
class HelpGiven(TicketFact, Event):
    """A helping unit has finished its part."""

    name = "tickets.help_given"
    helper: UUID


@dataclass(frozen=True, kw_only=True)
class HelpWithdrawn(TicketFact, Event):
    """Help is no longer needed."""

    name = "tickets.help_withdrawn"
    helper: UUID


@dataclass(frozen=True, kw_only=True)
class WhistleLinked(TicketFact, Event):
    """A whistle was raised for the ticket."""

    name = "tickets.whistle_linked"
    whistle: UUID


@dataclass(frozen=True, kw_only=True)
class WhistleUnlinked(TicketFact, Event):
    """The whistle of the ticket has ended."""

    name = "tickets.whistle_unlinked"
    whistle: UUID


@dataclass(frozen=True, kw_only=True)
class ApprovalRequested(TicketFact, Event):
    """Somebody applied for what another must decide."""

    name = "tickets.approval_requested"
    kind: str


@dataclass(frozen=True, kw_only=True)
class ApprovalEndorsed(TicketFact, Event):
    """The unit's lead supports the application."""

    name = "tickets.approval_endorsed"
    kind: str


@dataclass(frozen=True, kw_only=True)
class ApprovalRefused(TicketFact, Event):
    """The application was refused."""

    name = "tickets.approval_refused"
    kind: str


@dataclass(frozen=True, kw_only=True)
class TicketExtended(TicketFact, Event):
    """The limit was extended by one more original limit."""

    name = "tickets.extended"
    extensions: int


@dataclass(frozen=True, kw_only=True)
class TicketSuspended(TicketFact, Event):
    """Work waits for a season, for funds or for plans, until a date."""

    name = "tickets.suspended"
    until: date


@dataclass(frozen=True, kw_only=True)
class TicketResumed(TicketFact, Event):
    """A suspended ticket was taken up again."""

    name = "tickets.resumed"


@dataclass(frozen=True, kw_only=True)
class TicketCancelled(TicketFact, Event):
    """The ticket was cancelled with approval."""

    name = "tickets.cancelled"


@dataclass(frozen=True, kw_only=True)
class TicketHandled(TicketFact, Event):
    """The unit says that it is done."""

    name = "tickets.handled"
