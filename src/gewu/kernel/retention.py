"""How long each kind of record is kept and how it goes: areas declare it, one job does it.

An area plugs a Kind for everything that it keeps about people or for a limited time. Periods are
set by a person within the bounds of the kind; each run leaves a proof without personal data.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise

from gewu.kernel.hooks import Hook

Counted = Callable[[datetime], int]


def nothing(_border: datetime) -> int:
    """What most kinds hold back."""
    return 0


@dataclass(frozen=True, repr=False)
class Kind:
    """One kind of record. A border is a moment: what is older goes."""

    name: str
    label: str | Promise
    counted_from: str | Promise  # from what its age is counted
    what_goes: str | Promise  # what is erased, and what stays
    source: str | Promise  # the rule that the period follows
    days: int
    waiting: Counted  # how many would go now
    purge: Callable[[datetime, int], int]  # one batch in the transaction at hand: how many went
    oldest: Callable[[], datetime | None]  # of what is still there
    least: int = 0
    held: Counted = nothing  # older, but left because somebody still needs it
    remains: Counted | None = None  # counted anew after a run, by another way than `waiting`
    batch: int = 500

    def __repr__(self) -> str:
        return self.name

    def left_over(self, border: datetime) -> int:
        """What should no longer be there, counted after a run: a proof shows 0."""
        return (self.remains or self.waiting)(border)


kinds: Hook[Kind] = Hook(
    "kernel.retention", "What is kept for how long, and the function that removes a batch of it."
)


def kind_named(name: str) -> Kind | None:
    """The kind of this name."""
    return next((kind for kind in kinds if kind.name == name), None)


def of_rows(rows: Callable[[], QuerySet[Any]], field: str, **said: Any) -> Kind:
    """A kind whose rows are deleted whole by the age that stands in one of their fields."""

    def older(border: datetime) -> QuerySet[Any]:
        return rows().filter(**{f"{field}__lt": border})

    def purge(border: datetime, most: int) -> int:
        locked = older(border).select_for_update(of=("self",), skip_locked=True)
        keys = list(locked.order_by(field, "pk").values_list("pk", flat=True)[:most])
        rows().filter(pk__in=keys).delete()
        return len(keys)

    def oldest() -> datetime | None:
        found: datetime | None = rows().aggregate(first=models.Min(field))["first"]
        return found

    return Kind(waiting=lambda border: older(border).count(), purge=purge, oldest=oldest, **said)
