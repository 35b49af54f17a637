"""Facts from the check to the archive, and those of any moment."""

from dataclasses import dataclass
from datetime import datetime

from gewu.kernel.journal import Event
from gewu.work.tickets.events.fact import TicketFact


@dataclass(frozen=True, kw_only=True)
class TicketChecked(TicketFact, Event):
    """A second person found the closing condition met."""

    name = "tickets.checked"


@dataclass(frozen=True, kw_only=True)
class TicketSentForRework(TicketFact, Event):
    """A second person found it not done."""

    name = "tickets.sent_for_rework"


@dataclass(frozen=True, kw_only=True)
class TicketRevisited(TicketFact, Event):
    """The reporter was called back, or could not be reached."""

    name = "tickets.revisited"
    outcome: str


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
class MergedReporterAnswered(TicketFact, Event):
    """Somebody whose ticket was merged into this one says solved, or gave stars."""

    name = "tickets.merged_reporter_answered"
    said: str


@dataclass(frozen=True, kw_only=True)
class TicketDoubted(TicketFact, Event):
    """Somebody whose ticket was merged into this one says that it is not solved."""

    name = "tickets.doubted"


@dataclass(frozen=True, kw_only=True)
class TicketReopened(TicketFact, Event):
    """The resident says that it is not done."""

    name = "tickets.reopened"


@dataclass(frozen=True, kw_only=True)
class OverdueExcused(TicketFact, Event):
    """The overdue mark does not count; the fact stays."""

    name = "tickets.overdue_excused"


@dataclass(frozen=True, kw_only=True)
class TicketUrged(TicketFact, Event):
    """The reporter asked to hurry."""

    name = "tickets.urged"


@dataclass(frozen=True, kw_only=True)
class TicketSupervised(TicketFact, Event):
    """A supervisor follows the ticket: blue, yellow or red."""

    name = "tickets.supervised"
    level: str


@dataclass(frozen=True, kw_only=True)
class SupervisionLifted(TicketFact, Event):
    """The ticket is no longer under supervision."""

    name = "tickets.supervision_lifted"


@dataclass(frozen=True, kw_only=True)
class TicketReminded(TicketFact, Event):
    """A limit is near or past, or something repeats; who must know is told."""

    name = "tickets.reminded"
    reason: str
    audience: str
    limit_at: datetime


@dataclass(frozen=True, kw_only=True)
class ConfidentialityChanged(TicketFact, Event):
    """Whether handlers may know the reporter has changed."""

    name = "tickets.confidentiality_changed"
    is_confidential: bool


@dataclass(frozen=True, kw_only=True)
class TicketRemarked(TicketFact, Event):
    """Staff left a remark."""

    name = "tickets.remarked"


@dataclass(frozen=True, kw_only=True)
class TicketShredded(TicketFact, Event):
    """The words and photos of a ticket were removed for good; how many photos."""

    name = "tickets.shredded"
    photos: int


@dataclass(frozen=True, kw_only=True)
class TicketArchived(TicketFact, Event):
    """The ticket is at rest."""

    name = "tickets.archived"
