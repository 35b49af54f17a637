"""What every fact about a ticket carries: ids, codes and numbers only, never words or names."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class TicketFact:
    """What every fact about a ticket carries."""

    ticket: UUID
    number: str
    state: str
    unit: UUID | None = None
