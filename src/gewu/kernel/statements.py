"""Statements that come again and again: written once, planned once, many rows in one round trip.

The ORM builds its text anew each time and the server plans it anew. That is right for pages; a
move of a ticket is worth the other way. Everything still goes through models: columns, values and
their conversion are the fields' own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

M = TypeVar("M", bound=models.Model)
Part = tuple[str, list[Any]]


def run(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run one statement with parameters of the server's own; the rows it answers, if any.

    Types that the server cannot infer are written in the statement (`%s::text`).
    """
    connection.ensure_connection()
    connection.tell()  # type: ignore[attr-defined]  # of our own backend
    with connection.wrap_database_errors, _cursor() as cursor:
        if connection.force_debug_cursor:  # so that tests and `sql` benches see it
            connection.queries_log.append({"sql": statement, "time": "0"})
        cursor.execute(_numbered(statement), values, prepare=True)
        # Not `description`, which makes an object for every column.
        return cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []


def held(model: type[M], pk: UUID) -> M | None:
    """One row as an object, locked until the end of the transaction."""
    rows = run(_select(model), [pk])
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(connection.alias, names, rows[0]) if rows else None


def write(*parts: Part) -> None:
    """Several changes in one statement: all of them or none."""
    if len(parts) == 1:
        text, values = parts[0]
    else:
        *first, (last, last_values) = parts
        named = ", ".join(f"part{n} AS ({sql})" for n, (sql, _) in enumerate(first))
        text = f"WITH {named} {last}"
        values = [value for _, given in first for value in given] + last_values
    run(text, values)


def insert(rows: Sequence[models.Model]) -> Part:
    """New rows of one model; from here on they count as saved."""
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    made = _insert(type(rows[0]), len(rows))
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for row in rows
        for field in made.fields
    ]
    return made.text, values


def update(row: models.Model, names: Sequence[str]) -> Part:
    """Changed fields of one row."""
    made = _update(type(row), tuple(names))
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection) for field in made.fields
    ]
    return made.text, [*values, row.pk]


@dataclass(frozen=True)
class _Made:
    text: str
    fields: tuple[models.Field, ...]  # type: ignore[type-arg]


@lru_cache(maxsize=256)
def _select(model: type[models.Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    meta = model._meta
    key = _key_of(model)
    return f'SELECT {columns} FROM "{meta.db_table}" WHERE "{key}" = %s FOR UPDATE'


@lru_cache(maxsize=256)
def _insert(model: type[models.Model], count: int) -> _Made:
    fields = tuple(
        field for field in model._meta.concrete_fields if field.db_default is NOT_PROVIDED
    )
    columns = ", ".join(f'"{field.column}"' for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    table = model._meta.db_table
    text = f'INSERT INTO "{table}" ({columns}) VALUES {", ".join([row] * count)}'
    return _Made(text, fields)


@lru_cache(maxsize=1_024)
def _update(model: type[models.Model], names: tuple[str, ...]) -> _Made:
    meta = model._meta
    known = {field.name: field for field in meta.concrete_fields}
    known |= {field.attname: field for field in meta.concrete_fields}
    fields = tuple(known[name] for name in names)
    settings = ", ".join(f'"{field.column}" = %s' for field in fields)
    key = _key_of(model)
    return _Made(f'UPDATE "{meta.db_table}" SET {settings} WHERE "{key}" = %s', fields)


def _key_of(model: type[models.Model]) -> str:
    assert model._meta.pk is not None
    return str(model._meta.pk.column)


def _cursor() -> psycopg.RawCursor[Any]:
    """A cursor that binds on the server, on Django's own connection and transaction."""
    return psycopg.RawCursor(connection.connection)


@lru_cache(maxsize=1_024)
def _numbered(statement: str) -> bytes:
    """The statement with the server's own parameters, so that the driver need not look for them."""
    first, *others = statement.split("%s")
    return (first + "".join(f"${n}{part}" for n, part in enumerate(others, 1))).encode()
