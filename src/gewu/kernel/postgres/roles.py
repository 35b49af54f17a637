"""The roles of a cluster and the databases in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from gewu.kernel.postgres.configuration import APPLICATION, OWNER, SUPERUSER, VIEWER
from gewu.kernel.postgres.errors import ClusterError, does_not_answer

EXTENSIONS = ("btree_gist", "pg_trgm")
# Behind row-level security an index is used only by functions that are known not to tell what
# they were given. These three do not: their errors are about the pattern or the type alone.
TELL_NOTHING = (
    "textlike(text, text)",
    "arraycontains(anyarray, anyarray)",
    "arrayoverlap(anyarray, anyarray)",
)

Connection = psycopg.Connection[tuple[object, ...]]


@contextmanager
def superuser(socket: Path, port: int, database: str = "postgres") -> Iterator[Connection]:
    """A connection of the superuser, over the socket, without a password."""
    try:
        connection = psycopg.connect(
            host=str(socket), port=port, user=SUPERUSER, dbname=database, autocommit=True
        )
    except psycopg.OperationalError as error:
        raise ClusterError(does_not_answer(str(error))) from None
    with connection:
        yield connection


def ensure_roles(connection: Connection, passwords: dict[str, str]) -> None:
    """The two working roles with the passwords that are remembered, and what readers become."""
    known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for role, password in passwords.items():
        verb = sql.SQL("ALTER" if role in known else "CREATE")
        rights = sql.SQL("CREATEDB" if role == OWNER else "NOCREATEDB")
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE {} PASSWORD {}").format(
                verb, sql.Identifier(role), rights, sql.Literal(password)
            )
        )
    viewer = sql.Identifier(VIEWER)
    if VIEWER not in known:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(viewer))
    members = sql.SQL(", ").join(sql.Identifier(role) for role in passwords)
    connection.execute(sql.SQL("GRANT {} TO {}").format(viewer, members))


def ensure_database(connection: Connection, name: str) -> None:
    """Create a database of the owner's if it is missing."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
    )


def open_to_application(connection: Connection) -> None:
    """Extensions, and the application's right to the rows (not the tables) of the owner."""
    for extension in EXTENSIONS:
        connection.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
        )
    for function in TELL_NOTHING:
        connection.execute(sql.SQL(f"ALTER FUNCTION pg_catalog.{function} LEAKPROOF"))
    rights = {
        "TABLES": "SELECT, INSERT, UPDATE, DELETE",
        "SEQUENCES": "USAGE, SELECT, UPDATE",
        "FUNCTIONS": "EXECUTE",
    }
    for kind, allowed in rights.items():
        connection.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} GRANT {} ON {} TO {}").format(
                sql.Identifier(OWNER), sql.SQL(allowed), sql.SQL(kind), sql.Identifier(APPLICATION)
            )
        )
