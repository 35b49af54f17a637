"""What an import would do: which rows are new, which are bad, and how the first ones will land."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np

from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import county, locate_many
from gewu.kernel.tables import Row, Table
from gewu.work.tickets.models import Item, Ticket
from gewu.work.tickets.rules.drafts import BadRow, Draft, drafts_of
from gewu.work.tickets.rules.mapping import ColumnMapping

BATCH = 5_000


@dataclass(frozen=True)
class Examined:
    """A file as it was understood."""

    mapping: ColumnMapping
    county_id: UUID
    total: int
    drafts: Sequence[Draft]
    bad: Sequence[BadRow]

    @property
    def known(self) -> int:
        """How many good rows an earlier import brought already."""
        return self.total - len(self.drafts) - len({row.line for row in self.bad})


@dataclass(frozen=True)
class Landing:
    """A row as it will land: where, as what."""

    draft: Draft
    area: Area | None
    item: Item | None


class _Counted:
    """Rows that are read one by one, so that progress is that of the work and not of the reading."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.count += 1
            yield row


def examine(table: Table, mapping: ColumnMapping, now: datetime) -> Examined:
    """Read a whole table; nothing is written."""
    table.need(*mapping.columns())
    top = county()
    rows = _Counted(table.rows)
    drafts, bad = drafts_of(rows, mapping, items_by_code(top.pk), now)
    known = set(_known_ids(mapping.source_system, [draft.source_id for draft in drafts]))
    new = [draft for draft in drafts if draft.source_id not in known]
    return Examined(mapping, top.pk, rows.count, new, bad)


def landings(examined: Examined, first: int = 20) -> list[Landing]:
    """How the first new rows will land."""
    drafts = examined.drafts[:first]
    items = items_by_code(examined.county_id)
    return [
        Landing(draft, area, items.get(draft.item_code))
        for draft, area in zip(drafts, areas_of(drafts), strict=True)
    ]


def areas_of(drafts: Sequence[Draft]) -> list[Area | None]:
    """The area of each draft, nothing where the place is unknown or outside."""
    lons = [float(draft.lon) if draft.lon is not None else np.nan for draft in drafts]
    lats = [float(draft.lat) if draft.lat is not None else np.nan for draft in drafts]
    return locate_many(lons, lats)


def items_by_code(county_id: UUID) -> dict[str, Item]:
    """The items of a county that are in use."""
    items = Item.objects.filter(county_id=county_id, is_active=True).order_by("code")
    return {item.code: item for item in items}


def _known_ids(source_system: str, source_ids: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(source_ids), BATCH):
        yield from Ticket.objects.filter(
            source_system=source_system, source_id__in=source_ids[start : start + BATCH]
        ).values_list("source_id", flat=True)
