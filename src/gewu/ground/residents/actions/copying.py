"""Many households and people at once by COPY: staged in the connection's own tables, then published.

Nobody waits while rows are worked out; one transaction makes all of them real, or none.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import Model
from django.utils.translation import gettext as _
from psycopg import sql

from gewu.ground.residents import events
from gewu.ground.residents.models import Consent, Guardian, Household, Person, PersonPart
from gewu.ground.territory.queries import county
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce

# In the order in which they are published.
TABLES: tuple[type[Model], ...] = (Household, Person, PersonPart, Guardian, Consent)
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    model: tuple(str(field.column) for field in model._meta.concrete_fields) for model in TABLES
}
Rows = dict[type[Model], list[Sequence[Any]]]


def begin() -> None:
    """Empty staging tables; what an import that broke off left behind goes."""
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS pg_temp.{}").format(_staged(model)))
            make = "CREATE TEMPORARY TABLE {} AS SELECT {} FROM {} WITH NO DATA"
            cursor.execute(sql.SQL(make).format(_staged(model), _columns(model), _table(model)))


def stage(rows: Rows) -> None:
    """Put some more into the staging tables; nobody sees them yet."""
    for model in TABLES:
        _copy(model, rows.get(model, ()))


@action
def publish(*, by: Actor) -> dict[str, int]:
    """Everything staged becomes real in this transaction, or nothing does."""
    added: dict[str, int] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for model in TABLES:
                fill = "INSERT INTO {table} ({columns}) SELECT {columns} FROM pg_temp.{staged}"
                cursor.execute(
                    sql.SQL(fill).format(
                        table=_table(model), columns=_columns(model), staged=_staged(model)
                    )
                )
                added[model.__name__] = cursor.rowcount
                cursor.execute(sql.SQL("DROP TABLE pg_temp.{}").format(_staged(model)))
    except IntegrityError as error:
        text = _("Some rows were entered by somebody else meanwhile. Please start again.")
        raise Refusal(text, code="imported_meanwhile") from error
    event = events.PeopleImported(households=added["Household"], people=added["Person"])
    announce(event, by=by, path=county().path)
    return added


def row_of(model: type[Model], **values: Any) -> Sequence[Any]:
    """A row in the order of the table's columns; what is not named is empty."""
    return tuple(values.get(name) for name in COLUMNS[model])


def _copy(model: type[Model], rows: Iterable[Sequence[Any]]) -> None:
    statement = sql.SQL("COPY pg_temp.{} ({}) FROM STDIN").format(_staged(model), _columns(model))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _columns(model: type[Model]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, COLUMNS[model]))


def _table(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def _staged(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(f"staged_{model._meta.db_table}")
