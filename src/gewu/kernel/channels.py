"""Words called out to other processes after a commit, over PostgreSQL's NOTIFY."""

import time
from dataclasses import dataclass

from django.db import connection, transaction

JOURNAL = "gewu_journal"
LIVE = "gewu_live"
# Who was called looks again and again for a while (`waking.BUSY`), so that under load a process
# need not call after every commit. Seconds; shorter than that while.
ENOUGH = 0.5
_called_at: dict[str, float] = {}


@dataclass(frozen=True)
class Call:
    """One word on a channel; equal calls of a transaction are made once."""

    channel: str
    payload: str = ""

    def after_commit(self) -> None:
        """Call after the commit: inside the transaction NOTIFY makes commits wait in a row."""
        if not any(call == self for _, call, *_ in connection.run_on_commit):
            # A lost call delays a listener until its next look; it must not fail the request.
            transaction.on_commit(self, robust=True)

    def __call__(self) -> None:
        if self.channel == JOURNAL and not _is_due(self.channel):
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [self.channel, self.payload])


def _is_due(channel: str) -> bool:
    """Whether nobody of this process has called on the channel for a moment."""
    now = time.monotonic()
    if now - _called_at.get(channel, -ENOUGH) < ENOUGH:
        return False
    _called_at[channel] = now
    return True
