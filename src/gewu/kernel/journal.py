"""The journal: facts written in the transaction that made them, heard by others after it.

An area declares events in its events.py, announces them from its actions, and hears those of
lower areas in its listeners.py. Delivery is at least once, so listeners are idempotent.
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar, get_type_hints
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise

from gewu.kernel import audit, payloads
from gewu.kernel.acting import Actor
from gewu.kernel.channels import JOURNAL, Call
from gewu.kernel.models import JournalEntry

E = TypeVar("E", bound="Event")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """A fact: a frozen, keyword-only dataclass of ids and plain values with a name of its own."""

    name: ClassVar[str]
    version: ClassVar[int] = 1
    # What the audit calls it; an event with a label is chained there too (kernel.audit).
    audit_label: ClassVar[Promise | None] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" not in cls.__dict__:
            raise TypeError(f"event {cls.__qualname__} needs a name")
        known = _events.get(cls.name, cls)
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise ValueError(f"two events are called {cls.name}")
        _events[cls.name] = cls

    def payload(self) -> dict[str, Any]:
        """The fields as JSON keeps them."""
        return {key: payloads.written(getattr(self, key)) for key in field_types(type(self))}

    @classmethod
    def upgraded(cls, payload: dict[str, Any], version: int) -> dict[str, Any]:
        """An older version's payload in today's fields; override it when `version` rises."""
        if version != cls.version:
            raise ValueError(f"{cls.name} cannot read its version {version}")
        return payload


@dataclasses.dataclass(frozen=True)
class Heard(Generic[E]):
    """An event as a listener gets it: what, by whom, where in the tree of areas, when."""

    id: UUID
    event: E
    name: str
    by_kind: str
    by_id: UUID | None
    path: str
    at: datetime


@dataclasses.dataclass(frozen=True)
class Listener:
    """A function that hears some events; its name keeps its place in the journal."""

    name: str
    names: tuple[str, ...]
    hear: Callable[[Sequence[Heard[Any]]], None]
    from_start: bool = False


_events: dict[str, type[Event]] = {}
_listeners: dict[str, Listener] = {}


def announce(event: Event, *, by: Actor, path: str = "", at: datetime | None = None) -> None:
    """Write one event into the current transaction; `at` where it happened earlier than now."""
    _must_be_in_a_transaction()
    entry = entry_of(event, by=by, path=path, at=at)
    entry.save(force_insert=True)
    if event.audit_label is not None:
        audit.note(entry)
    wake_listeners()


def announce_all(
    events: Iterable[Event], *, by: Actor, path: str = "", at: datetime | None = None
) -> None:
    """Write many events with one statement."""
    _must_be_in_a_transaction()
    entries = []
    for event in events:
        entries.append(entry_of(event, by=by, path=path, at=at))
        if event.audit_label is not None:
            audit.note(entries[-1])
    if entries:
        JournalEntry.objects.bulk_create(entries)
        wake_listeners()


def entry_of(
    event: Event, *, by: Actor, path: str = "", at: datetime | None = None
) -> JournalEntry:
    """The row of an event, not yet saved: for bulk doors, which write many rows their own way."""
    now = timezone.now()
    return JournalEntry(
        name=event.name,
        version=event.version,
        occurred_at=at or now,
        recorded_at=now,
        actor_kind=by.actor_kind,
        actor_id=by.actor_id,
        path=path,
        payload=event.payload(),
    )


def wake_listeners() -> None:
    """Tell the drain after the commit that the journal has grown."""
    Call(JOURNAL).after_commit()


def listen(
    name: str, *events: type[Event], from_start: bool = False
) -> Callable[[Callable[[Sequence[Heard[Any]]], None]], Callable[[Sequence[Heard[Any]]], None]]:
    """Register a listener; a new one starts at the end of the journal unless `from_start`."""

    def registered(
        hear: Callable[[Sequence[Heard[Any]]], None],
    ) -> Callable[[Sequence[Heard[Any]]], None]:
        if name in _listeners:
            raise ValueError(f"two listeners are called {name}")
        if not events:
            raise TypeError(f"listener {name} hears nothing")
        names = tuple(event.name for event in events)
        _listeners[name] = Listener(name, names, hear, from_start)
        return hear

    return registered


def audited_kinds() -> dict[str, Promise]:
    """The events that the audit keeps, and what it calls them."""
    return {name: kind.audit_label for name, kind in _events.items() if kind.audit_label}


def listeners() -> tuple[Listener, ...]:
    """All listeners, by name."""
    return tuple(_listeners[name] for name in sorted(_listeners))


def event_kinds() -> tuple[type[Event], ...]:
    """All kinds of events, by name."""
    return tuple(_events[name] for name in sorted(_events))


def heard_from(entry: JournalEntry) -> Heard[Any]:
    """What a listener gets for a row of the journal."""
    kind = _events[entry.name]
    payload = kind.upgraded(entry.payload, entry.version)
    types = field_types(kind)
    event = kind(**{key: payloads.read(payload[key], types[key]) for key in types})
    return Heard(
        id=entry.id,
        event=event,
        name=entry.name,
        by_kind=entry.actor_kind,
        by_id=entry.actor_id,
        path=entry.path,
        at=entry.occurred_at,
    )


def field_types(kind: type[Event]) -> dict[str, Any]:
    """The fields of an event and their types, refused where they are not plain."""
    if kind not in _field_types:
        if "__dataclass_params__" not in kind.__dict__:
            raise TypeError(f"event {kind.__qualname__} must be a frozen dataclass")
        hints = get_type_hints(kind)
        types = {field.name: hints[field.name] for field in dataclasses.fields(kind)}
        for each in types.values():
            payloads.check_type(each)
        _field_types[kind] = types
    return _field_types[kind]


_field_types: dict[type[Event], dict[str, Any]] = {}


def _must_be_in_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("an event is announced in the transaction that made it true")
