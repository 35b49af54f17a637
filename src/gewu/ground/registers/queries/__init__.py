"""Reads of registers."""

from gewu.ground.registers.queries.kinds import (
    all_fields_of,
    field_for,
    fields_of,
    group_for,
    groups_of,
    kind_for,
    kinds_for,
    standard_kinds,
)
from gewu.ground.registers.queries.records import (
    Asked,
    Shown,
    due_for,
    history_of,
    record_for,
    records_for,
    shown,
    shown_rows,
)

__all__ = [
    "Asked",
    "Shown",
    "all_fields_of",
    "due_for",
    "field_for",
    "fields_of",
    "group_for",
    "groups_of",
    "history_of",
    "kind_for",
    "kinds_for",
    "record_for",
    "records_for",
    "shown",
    "shown_rows",
    "standard_kinds",
]
