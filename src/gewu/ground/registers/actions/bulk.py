"""The bulk door: many new records at once by COPY, as the single action would have written them.

Rows are staged in tables of the connection's own, so that nobody waits while they are worked out;
one short transaction then publishes them, or nothing at all.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model
from psycopg import sql
from psycopg.types.json import Jsonb

from gewu.ground.registers.models import Record, RecordChange

TABLES: tuple[type[Model], ...] = (Record, RecordChange)


def begin() -> None:
    """Empty staging tables; what an import that broke off left behind goes."""
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS pg_temp.{}").format(_staged(model)))
            cursor.execute(
                sql.SQL("CREATE TEMPORARY TABLE {} AS SELECT {} FROM {} WITH NO DATA").format(
                    _staged(model), _columns(model), sql.Identifier(model._meta.db_table)
                )
            )


def stage(model: type[Model], rows: Iterable[Model]) -> None:
    """Put some more into a staging table; nobody sees them yet."""
    fields = model._meta.concrete_fields
    statement = sql.SQL("COPY pg_temp.{} ({}) FROM STDIN").format(_staged(model), _columns(model))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_written(each, getattr(row, each.attname)) for each in fields])


def publish() -> int:
    """All that is staged, within the transaction at hand; how many records there are more."""
    added = 0
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(
                sql.SQL("INSERT INTO {} ({columns}) SELECT {columns} FROM pg_temp.{}").format(
                    sql.Identifier(model._meta.db_table), _staged(model), columns=_columns(model)
                )
            )
            added = cursor.rowcount if model is Record else added
            cursor.execute(sql.SQL("DROP TABLE pg_temp.{}").format(_staged(model)))
    return added


def _written(field: Any, value: Any) -> Any:
    return Jsonb(value) if isinstance(field, JSONField) else value


def _columns(model: type[Model]) -> sql.Composed:
    return sql.SQL(", ").join(
        sql.Identifier(str(each.column)) for each in model._meta.concrete_fields
    )


def _staged(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(f"staged_{model._meta.db_table}")
