"""What can go wrong with the database, said so that a person knows what to do."""

import errno
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOM_TO_BEGIN = 300 * 2**20
ROOM_TO_RUN = 48 * 2**20

_BROKEN = re.compile(
    r"database files are incompatible|invalid checkpoint record|could not locate a valid checkpoint"
    r"|is not a valid data directory|could not open file \"(.*/)?(global|base|pg_\w+)/"
    r"|could not read file \"global|invalid primary checkpoint|database system identifier differs"
    r"|incorrect checksum in control file|could not open directory \"pg_"
    r"|could not access directory|contains corrupted data|required WAL directory"
)

_TORN = re.compile(
    r"database subdirectory .* is missing|invalid page in block|is not a valid data directory"
    r"|could not (open|read) (file|block|relation mapping file)|contains corrupted data"
)


class ClusterError(Exception):
    """The database cannot be used; the message says why and what to do."""


def explain(output: str, place: Path) -> str:
    """Turn what PostgreSQL said into a sentence about what to do."""
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return no_room(place)
    if "pre-existing shared memory block" in output:
        return (
            "Parts of an earlier database server are still running and hold its data. "
            "Wait a minute and try again; if it stays so, restart the machine."
        )
    if "Address already in use" in output or "could not bind" in output:
        return "The port of the database is in use by another program. Stop that program and try again."
    if "Permission denied" in output:
        return (
            f"The database may not read or write its own files in {place}. "
            f"Give them back to the user they belonged to.{_said(output)}"
        )
    if _BROKEN.search(output):
        return broken(place, output)
    return (
        f"PostgreSQL did not start from {place}. What stands in {place / 'log'} tells more; "
        f"mend it and try again.{_said(output)}"
    )


def broken(place: Path, output: str = "") -> str:
    """The sentence for data that cannot be opened any more."""
    return (
        f"The database in {place} is damaged and cannot be opened. Restore a backup, "
        f"or begin with an empty one (bin/demo --fresh); the damaged files are kept until then.{_said(output)}"
    )


def does_not_answer(output: str) -> str:
    """The sentence for a server that runs and yet opens no database."""
    if _TORN.search(output):
        return (
            "The database is damaged: parts of its files are missing or unreadable. Restore a "
            f"backup, or begin with an empty one (bin/demo --fresh).{_said(output)}"
        )
    return f"The database does not answer. Start it again, or look into its log.{_said(output)}"


def no_room(place: Path) -> str:
    """The sentence for a full disk."""
    free = shutil.disk_usage(existing(place)).free // 2**20
    return (
        f"The disk that holds {place} is full ({free} MB free; the database needs "
        f"{ROOM_TO_BEGIN // 2**20} MB to begin with). Free some space and try again."
    )


@contextmanager
def clear(place: Path) -> Iterator[None]:
    """Say what to do where the operating system refuses a file."""
    try:
        yield
    except OSError as error:
        name = Path(str(error.filename or place))
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ClusterError(no_room(name)) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise ClusterError(
                f"{name} cannot be written. Run this as the user to whom it belongs."
            ) from error
        raise ClusterError(f"The database cannot be started: {error}.") from error


def existing(path: Path) -> Path:
    """The nearest folder at or above the path that exists."""
    while not path.exists():
        path = path.parent
    return path


def _said(output: str) -> str:
    """The one line of PostgreSQL's answer that tells most, as a quotation."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"\b(FATAL|PANIC|ERROR|error)\b:?", line)]
    chosen = (telling or lines)[-1:]
    return f' PostgreSQL said: "{chosen[0]}"' if chosen else ""
