"""Pages by keyset, with a last look at each row that the database cannot take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Found:
    """Items as GeoJSON features, and the mark after which the next page begins."""

    features: list[dict[str, Any]]
    after: UUID | None = None


def page_of(
    found: QuerySet[Row], key: str, after: UUID | None, limit: int, keep: Callable[[Row], bool]
) -> tuple[list[Row], UUID | None]:
    """The next rows that are kept, in the order of the key, and the mark of the page after them."""
    kept: list[Row] = []
    step = limit + 1
    while True:
        rows = list((found.filter(**{f"{key}__gt": after}) if after else found)[:step])
        kept += filter(keep, rows)
        if len(kept) > limit:
            return kept[:limit], getattr(kept[limit - 1], key)
        if len(rows) < step:
            return kept, None
        after = getattr(rows[-1], key)
