"""Waking the drain: a word on a channel after each commit, and the worker's loop that hears it."""

from django.db import connection, transaction

CHANNEL = "gewu_journal"


def wake_after_commit() -> None:
    """Tell the workers after the commit that there is something to hear, once a transaction.

    Inside the transaction NOTIFY would take a lock that makes commits wait for each other.
    """
    if not any(call is _wake for _, call, *_ in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
