import os
import signal
import threading
import time

import pytest
from django.db import OperationalError, connection

from gewu.kernel import drain, waking
from gewu.kernel.tests.kit import kick
from gewu.kernel.waking import listen_until, stop_on_signals


def wait_for(true, seconds=8.0) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return true()


@pytest.fixture
def worker(transactional_db, ears):
    """A worker in a thread of its own, listening; gives what it heard."""
    ear = ears()
    drain.prepare()
    before = backends()
    stop = threading.Event()
    thread = threading.Thread(target=listen_until, args=(stop,), kwargs={"look_every": 0.5})
    thread.start()
    assert wait_for(lambda: listening() == 1)
    ear.connections = backends() - before
    yield ear
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()


def backends() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


def listening() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%%'"
        )
        return cursor.fetchone()[0]


@pytest.mark.slow
class TestListenUntil:
    def test_a_commit_is_heard(self, worker):
        kick(1)
        assert wait_for(lambda: worker.numbers == [1])
        kick(2, 3)
        assert wait_for(lambda: worker.numbers == [1, 2, 3])

    def test_it_comes_back_when_its_connections_are_cut(self, worker):
        kick(1)
        assert wait_for(lambda: worker.numbers == [1])
        with connection.cursor() as cursor:
            # Only the worker's: a browser's loop in this process may hold one of its own.
            cursor.execute("SELECT pg_terminate_backend(unnest(%s))", [[*worker.connections]])
        kick(2)
        # The cut may come before the commit of the first: it is heard at least once.
        assert wait_for(lambda: set(worker.numbers) == {1, 2})


def test_pauses_grow_while_the_database_is_away(monkeypatch):
    pauses = []

    class Stop(threading.Event):
        def wait(self, timeout=None):
            pauses.append(timeout)
            if len(pauses) == 9:
                self.set()
            return self.is_set()

    def away():
        raise OperationalError

    monkeypatch.setattr(waking, "_ear", away)
    listen_until(Stop())
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_batch_at_hand_is_the_last_after_a_stop(monkeypatch):
    stop = threading.Event()
    batches = []

    def one(limit=500):
        batches.append(1)
        stop.set()
        return 1

    monkeypatch.setattr(waking.drain, "prepare", lambda: None)
    monkeypatch.setattr(waking.drain, "drain", one)
    monkeypatch.setattr(waking.drain, "held_back", lambda: True)
    monkeypatch.setattr(waking, "_ear", lambda: Ear())
    listen_until(stop)
    assert len(batches) == 1


class Ear:
    def __enter__(self):
        return lambda seconds: None

    def __exit__(self, *error):
        return None


def test_a_signal_asks_it_to_stop():
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    stop = threading.Event()
    try:
        stop_on_signals(stop)
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.wait(1)
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
