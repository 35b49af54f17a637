"""Ids that sort by time: UUIDv7 made here, so that PostgreSQL 15 and Python 3.11 are enough."""

import secrets
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

# The 48 bits of milliseconds and the 12 bits after them count time in 1/4096 ms.
TICKS_PER_MS = 4096
# A clock set back by less than this keeps our ids rising; after more we believe the clock.
SMALL_STEP_BACK = 1_000 * TICKS_PER_MS
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_lock = threading.Lock()
_last_tick = 0


def uuid7() -> UUID:
    """A new id; within one process each is greater than the one before."""
    global _last_tick
    tick = time.time_ns() * TICKS_PER_MS // 1_000_000
    with _lock:
        if tick <= _last_tick < tick + SMALL_STEP_BACK:
            tick = _last_tick + 1
        _last_tick = tick
    return _made_of(tick, secrets.randbits(62))


def uuid7_at(moment: datetime) -> UUID:
    """A new id that says it was made at this moment."""
    microseconds = (moment - EPOCH) // timedelta(microseconds=1)
    return _made_of(microseconds * TICKS_PER_MS // 1_000, secrets.randbits(62))


def floor_at(moment: datetime) -> UUID:
    """The smallest id of this moment's millisecond: a border for ranges and partitions."""
    return _made_of((moment - EPOCH) // timedelta(milliseconds=1) * TICKS_PER_MS, 0)


def moment_of(made: UUID) -> datetime:
    """When an id says it was made, to the millisecond."""
    if made.version != 7:
        raise ValueError(f"{made} carries no time: it is not a UUIDv7")
    return EPOCH + timedelta(milliseconds=made.int >> 80)


def _made_of(tick: int, noise: int) -> UUID:
    milliseconds, fraction = divmod(tick, TICKS_PER_MS)
    return UUID(int=milliseconds << 80 | 7 << 76 | fraction << 64 | 2 << 62 | noise)
