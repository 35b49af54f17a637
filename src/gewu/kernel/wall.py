"""The second wall: row-level security, so that a forgotten filter shows nobody another's rows.

Whoever reads with a viewer's eyes (kernel.viewing) is the role `gewu_viewer` to the database. It
sees of a guarded table what its guard lets through, and writes nothing there: that is for actions,
which run as the application. The conditions are written so that the planner takes them for true
of all rows (`… IS NOT NULL`); a plan is then the same with and without the wall.
"""

from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from gewu.kernel.hooks import Hook
from gewu.kernel.postgres.configuration import APPLICATION, VIEWER

# What the viewer's scope says, read once a statement.
# The cast outside only tells the parser that it is an array and not a query of rows.
PATHS = "(SELECT current_setting('gewu.paths', true)::text[])::text[]"
UNITS = "(SELECT current_setting('gewu.units', true)::uuid[])::uuid[]"
KEPT_FROM = "(SELECT current_setting('gewu.kept_from', true)::uuid[])::uuid[]"
READER = "(SELECT nullif(current_setting('gewu.reader', true), '')::uuid)"


def paths_with(permission: str) -> str:
    """The patterns of the places in which a permission holds; the guard names it in `by`."""
    return f"(SELECT current_setting('gewu.paths.{permission}', true)::text[])::text[]"


def units_with(permission: str) -> str:
    """The units for whose work a permission holds; the guard names it in `by`."""
    return f"(SELECT current_setting('gewu.units.{permission}', true)::uuid[])::uuid[]"


@dataclass(frozen=True, repr=False)
class Guard:
    """A table, the SQL condition under which a viewer sees a row, and what that asks for."""

    table: str
    seen: str
    by: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return self.table


guards: Hook[Guard] = Hook(
    "kernel.guards", "Of which tables does a viewer see some rows only, and which?"
)


def permissions() -> list[str]:
    """The permissions whose places and units the guards ask for."""
    return sorted({name for guard in guards for name in guard.by})


def seen_with(table: str, condition: str) -> str:
    """The condition of a row that is seen with a row of another guarded table."""
    return f"(SELECT true FROM {table} WHERE {condition} LIMIT 1)"


def build() -> list[str]:
    """Raise the wall as it is wanted now; the names of the guarded tables, none without the role.

    May be repeated. Only the owner of the tables can do it.
    """
    call_command("createcachetable", verbosity=0)  # a viewer writes there too
    with connection.cursor() as cursor:
        if not _has_role(cursor, VIEWER):
            return []
        dml = "SELECT, INSERT, UPDATE, DELETE"
        cursor.execute(f"GRANT {dml} ON ALL TABLES IN SCHEMA public TO {VIEWER}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {VIEWER}")
        # Months of the journal that come later are read as well, and not changed.
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {VIEWER}"
        )
        house = APPLICATION if _has_role(cursor, APPLICATION) else "CURRENT_USER"
        for guard in guards:
            _raise(cursor, guard, house)
    return [guard.table for guard in guards]


def unguarded() -> list[str]:
    """Tables that should be behind the wall and are not."""
    with connection.cursor() as cursor:
        if not _has_role(cursor, VIEWER):
            return [guard.table for guard in guards]
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid"
            " WHERE relrowsecurity AND polname = 'viewers_see'"
        )
        found = {name for (name,) in cursor.fetchall()}
    return [guard.table for guard in guards if guard.table not in found]


def _raise(cursor: CursorWrapper, guard: Guard, house: str) -> None:
    """Make the two policies of a table, unless they are the wanted ones: that takes its lock."""
    table, seen = guard.table, f"CASE WHEN {guard.seen} THEN true END IS NOT NULL"
    wanted = f"{house}: {seen}"
    cursor.execute(
        "SELECT 1 FROM pg_policy WHERE polrelid = %s::regclass AND polname = 'viewers_see'"
        " AND obj_description(oid, 'pg_policy') = %s",
        [table, wanted],
    )
    if cursor.fetchone():
        return
    with transaction.atomic():
        cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        for name in ("the_house_sees", "viewers_see"):
            cursor.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        cursor.execute(
            f"CREATE POLICY the_house_sees ON {table} TO {house} USING (true) WITH CHECK (true)"
        )
        cursor.execute(
            f"CREATE POLICY viewers_see ON {table} FOR SELECT TO {VIEWER} USING ({seen})"
        )
        cursor.execute(f"COMMENT ON POLICY viewers_see ON {table} IS %s", [wanted])


def _has_role(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    return cursor.fetchone() is not None
