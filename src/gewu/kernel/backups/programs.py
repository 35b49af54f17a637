"""PostgreSQL's own programs, of the version that serves; passwords go by environment."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import connection

from gewu.kernel.acting import Refusal
from gewu.kernel.postgres.binaries import choose


@contextmanager
def writing(name: str, *arguments: str) -> Iterator[IO[bytes]]:
    """What a program writes, as a stream; Refusal with its own words when it fails."""
    with _started(name, arguments, "") as process:
        assert process.stdout is not None
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        _, wrong = process.communicate()
        _check(name, process.returncode, wrong)


def run(name: str, *arguments: str, database: str = "") -> str:
    """What a program says; Refusal with its own words when it fails."""
    with _started(name, arguments, database) as process:
        said, wrong = process.communicate()
        _check(name, process.returncode, wrong)
        return said.decode()


def _started(name: str, arguments: Sequence[str], database: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [_path(name), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(database),
    )


def _check(name: str, code: int, wrong: bytes) -> None:
    if code:
        last = wrong.decode(errors="replace").strip().splitlines()[-1:] or [f"it ended with {code}"]
        raise Refusal(f"{name} failed: {last[0]}", code="postgres")


def _path(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        major = cursor.fetchone()[0]
    return choose(major=major, kept=Path(os.devnull)).program(name)


def _environment(database: str) -> dict[str, str]:
    known = connection.settings_dict
    return {
        **os.environ,
        "PGHOST": str(known["HOST"]),
        "PGPORT": str(known["PORT"]),
        "PGUSER": str(known["USER"]),
        "PGPASSWORD": str(known["PASSWORD"]),
        "PGDATABASE": database or str(known["NAME"]),
    }
