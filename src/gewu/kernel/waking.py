"""The worker's loop: sleeps until a commit calls, then lets the listeners hear what is new."""

import logging
import signal
import threading
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
LONGEST_PAUSE = 30.0
LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


def listen_until(stop: threading.Event, look_every: float = LOOK_EVERY) -> None:
    """Drain the journal on every call and every few seconds, through restarts of the database."""
    pause = 0.0
    while not stop.is_set():
        try:
            with _ear() as hear:
                drain.prepare()
                while not stop.is_set():
                    while drain.drain() and not stop.is_set():
                        pause = 0.0
                    # Nobody calls when the transaction ends that others wait for.
                    hear(min(look_every, HELD_BACK) if drain.held_back() else look_every)
        except LOST as error:
            connection.close()
            pause = min(LONGEST_PAUSE, pause * 2 or 0.5)
            log.warning("the database is away (%s), next try in %s s", type(error).__name__, pause)
            stop.wait(pause)
        finally:
            connection.close()


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
