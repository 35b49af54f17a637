"""One backup: the database as it stood at one moment, then the files, then what was counted."""

import hashlib
import json
import shutil
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from os import fdopen, pipe
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction
from pyrage.x25519 import Identity

from gewu.kernel import clock, viewing
from gewu.kernel.acting import Refusal
from gewu.kernel.backups import programs
from gewu.kernel.backups.folder import DATABASE, FILES, MANIFEST, PART, STAMP, Backup
from gewu.kernel.backups.sealed import key, seal


def make() -> Backup:
    """A new backup in the folder of backups; what is half made when it fails is taken away."""
    now = clock.now().replace(microsecond=0)
    final = Path(settings.BACKUPS) / now.strftime(STAMP)
    part = final.with_name(final.name + PART)
    try:
        part.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise Refusal(
            f"A backup cannot be written to {part.parent}: {error.strerror}.", code="folder"
        ) from error
    try:
        _fill(part)
        part.rename(final)
    except OSError as error:
        raise Refusal(f"The backup was broken off: {error.strerror}.", code="broken_off") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Backup(final, now)


def _fill(part: Path) -> None:
    identity = key()
    rows = _database(part / DATABASE, identity)
    _files(part / FILES, identity)
    manifest = {
        "format": 1,
        "files": {name: _fingerprint(part / name) for name in (DATABASE, FILES)},
        "rows": rows,
    }
    (part / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")


def _database(target: Path, identity: Identity) -> dict[str, int]:
    """The dump, and how many rows each table had at its moment."""
    with viewing.through(None), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = f"--snapshot={cursor.fetchone()[0]}"
        dump = programs.writing("pg_dump", "--format=custom", "--no-owner", snapshot)
        with dump as plain, target.open("wb") as sealed:
            seal(plain, sealed, identity)
        return counted()


def counted() -> dict[str, int]:
    """The rows of each table of the database at hand, by its name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " ORDER BY relname"
        )
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute(count_of(names))
        return dict(zip(names, cursor.fetchone(), strict=True))


def count_of(names: list[str]) -> str:
    """One statement that counts the rows of these tables."""
    return "SELECT " + ", ".join(f'(SELECT count(*) FROM "{name}")' for name in names)


def _files(target: Path, identity: Identity) -> None:
    with _tarred(Path(settings.MEDIA_ROOT)) as plain, target.open("wb") as sealed:
        seal(plain, sealed, identity)


@contextmanager
def _tarred(folder: Path) -> Iterator[BinaryIO]:
    """A folder as a stream, packed while it is read."""
    outlet, inlet = pipe()
    failed: list[Exception] = []

    def pack() -> None:
        try:
            with fdopen(inlet, "wb") as stream, tarfile.open(fileobj=stream, mode="w|") as tar:
                for file in sorted(folder.glob("**/*")):
                    _add(tar, folder, file)
        except Exception as error:  # told to whoever waits: a half of it is no backup
            failed.append(error)

    packer = threading.Thread(target=pack)
    packer.start()
    try:
        with fdopen(outlet, "rb") as stream:
            yield stream
    finally:
        packer.join()
    if failed:
        raise failed[0]


def _add(tar: tarfile.TarFile, folder: Path, file: Path) -> None:
    try:
        tar.add(file, str(file.relative_to(folder)), recursive=False)
    except FileNotFoundError:
        return  # erased while we were at it: the dump may name it, and it is meant to be gone


def _fingerprint(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
