"""Children are kept running, and none outlives its supervisor."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gewu.config import stack
from gewu.config.env import EnvError
from gewu.config.supervisor import Child

pytestmark = pytest.mark.slow

PROGRAM = """
import os, sys
from gewu.config.supervisor import Child, Supervisor
write = "import os, pathlib, time; pathlib.Path(%r).open('a').write(f'{os.getpid()}\\\\n'); time.sleep(600)"
child = Child("sleeper", [sys.executable, "-c", write % sys.argv[1]])
Supervisor([child], os.environ).run()
"""


def wait_for(ready: Callable[[], bool], seconds: float = 30) -> bool:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if ready():
            return True
        time.sleep(0.05)
    return False


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], Callable[[], list[int]]]]:
    """A supervisor with one child that writes its number down."""
    note = tmp_path / "numbers"
    source = str(Path(stack.__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(note)], env={**os.environ, "PYTHONPATH": source}
    )

    def numbers() -> list[int]:
        return [int(line) for line in note.read_text().split()] if note.exists() else []

    assert wait_for(lambda: len(numbers()) == 1)
    yield process, numbers
    process.kill()
    process.wait()


def test_a_killed_child_is_started_again(started):
    _, numbers = started
    os.kill(numbers()[0], signal.SIGKILL)
    assert wait_for(lambda: len(numbers()) == 2)
    assert lives(numbers()[1])


def test_ctrl_c_stops_everything(started):
    process, numbers = started
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert not lives(numbers()[0])


def test_nothing_is_left_when_the_supervisor_is_killed(started):
    process, numbers = started
    process.kill()
    process.wait()
    assert wait_for(lambda: not lives(numbers()[0]))


def test_one_that_keeps_dying_is_started_ever_more_slowly():
    child = Child("sick", ["false"])
    pauses = []
    for _ in range(8):
        child.started = time.monotonic()
        child.plan_restart()
        pauses.append(child.pause)
    assert pauses == [0.5, 1, 2, 4, 8, 15, 15, 15]


def test_a_busy_port_is_named_with_a_way_out(taken_port):
    with pytest.raises(EnvError, match=r"Port \d+ .* --port"):
        stack.refuse_busy("127.0.0.1", taken_port)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]
