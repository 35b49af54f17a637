"""What tickets announce: ids, codes and numbers only, never words or names."""

from dataclasses import dataclass
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class TicketFact:
    """What every fact about a ticket carries."""

    ticket: UUID
    number: str
    state: str
    unit: UUID | None = None


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
class TicketFiled(TicketFact, Event):
    """Item and condition are known, so the limit is known."""

    name = "tickets.filed"
    condition: UUID


@dataclass(frozen=True, kw_only=True)
class TicketDispatched(TicketFact, Event):
    """A unit has been given the ticket."""

    name = "tickets.dispatched"


@dataclass(frozen=True, kw_only=True)
class TicketSigned(TicketFact, Event):
    """The unit has taken the ticket on."""

    name = "tickets.signed"


@dataclass(frozen=True, kw_only=True)
class TicketHandled(TicketFact, Event):
    """The unit says that it is done."""

    name = "tickets.handled"


@dataclass(frozen=True, kw_only=True)
class TicketChecked(TicketFact, Event):
    """A second person found the closing condition met."""

    name = "tickets.checked"


@dataclass(frozen=True, kw_only=True)
class TicketSentForRework(TicketFact, Event):
    """A second person found it not done."""

    name = "tickets.sent_for_rework"


@dataclass(frozen=True, kw_only=True)
class TicketClosed(TicketFact, Event):
    """The ticket is closed by staff, or by the silence that was announced."""

    name = "tickets.closed"


@dataclass(frozen=True, kw_only=True)
class TicketConfirmed(TicketFact, Event):
    """The resident says that it is done, which closes the ticket."""

    name = "tickets.confirmed"


@dataclass(frozen=True, kw_only=True)
class TicketRated(TicketFact, Event):
    """The resident gave one to five stars."""

    name = "tickets.rated"
    stars: int


@dataclass(frozen=True, kw_only=True)
class TicketReopened(TicketFact, Event):
    """The resident says that it is not done."""

    name = "tickets.reopened"


@dataclass(frozen=True, kw_only=True)
class CatalogueChanged(Event):
    """An item or a condition of the catalogue was added or changed."""

    name = "tickets.catalogue_changed"
    item: UUID


@dataclass(frozen=True, kw_only=True)
class TermsChanged(Event):
    """Working hours, special days or promises of a county changed."""

    name = "tickets.terms_changed"
    county: UUID


@dataclass(frozen=True, kw_only=True)
class TicketsExported(Event):
    """Somebody took a list away as a file; how many rows, from which queue."""

    name = "tickets.exported"
    rows: int
    queue: str


@dataclass(frozen=True, kw_only=True)
class TicketsImported(Event):
    """A file of another system was brought in; its tickets have facts of their own."""

    name = "tickets.imported"
    run: UUID
    source_system: str
    added: int
    known: int
