"""Sealing anew: what was sealed with an older key gets the newest, so that the old can be destroyed.

A backup keeps the seals of its day. Once no row needs a key any more and the key is destroyed, what
was erased since then cannot be opened in any older backup either (ADR 30).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from gewu.kernel.crypto import BrokenSeal, open_sealed, seal
from gewu.kernel.hooks import Hook

BATCH = 500


@dataclass(frozen=True, repr=False)
class Sealed:
    """One place with seals: how many by key, and a batch of them sealed anew."""

    name: str
    by_key: Callable[[], Mapping[int, int]]
    # After this key of a row, at most so many: the last row's key, how many were renewed and broken.
    renew: Callable[[Any, int], tuple[Any, int, int]]

    def __repr__(self) -> str:
        return self.name


places: Hook[Sealed] = Hook("kernel.sealed", "Where seals lie, so that they can be sealed anew.")


def column(model: type[models.Model], field: str, bound_to: Callable[[Any], str]) -> Sealed:
    """A binary column of a model; `bound_to` says what the seal of a row is bound to."""

    def by_key() -> dict[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT get_byte({field}, 0), count(*) FROM {model._meta.db_table}"
                f" WHERE length({field}) > 0 GROUP BY 1"
            )
            return dict(cursor.fetchall())

    @transaction.atomic
    def renew(after: Any, most: int) -> tuple[Any, int, int]:
        # What has the newest key is passed over by the database, so a run that was stopped goes on.
        rows = model._default_manager.filter(**{f"{field}__isnull": False}).order_by("pk")
        rows = rows.extra(
            where=[f"length({field}) > 0 AND get_byte({field}, 0) <> %s"], params=[newest()]
        )
        found = rows.filter(pk__gt=after) if after else rows
        batch = list(found.select_for_update(of=("self",))[:most])
        anew: dict[Any, bytes] = {}
        for row in batch:
            bond = bound_to(row)
            with suppress(BrokenSeal):
                anew[row.pk] = seal(open_sealed(getattr(row, field), bond), bond)
        _write(model, field, anew)
        last = batch[-1].pk if len(batch) == most else None
        return last, len(anew), len(batch) - len(anew)

    return Sealed(f"{model._meta.label_lower}.{field}", by_key, renew)


def _write(model: type[models.Model], field: str, anew: Mapping[Any, bytes]) -> None:
    """Many seals with one statement."""
    meta = model._meta
    kind, key = meta.pk.db_type(connection), meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {meta.db_table} AS old SET {field} = new.sealed"
            f" FROM unnest(%s::{kind}[], %s::bytea[]) AS new(pk, sealed) WHERE old.{key} = new.pk",
            [list(anew), list(anew.values())],
        )


def newest() -> int:
    """The key that seals today."""
    return max(settings.DATA_KEYS)


def by_key() -> Counter[int]:
    """How many seals of the house each key holds; a key with none can be destroyed."""
    counted: Counter[int] = Counter(dict.fromkeys(settings.DATA_KEYS, 0))
    for place in places:
        counted.update(place.by_key())
    return counted


def renew_all() -> Iterator[tuple[str, int, int]]:
    """Seal everything anew, a batch a transaction: each place, how many were renewed, how many broken."""
    for place in places:
        after, renewed, broken = None, 0, 0
        while True:
            after, more, wrong = place.renew(after, BATCH)
            renewed, broken = renewed + more, broken + wrong
            if after is None:
                break
        yield place.name, renewed, broken
