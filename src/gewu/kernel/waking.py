"""The worker's loop: sleeps until a commit calls, then lets the listeners hear what is new."""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import psycopg
from django.db import InterfaceError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from gewu.kernel import drain
from gewu.kernel.channels import JOURNAL

log = logging.getLogger(__name__)

# Calls can be lost (a restart, a full queue): this often we look anyway. Seconds.
LOOK_EVERY = 2.0
HELD_BACK = 0.2
# For so long after the last event we look every little while, because calls are made rarely then.
BUSY = 2.0
A_LITTLE_WHILE = 0.1
LONGEST_PAUSE = 30.0
LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


def listen_until(stop: threading.Event, look_every: float = LOOK_EVERY) -> None:
    """Drain the journal on every call and every few seconds, through restarts of the database."""
    pause, busy_until = 0.0, 0.0
    while not stop.is_set():
        try:
            with _ear() as hear:
                drain.prepare()
                while not stop.is_set():
                    while drain.drain() and not stop.is_set():
                        pause, busy_until = 0.0, time.monotonic() + BUSY
                    hear(min(look_every, _patience(busy_until)))
        except LOST as error:
            connection.close()
            pause = min(LONGEST_PAUSE, pause * 2 or 0.5)
            log.warning("the database is away (%s), next try in %s s", type(error).__name__, pause)
            stop.wait(pause)
        finally:
            connection.close()


def _patience(busy_until: float) -> float:
    """How long to wait for a call; nobody calls when the transaction ends that others wait for."""
    if time.monotonic() < busy_until:
        return A_LITTLE_WHILE
    return HELD_BACK if drain.held_back() else LOOK_EVERY


def stop_on_signals(stop: threading.Event) -> None:
    """Let SIGTERM and SIGINT end the loop after the batch at hand. In the main thread only."""

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, asked)
    signal.signal(signal.SIGINT, asked)


@contextmanager
def _ear() -> Iterator[Callable[[float], None]]:
    """A connection of its own that listens; gives a function that waits for a call."""
    ear: BaseDatabaseWrapper = connection.copy()
    try:
        with ear.cursor() as cursor:
            cursor.execute(f"LISTEN {JOURNAL}")
        yield lambda seconds: _wait(ear.connection, seconds)
    finally:
        ear.close()


def _wait(ear: psycopg.Connection, seconds: float) -> None:
    for _ in ear.notifies(timeout=seconds, stop_after=1):
        return
