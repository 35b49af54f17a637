"""What time it is: the machine's clock, or the moment at which a simulation stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_standing_at: ContextVar[datetime | None] = ContextVar("standing_at", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _standing_at.get() or timezone.now()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at one moment, which must know its zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    token = _standing_at.set(moment)
    try:
        yield
    finally:
        _standing_at.reset(token)
