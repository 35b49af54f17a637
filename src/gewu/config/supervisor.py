"""Keeps a few processes running: starts them, starts again what died, stops them all together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from gewu.kernel.postgres import Cluster, ClusterError

BEAT = 0.2
PATIENCE = 10.0  # seconds a process has to stop by itself
QUICK_DEATH = 10.0  # who dies sooner than this is started again more and more slowly
LONGEST_PAUSE = 15.0
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    """One process that should always run."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    next_start: float = field(default=0.0)

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.process = subprocess.Popen(
            self.command, env=dict(environment), start_new_session=True, preexec_fn=die_with_parent
        )
        self.started = time.monotonic()

    def is_running(self) -> bool:
        """Whether it lives; a dead one's own children are ended with it."""
        if self.process is None:
            return False
        if self.process.poll() is None:
            return True
        _signal_group(self.process.pid, signal.SIGKILL)
        return False

    def plan_restart(self) -> None:
        """Choose when to start again: at once, or later if it keeps dying."""
        lived = time.monotonic() - self.started
        self.pause = min(LONGEST_PAUSE, max(0.5, self.pause * 2)) if lived < QUICK_DEATH else 0.0
        self.next_start = time.monotonic() + self.pause
        self.process = None


class Supervisor:
    """Runs until it is told to stop (Ctrl-C or SIGTERM)."""

    def __init__(
        self,
        children: Sequence[Child],
        environment: Mapping[str, str],
        cluster: Cluster | None = None,
    ) -> None:
        self._children = children
        self._environment = environment
        self._cluster = cluster
        self._stopping = False
        self._next_look = 0.0

    def run(self, on_beat: Callable[[], None] = lambda: None) -> None:
        """Start everything, keep it running, stop everything."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_soon)
        try:
            while not self._stopping:
                self._keep_database()
                self._keep_children()
                on_beat()
                time.sleep(BEAT)
        finally:
            self._stop_children()

    def _stop_soon(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _keep_database(self) -> None:
        if self._cluster is None or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + 1.0
        if self._cluster.is_running():
            return
        try:
            self._cluster.start()
        except ClusterError as refused:
            _say(str(refused))

    def _keep_children(self) -> None:
        for child in self._children:
            if child.is_running():
                continue
            if child.process is not None:
                _say(f"{child.name} ended ({child.process.returncode}); starting it again.")
                child.plan_restart()
            if time.monotonic() >= child.next_start and not self._stopping:
                child.start(self._environment)

    def _stop_children(self) -> None:
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        give_up = time.monotonic() + PATIENCE
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, give_up - time.monotonic()))
            _signal_group(process.pid, signal.SIGKILL)
            process.wait()


def die_with_parent() -> None:
    """Linux ends the child when the supervisor is killed, so that nothing is left behind."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _say(words: str) -> None:
    sys.stderr.write(f"gewu: {words}\n")
    sys.stderr.flush()
