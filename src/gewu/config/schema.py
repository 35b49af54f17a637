"""Bringing the database up to date, as its owner, one at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

from gewu.kernel.postgres.configuration import APPLICATION, VIEWER

LOCK = 0x67657775  # "gewu": nobody else in this database uses this number
APPEND_ONLY = ("kernel_auditrecord", "kernel_journalentry", "tickets_move")


def migrate(say: Callable[[str], None]) -> None:
    """Apply what is missing (kernel.plugs adds what follows each time), take rights away from the application."""
    with _alone():
        call_command("migrate", verbosity=0, interactive=False)
        for table in sorted(_protect()):
            say(f"{table}: rows can be added and read, not changed.")


def pending() -> list[str]:
    """Names of migrations that were not applied yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _protect() -> set[str]:
    """History is appended: the application may not rewrite it, nor its monthly parts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[APPLICATION, VIEWER]]
        )
        roles = ", ".join(sorted(name for (name,) in cursor.fetchall()))
        if not roles:
            return set()
        return {name for table in APPEND_ONLY for name in _revoke(cursor, table, roles)}


def _revoke(cursor: CursorWrapper, table: str, roles: str) -> Iterator[str]:
    cursor.execute(
        "SELECT relid::text FROM pg_partition_tree(to_regclass(%s))"
        " UNION SELECT to_regclass(%s)::text WHERE to_regclass(%s) IS NOT NULL",
        [table, table, table],
    )
    for (name,) in cursor.fetchall():  # already quoted by PostgreSQL where that is needed
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {name} FROM {roles}")
        yield name
