"""Opening a backup again: into a database of its own to see whether it would do, or for good."""

import hashlib
import secrets
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from gewu.kernel.acting import Refusal
from gewu.kernel.backups import programs
from gewu.kernel.backups.folder import DATABASE, FILES, Backup
from gewu.kernel.backups.making import count_of
from gewu.kernel.backups.sealed import known_key, open_sealed

# What only the superuser may do, and has done when the database was made.
SKIPPED = (" EXTENSION ", " COMMENT - EXTENSION ", " SCHEMA - public ")


@dataclass(frozen=True)
class Proof:
    """What was found in the opened backup."""

    tables: int
    rows: int
    files: int


def check(backup: Backup) -> Proof:
    """Open it beside the running database and count; Refusal when it is not what it says."""
    _whole(backup)
    with _scratch() as name, tempfile.TemporaryDirectory(prefix="gewu-") as folder:
        _load(backup, name)
        rows = _counted(name, list(backup.manifest()["rows"]))
        _agree(rows, backup.manifest()["rows"])
        return Proof(len(rows), sum(rows.values()), _unpack(backup, Path(folder)))


def restore(backup: Backup) -> Proof:
    """Load it into the database and the folder of files of this installation, both empty."""
    _whole(backup)
    _is_empty()
    _load(backup, str(connection.settings_dict["NAME"]))
    rows = _counted(str(connection.settings_dict["NAME"]), list(backup.manifest()["rows"]))
    _agree(rows, backup.manifest()["rows"])
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    return Proof(len(rows), sum(rows.values()), _unpack(backup, media))


def _whole(backup: Backup) -> None:
    for name, wanted in backup.manifest()["files"].items():
        file = backup.path / name
        if not file.is_file():
            raise Refusal(f"{name} is missing in {backup.path}.", code="missing")
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != wanted:
            raise Refusal(
                f"{name} in {backup.path} is not as it was made. Take another backup.",
                code="changed",
            )


def _is_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace"
        )
        tables = cursor.fetchone()[0]
    if tables:
        raise Refusal(
            f"The database has {tables} tables. A backup is restored into an empty one only: "
            "make a new database, or start a new installation folder.",
            code="not_empty",
        )
    media = Path(settings.MEDIA_ROOT)
    if media.is_dir() and any(media.iterdir()):
        raise Refusal(
            f"There are files in {media}. Move them away first; nothing is overwritten.",
            code="not_empty",
        )


def _load(backup: Backup, database: str) -> None:
    with tempfile.TemporaryDirectory(prefix="gewu-") as folder:
        dump, wanted = Path(folder, "database.dump"), Path(folder, "wanted.list")
        with (backup.path / DATABASE).open("rb") as sealed, dump.open("wb") as plain:
            open_sealed(sealed, plain, known_key())
        lines = programs.run("pg_restore", "--list", str(dump)).splitlines()
        wanted.write_text(
            "\n".join(line for line in lines if not any(word in line for word in SKIPPED))
        )
        programs.run(
            "pg_restore",
            "--exit-on-error",
            "--no-owner",
            "--single-transaction",
            f"--use-list={wanted}",
            f"--dbname={database}",
            str(dump),
            database=database,
        )


def _agree(found: dict[str, int], wanted: dict[str, int]) -> None:
    wrong = {name for name in wanted if found.get(name) != wanted[name]}
    if wrong:
        raise Refusal(
            f"Other rows were found than were saved in: {', '.join(sorted(wrong))}.", code="rows"
        )


def _unpack(backup: Backup, folder: Path) -> int:
    with tempfile.TemporaryFile() as plain, (backup.path / FILES).open("rb") as sealed:
        open_sealed(sealed, plain, known_key())
        plain.seek(0)
        with tarfile.open(fileobj=plain) as tar:
            members = [member for member in tar if member.isfile() or member.isdir()]
            for member in members:
                if not (folder / member.name).resolve().is_relative_to(folder.resolve()):
                    raise Refusal(f"{member.name} would lie outside of {folder}.", code="outside")
                tar.extract(member, folder)
            return sum(member.isfile() for member in members)


def _counted(database: str, names: list[str]) -> dict[str, int]:
    with _connected(database) as other:
        row = other.execute(count_of(names).encode()).fetchone()
    return dict(zip(names, row or (), strict=True))


@contextmanager
def _scratch() -> Iterator[str]:
    """An empty database of its own, gone afterwards."""
    name = f"gewu_check_{secrets.token_hex(4)}"
    with _connected("postgres") as other:
        try:
            other.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise Refusal(
                "This database user may not create a database, so the backup cannot be tried. "
                "Let its administrator say: ALTER ROLE … CREATEDB.",
                code="createdb",
            ) from error
        try:
            yield name
        finally:
            other.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


def _connected(database: str) -> "psycopg.Connection[tuple[int, ...]]":
    known = connection.settings_dict
    return psycopg.connect(
        host=known["HOST"],
        port=known["PORT"],
        user=known["USER"],
        password=known["PASSWORD"],
        dbname=database,
        autocommit=True,
    )
