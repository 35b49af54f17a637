"""Actions: the only way to write. One transaction, one known actor, one clear refusal."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise

from gewu.kernel import stamps, viewing
from gewu.kernel.statements import run

P = ParamSpec("P")
T = TypeVar("T")


class _AtHand:
    """One outermost action, and what it still has to do as its last step."""

    def __init__(self) -> None:
        self.at_last: dict[Callable[[list[Any]], None], list[Any]] = {}


_inside_an_action: ContextVar[_AtHand | None] = ContextVar("inside_an_action", default=None)


class Actor(Protocol):
    """Who does something: a user, a key, a resident or the system itself."""

    @property
    def actor_kind(self) -> str:
        """One of "staff", "resident", "system" and "key"."""

    @property
    def actor_id(self) -> UUID | None:
        """Who exactly, where that is known."""


@dataclass(frozen=True)
class Nobody:
    """An actor without an account."""

    actor_kind: str
    actor_id: UUID | None = None


RESIDENT = Nobody("resident")
SYSTEM = Nobody("system")


class Refusal(Exception):
    """A no that a person can read: what is wrong and what to do about it."""

    def __init__(
        self, message: str | Promise, *, code: str = "refused", field: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


def refuse(fault: object, code: str, field: str | None = None) -> None:
    """Stop with a sentence, where there is one."""
    if fault:
        raise Refusal(str(fault), code=code, field=field)


def action(verb: Callable[P, T]) -> Callable[P, T]:
    """Run a keyword-only function whole or not at all, with the actor known to the database."""
    _check_shape(verb)

    @wraps(verb)
    def acted(*args: P.args, **kwargs: P.kwargs) -> T:
        if args:
            raise TypeError(f"{verb.__name__}() takes keyword arguments only")
        by = kwargs.get("by")
        if by is None:
            raise TypeError(f"{verb.__name__}() needs to know who acts: by=")
        if _inside_an_action.get():
            # An inner refusal must undo the outer action too, so no savepoint of its own.
            with transaction.atomic(savepoint=False):
                return verb(*args, **kwargs)
        return _outermost(verb, by, kwargs)  # type: ignore[arg-type]

    return acted


def _outermost(verb: Callable[..., T], by: Actor, kwargs: dict[str, object]) -> T:
    with acting(by):
        return verb(**kwargs)


@contextmanager
def acting(by: Actor) -> Iterator[None]:
    """What the outermost action does around its verb; a door may begin it to lock what it judges."""
    at_hand = _AtHand()
    token = _inside_an_action.set(at_hand)
    try:
        with viewing.through(None), transaction.atomic():
            stamps.seen(_named(by))
            yield
            for do, things in at_hand.at_last.items():
                do(things)
    finally:
        stamps.seen(None)
        _inside_an_action.reset(token)


def at_last(do: Callable[[list[Any]], None], thing: Any) -> None:
    """Leave a thing for the last step of the action at hand, all of them in one call.

    For what has to wait for a lock that everybody needs: it is then held for a moment only.
    Outside of an action it is done at once.
    """
    at_hand = _inside_an_action.get()
    if at_hand is None:
        do([thing])
    else:
        at_hand.at_last.setdefault(do, []).append(thing)


def hold(thing: Any) -> None:
    """Note that a row is locked until the end of the action at hand."""
    thing.held_by_action = _inside_an_action.get()


def is_held(thing: Any) -> bool:
    """Whether the action at hand has locked and read this very object."""
    at_hand = _inside_an_action.get()
    return at_hand is not None and getattr(thing, "held_by_action", None) is at_hand


def _named(by: Actor) -> UUID | None:
    """Name the viewer to the database; answers the stamp of the set-up, which costs nothing more."""
    row = run(f"SELECT set_config('gewu.viewer', %s::text, true), {stamps.LOOK}", [_viewer(by)])
    found: UUID | None = row[0][1]
    return found


def _viewer(by: Actor) -> str:
    return f"{by.actor_kind}:{by.actor_id or ''}"


def _check_shape(verb: Callable[..., object]) -> None:
    parameters = list(inspect.signature(verb).parameters.values())
    if any(each.kind is not inspect.Parameter.KEYWORD_ONLY for each in parameters):
        raise TypeError(f"action {verb.__name__} must take keyword-only arguments")
    if not parameters or parameters[-1].name != "by":
        raise TypeError(f"action {verb.__name__} must take by= last")
