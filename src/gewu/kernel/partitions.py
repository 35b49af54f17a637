"""Tables partitioned by month on a UUIDv7 id: made in a migration, kept ahead by a job."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState
from django.utils import timezone

from gewu.kernel.ids import floor_at

# Tables that the monthly job looks after; an area adds its own from its plugs.py.
PARTITIONED: list[str] = ["kernel_journalentry"]


class CreatePartitionedModel(CreateModel):
    """CreateModel for a table partitioned by month, with a default partition for all other times.

    makemigrations writes CreateModel; put this in its place by hand.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the table and its default partition; months come after the migrations."""
        plain = schema_editor.sql_create_table
        schema_editor.sql_create_table = f"{plain} PARTITION BY RANGE (id)"
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            schema_editor.sql_create_table = plain
        table = to_state.apps.get_model(app_label, self.name)._meta.db_table
        schema_editor.execute(
            f'CREATE TABLE "{table}_other" PARTITION OF "{table}" DEFAULT', params=None
        )


def ensure_months(table: str, ahead: int = 2, since: date | None = None) -> list[str]:
    """Make the partitions from `since` (or this month) to `ahead` months on; names the new ones.

    Rows that wait in the default partition move into their month.
    """
    today = timezone.now().astimezone(UTC).date()
    existing = _partitions_of(table)
    made = []
    for first, after in _months(since or today, _months_later(today, ahead)):
        name = f"{table}_{first:%Y_%m}"
        if name not in existing and _make_month(table, name, first, after):
            made.append(name)
    return made


def ensure_all() -> list[str]:
    """ensure_months for every registered table that exists."""
    existing = set(connection.introspection.table_names())
    tables = [table for table in PARTITIONED if table in existing]
    return [name for table in tables for name in ensure_months(table)]


def _make_month(table: str, name: str, first: date, after: date) -> bool:
    # A function of the database's owner, because the application may not make tables.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kernel_open_month(%s, %s, %s, %s)",
            [table, name, _border(first), _border(after)],
        )
        return bool(cursor.fetchone()[0])


def _partitions_of(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(%s)",
            [table],
        )
        return {name for (name,) in cursor.fetchall()}


def _border(first: date) -> UUID:
    return floor_at(datetime(first.year, first.month, 1, tzinfo=UTC))


def _months(start: date, last: date) -> Iterator[tuple[date, date]]:
    month = start.replace(day=1)
    while month <= last:
        following = _months_later(month, 1)
        yield month, following
        month = following


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
