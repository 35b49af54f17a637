"""Words called out to other processes after a commit, over PostgreSQL's NOTIFY."""

from dataclasses import dataclass

from django.db import connection, transaction

JOURNAL = "gewu_journal"
LIVE = "gewu_live"


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
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [self.channel, self.payload])
