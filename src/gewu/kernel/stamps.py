"""Set-up that is read a hundred times a second and changes twice a day is read once.

Triggers give `kernel_stamp` a new value whenever a row of a watched table changes, whatever door
it came by. What was worked out from those tables is kept in this process for as long as the stamp
is the same: exact, at the price of one small look for each action (it rides on the statement that
names the viewer) or for each request.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db.migrations import RunSQL
from django.http import HttpRequest, HttpResponse

from gewu.kernel.statements import run

P = ParamSpec("P")
T = TypeVar("T")

SETUP = "setup"
MOST = 5_000
LOOK = f"(SELECT value FROM kernel_stamp WHERE name = '{SETUP}')"
# The stamp that the action or the request at hand has seen; nothing outside of them.
_seen: ContextVar[UUID | None] = ContextVar("stamp_seen", default=None)
_remembers: ContextVar[bool] = ContextVar("stamp_is_remembered", default=False)


def watch(*tables: str, **columns: str) -> RunSQL:
    """A migration's operation: every change of these tables changes the stamp.

    Of a table named with columns (`accounts_user="is_active"`) only these count when a row changes.
    """
    wanted = dict.fromkeys(tables, "") | {name: f" OF {held}" for name, held in columns.items()}
    make = ";".join(
        f"CREATE TRIGGER stamp_setup AFTER INSERT OR UPDATE{held} OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION kernel_touch_stamp()"
        for table, held in wanted.items()
    )
    return RunSQL(make, ";".join(f"DROP TRIGGER stamp_setup ON {table}" for table in wanted))


def current() -> UUID | None:
    """The stamp of now; None where nobody has set anything up, and then nothing is kept."""
    if (seen := _seen.get()) is not None:
        return seen
    found: UUID | None = run(f"SELECT {LOOK}", [])[0][0]
    if _remembers.get():
        _seen.set(found)
    return found


def once_a_request(answer: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Middleware: one look at the stamp for a whole page, and anew after each action in it."""

    def answered(request: HttpRequest) -> HttpResponse:
        token = _remembers.set(True)
        try:
            return answer(request)
        finally:
            _remembers.reset(token)
            _seen.set(None)

    return answered


def seen(stamp: UUID | None) -> None:
    """The action at hand has looked; without a value it looks again when it needs to know."""
    _seen.set(stamp)


def kept(read: Callable[P, T]) -> Callable[P, T]:
    """Keep what a read of watched tables answers; its arguments must be hashable.

    The answers are shared: read them, never change them.
    """
    known: dict[Hashable, T] = {}
    of: list[UUID | None] = [None]
    lock = Lock()

    @wraps(read)
    def answered(*args: P.args, **kwargs: P.kwargs) -> T:
        stamp = current()
        if stamp is None:
            return read(*args, **kwargs)
        key: Any = (args, tuple(kwargs.items()))
        with lock:
            if of[0] != stamp or len(known) > MOST:
                known.clear()
                of[0] = stamp
            if key in known:
                return known[key]
        answer = read(*args, **kwargs)
        with lock:
            if of[0] == stamp:
                known[key] = answer
        return answer

    return answered
