"""Whose eyes the statements at hand have: a viewer's, or those of the house itself.

Pages of somebody who is signed in are read with that viewer's eyes. Actions, jobs, listeners and
what a secret link opens have the eyes of the house: they judge by their own rules, and have to see
beyond a border (a duplicate on the other side of the street, the unit that gets the work).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Reach:
    """Where a permission holds: in these places, and for the work of these units."""

    permission: str
    paths: tuple[str, ...] = ()
    units: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Scope:
    """The places and the units of a viewer, and the units from which something may be kept.

    Beside what holds for tickets stands what other permissions reach, each by its name.
    """

    paths: tuple[str, ...] = ()
    units: tuple[UUID, ...] = ()
    kept_from: tuple[UUID, ...] = ()
    reader: UUID | None = None
    reaches: tuple[Reach, ...] = ()


_scope: ContextVar[Scope | None] = ContextVar("viewing_scope", default=None)


def scope() -> Scope | None:
    """The viewer's scope; None for the house."""
    return _scope.get()


def look(eyes: Scope | None) -> None:
    """From here on read with these eyes, until the `through` around it ends."""
    _scope.set(eyes)


@contextmanager
def through(eyes: Scope | None) -> Iterator[None]:
    """Read with a viewer's eyes, or with those of the house."""
    token = _scope.set(eyes)
    try:
        yield
    finally:
        _scope.reset(token)


def of_the_house(read: Callable[P, T]) -> Callable[P, T]:
    """For a read that keeps to a scope of its own and shows a viewer something beyond their border.

    It has to answer with what it read, not with a query that is asked later.
    """

    @wraps(read)
    def answered(*args: P.args, **kwargs: P.kwargs) -> T:
        with through(None):
            return read(*args, **kwargs)

    return answered


def streamed(parts: Iterable[T], eyes: Scope | None) -> Iterator[T]:
    """What is read while an answer is already on its way, with the eyes that it began with."""
    coming = iter(parts)
    while True:
        with through(eyes):
            try:
                part = next(coming)
            except StopIteration:
                return
        yield part
