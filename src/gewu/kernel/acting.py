"""Actions: the only way to write. One transaction, one known actor, one clear refusal."""

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.utils.functional import Promise

P = ParamSpec("P")
T = TypeVar("T")

_inside_an_action: ContextVar[bool] = ContextVar("inside_an_action", default=False)


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
    token = _inside_an_action.set(True)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('gewu.viewer', %s, true)", [_viewer(by)])
            return verb(**kwargs)
    finally:
        _inside_an_action.reset(token)


def _viewer(by: Actor) -> str:
    return f"{by.actor_kind}:{by.actor_id or ''}"


def _check_shape(verb: Callable[..., object]) -> None:
    parameters = list(inspect.signature(verb).parameters.values())
    if any(each.kind is not inspect.Parameter.KEYWORD_ONLY for each in parameters):
        raise TypeError(f"action {verb.__name__} must take keyword-only arguments")
    if not parameters or parameters[-1].name != "by":
        raise TypeError(f"action {verb.__name__} must take by= last")
