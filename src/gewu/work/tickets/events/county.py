"""Facts about a county's catalogue, promises, files and clocks."""

from dataclasses import dataclass
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class CatalogueChanged(Event):
    """An item or a condition of the catalogue was added or changed."""

    name = "tickets.catalogue_changed"
    item: UUID


@dataclass(frozen=True, kw_only=True)
class LeadMapped(Event):
    """Another unit does the work of a kind from now on; nobody did before where none is named."""

    name = "tickets.lead_mapped"
    lead_kind: UUID
    unit: UUID
    former: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TermsChanged(Event):
    """Working hours, special days or promises of a county changed."""

    name = "tickets.terms_changed"
    county: UUID


@dataclass(frozen=True, kw_only=True)
class SpecialDaysChanged(Event):
    """A holiday or a make-up day of a county was added, changed or removed."""

    name = "tickets.special_days_changed"
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


@dataclass(frozen=True, kw_only=True)
class ClocksRecounted(Event):
    """Days or hours of a county changed, so the limits of open tickets were counted again."""

    name = "tickets.clocks_recounted"
    county: UUID
    changed: int


@dataclass(frozen=True, kw_only=True)
class RulesDrafted(Event):
    """A draft of routing rules was begun, changed or dropped."""

    name = "tickets.rules_drafted"
    rule_set: UUID
    rules: int


@dataclass(frozen=True, kw_only=True)
class RulesActivated(Event):
    """A version of the routing rules is in force from now on."""

    name = "tickets.rules_activated"
    county: UUID
    rule_set: UUID
    number: int
    rules: int
