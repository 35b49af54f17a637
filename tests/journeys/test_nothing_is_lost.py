"""kill -9 of pages, worker and database under load: what was acknowledged is there afterwards."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from gewu.config.benches.clients import press
from gewu.config.benches.lifecycle import served_town
from gewu.kernel.postgres import Cluster

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
SECONDS = 16


def children(pid: int) -> list[int]:
    """All processes below one, the deepest last."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *children(int(child))]
    return found


def named(pid: int, word: str) -> list[int]:
    """Those below a process whose command line holds a word."""
    return [
        child
        for child in children(pid)
        if word in Path(f"/proc/{child}/cmdline").read_bytes().decode(errors="replace")
    ]


def kill_hard(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):  # its parent's end may have ended it
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def cluster(tmp_path):
    """A database server of this test's own, because it will be killed."""
    own = Cluster(tmp_path)
    yield own
    own.remove()


def test_every_acknowledged_step_survives(cluster, tmp_path):
    async def disturb(served):
        await asyncio.sleep(2)
        killed = named(served.process.pid, "wsgi:application")
        assert killed
        kill_hard(killed)
        await asyncio.sleep(3)
        killed = named(served.process.pid, "worker")
        assert killed
        kill_hard(killed)
        await asyncio.sleep(1)
        postmaster = int((cluster.place / "data" / "postmaster.pid").read_text().split()[0])
        kill_hard([*children(postmaster), postmaster])
        await asyncio.sleep(1)
        await asyncio.to_thread(cluster.start)

    async def all_at_once(served):
        pressing = press(served.address, served.keys, clients=4, seconds=SECONDS)
        (tally, _took), _none = await asyncio.gather(pressing, disturb(served))
        return tally

    with served_town("gewu_faults", cluster=cluster) as served:
        tally = asyncio.run(all_at_once(served))
        kept = {
            str(ticket): set(verbs)
            for ticket, verbs in served.ask(
                "SELECT ticket_id, array_agg(verb) FROM tickets_move GROUP BY ticket_id"
            )
        }
        numbers = served.ask("SELECT count(*), count(DISTINCT number) FROM tickets_ticket")
    assert len(tally.acknowledged) > 5, "the machine was too busy to press at all"
    lost = {
        ticket: verbs
        for ticket, verbs in tally.acknowledged.items()
        if not {"submit", *verbs} <= kept.get(ticket, set())
    }
    assert not lost
    assert numbers[0][0] == numbers[0][1] >= len(tally.acknowledged)
    assert tally.errors.total() > 0, "nothing was disturbed"
