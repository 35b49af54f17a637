"""Verbs that many tickets can go through at once, and the key of each row."""

from collections.abc import Sequence
from uuid import UUID, uuid5

# Verb of a batch: the verbs of the state table that it consists of, in their order.
STEPS: dict[str, tuple[str, ...]] = {
    "dispatch": ("dispatch",),
    "file_and_dispatch": ("file", "dispatch"),
    "sign": ("sign",),
    "remark": ("remark",),
    "supervise": ("supervise",),
    "urge": ("urge",),
    "merge": ("merge",),
}
MOST_ROWS = 500
# So many are done while one waits; more go to a worker.
AT_ONCE = 50


def command_of(run: UUID, ticket: UUID) -> UUID:
    """The same for a row whenever it is tried, so that trying again is harmless."""
    return uuid5(run, str(ticket))


def distinct(tickets: Sequence[UUID]) -> list[UUID]:
    """Each ticket once, in the given order."""
    return list(dict.fromkeys(tickets))
