"""Many rows at once by COPY: staged in tables of the connection's own, then published.

Nobody waits while rows are worked out; one short transaction makes all of them real, or none.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model
from django.db.models.fields import NOT_PROVIDED
from psycopg import sql
from psycopg.types.json import Jsonb


class Staging:
    """Some models, in the order in which their rows are published."""

    def __init__(self, *models: type[Model]) -> None:
        self.models = models

    def begin(self) -> None:
        """Empty staging tables; what an import that broke off left behind goes."""
        with connection.cursor() as cursor:
            for model in self.models:
                cursor.execute(sql.SQL("DROP TABLE IF EXISTS pg_temp.{}").format(staged(model)))
                make = "CREATE TEMPORARY TABLE {} AS SELECT {} FROM {} WITH NO DATA"
                cursor.execute(
                    sql.SQL(make).format(staged(model), _columns(model), table_of(model))
                )

    def stage(self, model: type[Model], rows: Iterable[Model]) -> None:
        """Put some more objects into a staging table; nobody sees them yet."""
        fields = _fields(model)
        values_of = attrgetter(*(each.attname for each in fields))
        documents = [at for at, each in enumerate(fields) if isinstance(each, JSONField)]

        def written(row: Model) -> list[Any]:
            values = list(values_of(row))
            for at in documents:
                values[at] = Jsonb(values[at])
            return values

        self.stage_values(model, map(written, rows))

    def stage_values(self, model: type[Model], rows: Iterable[Sequence[Any]]) -> None:
        """The same for plain values in the order of `columns_of`: no object is made for them."""
        copy_in = sql.SQL("COPY pg_temp.{} ({}) FROM STDIN").format(staged(model), _columns(model))
        with connection.cursor() as cursor, cursor.copy(copy_in) as copy:
            for row in rows:
                copy.write_row(row)

    def publish(self) -> dict[type[Model], int]:
        """All that is staged, within the transaction at hand; how many rows of each model."""
        added: dict[type[Model], int] = {}
        fill = "INSERT INTO {table} ({columns}) SELECT {columns} FROM pg_temp.{staged}"
        with connection.cursor() as cursor:
            for model in self.models:
                cursor.execute(
                    sql.SQL(fill).format(
                        table=table_of(model), columns=_columns(model), staged=staged(model)
                    )
                )
                added[model] = cursor.rowcount
                cursor.execute(sql.SQL("DROP TABLE pg_temp.{}").format(staged(model)))
        return added


def columns_of(model: type[Model]) -> tuple[str, ...]:
    """The columns that we fill; what the database works out itself is left to it."""
    return tuple(str(field.column) for field in _fields(model))


def staged(model: type[Model]) -> sql.Identifier:
    """The staging table of a model, below pg_temp."""
    return sql.Identifier(f"staged_{model._meta.db_table}")


def table_of(model: type[Model]) -> sql.Identifier:
    """The table of a model itself."""
    return sql.Identifier(model._meta.db_table)


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return [each for each in model._meta.concrete_fields if each.db_default is NOT_PROVIDED]


def _columns(model: type[Model]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns_of(model)))
