"""Files on their way in: whose they are, what their columns may mean, who works on them."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_datetime

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area
from gewu.kernel import arriving
from gewu.kernel.tables import read_table
from gewu.work.tickets.models import ImportRun, Item, SavedMapping
from gewu.work.tickets.rules.columns import named_in, proposed
from gewu.work.tickets.states import TICKET

SHIPPED = files("gewu.work.tickets") / "data" / "mappings"
MOST_VALUES = 200
RECENT = 10


@dataclass(frozen=True)
class KnownMapping:
    """A mapping that can be taken over."""

    key: str
    name: str
    data: dict[str, Any]


def runs_of(user: User) -> QuerySet[ImportRun]:
    """The files that somebody brought in; nobody sees those of others."""
    return ImportRun.objects.filter(user=user)


def run_for(user: User, pk: UUID) -> ImportRun:
    """One's own file; 404 for everyone else."""
    return get_object_or_404(runs_of(user), pk=pk)


def open_run_for(user: User, pk: UUID) -> ImportRun:
    """One's own file while it is still here."""
    return get_object_or_404(runs_of(user).exclude(state=ImportRun.State.DONE), pk=pk)


def lock_words(pk: UUID) -> str:
    """The name of the lock that is held as long as somebody works on a file."""
    return f"tickets.import:{pk}"


def is_worked_on(run: ImportRun) -> bool:
    """Whether a worker is at it; the database lets go of the lock when the worker dies."""
    return arriving.is_worked_on(lock_words(run.pk))


def shipped_names() -> list[str]:
    """The names of the mappings that ship with the house."""
    return sorted(each.name.removesuffix(".json") for each in SHIPPED.iterdir())


def shipped_text(name: str) -> str:
    """One of the mappings that ship with the house."""
    return (SHIPPED / f"{name}.json").read_text(encoding="utf-8")


def known_mappings(county_id: UUID) -> list[KnownMapping]:
    """The county's own mappings, then those that ship with the house."""
    saved = SavedMapping.objects.filter(county_id=county_id).order_by("name")
    known = [KnownMapping(f"saved:{each.pk}", each.name, each.data) for each in saved]
    for name in shipped_names():
        data = json.loads(shipped_text(name))
        known.append(KnownMapping(f"shipped:{name}", data.get("name", name), data))
    return known


def saved_mappings(county_id: UUID) -> QuerySet[SavedMapping]:
    """The mappings that a county keeps."""
    return SavedMapping.objects.filter(county_id=county_id)


def first_mapping(county_id: UUID, columns: list[str], zone: str) -> dict[str, Any]:
    """The known mapping that fits a file best, else what the names of its columns suggest."""
    fitting = [
        each.data for each in known_mappings(county_id) if named_in(each.data) <= set(columns)
    ]
    return max(fitting, key=lambda data: len(named_in(data)), default=None) or proposed(
        columns, zone
    )


def values_in(run: ImportRun, column: str) -> list[tuple[str, int]]:
    """The different texts of a column with how often they stand there, the frequent ones first.

    One more than `MOST_VALUES` at most, so that a column of free text is noticed early.
    """
    counts: Counter[str] = Counter()
    for row in _rows(run):
        text = row[column]
        if text:
            counts[text] += 1
        if len(counts) > MOST_VALUES:
            break
    return counts.most_common()


def unnamed_values(run: ImportRun, key: str) -> list[tuple[str, int]]:
    """The texts of the item's or the state's column that nobody gave a meaning yet."""
    part = run.mapping.get(key)
    if not part:
        return []
    known = set(part.get("values") or {})
    found = values_in(run, part["column"])
    if not known and key == "item" and len(found) <= MOST_VALUES:
        known = set(
            Item.objects.filter(county_id=run.county_id, is_active=True).values_list(
                "code", flat=True
            )
        )
    return [(text, count) for text, count in found if text not in known]


def shown_preview(run: ImportRun) -> list[dict[str, Any]]:
    """The first rows with the names of their places, items and units, in the reader's language."""
    areas = Area.objects.in_bulk(_ids(run, "area"))
    items = Item.objects.in_bulk(_ids(run, "item"))
    units = Unit.ever.in_bulk(_ids(run, "unit"))
    return [
        {
            **row,
            "area": areas.get(_id(row["area"])),
            "item": items.get(_id(row["item"])),
            "unit": units.get(_id(row["unit"])),
            "state_label": TICKET.labels[row["state"]],
            "due_at": parse_datetime(row["due_at"]),
            "submitted_at": parse_datetime(row["submitted_at"]),
        }
        for row in run.preview
    ]


def report_of(run: ImportRun) -> bytes:
    """The list of all bad rows as a file."""
    try:
        return run.report_path.read_bytes()
    except FileNotFoundError:
        raise Http404 from None


def _rows(run: ImportRun) -> Iterable[Any]:
    return islice(read_table(run.path, run.sheet or None).rows, 1_000_000)


def _ids(run: ImportRun, key: str) -> list[UUID]:
    return [UUID(row[key]) for row in run.preview if row[key]]


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None
