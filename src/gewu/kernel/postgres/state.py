"""What a checkout remembers of its cluster: place, port and passwords, for its user's eyes only."""

import fcntl
import json
import os
import random
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from gewu.kernel.postgres.errors import ClusterError, no_room

PORTS = range(54400, 56000)  # below the range from which outgoing connections take theirs


def _password() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class State:
    """One cluster, as remembered in var/postgres.json."""

    place: str
    port: int
    owner_password: str = field(default_factory=_password)
    app_password: str = field(default_factory=_password)

    def moved_to(self, port: int) -> "State":
        """The same cluster on another port."""
        return replace(self, port=port)


def read(file: Path) -> State | None:
    """What is remembered, or nothing."""
    try:
        return State(**json.loads(file.read_text()))
    except FileNotFoundError:
        return None
    except PermissionError:
        raise ClusterError(
            f"{file} belongs to another user. Run this as the user who set it up."
        ) from None
    except (ValueError, TypeError):
        raise ClusterError(
            f"{file} cannot be read. Put it back from a copy, or remove it to begin with an "
            "empty database."
        ) from None


def write(file: Path, state: State) -> None:
    """Remember; a reader sees the old or the new, never a half."""
    before = file.stat() if file.exists() else None
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        json.dump(asdict(state), stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    if before and before.st_uid != os.geteuid():
        os.chown(unfinished, before.st_uid, before.st_gid)
    unfinished.replace(file)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Let one process at a time start or stop the cluster."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError:
        raise ClusterError(
            f"{file.parent} cannot be written. Run this as the user to whom it belongs."
        ) from None
    except OSError as error:
        raise ClusterError(f"{no_room(file.parent)} ({error.strerror})") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_free(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that is free now."""
    for port in random.sample(PORTS, len(PORTS)):
        if is_free(port):
            return port
    raise ClusterError(
        f"All ports from {PORTS.start} to {PORTS.stop} are in use. Stop a program and try again."
    )
