"""Who the server runs as: PostgreSQL refuses root, so root gets a system user for it."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from gewu.kernel.postgres.errors import ClusterError

SYSTEM_USER = "gewu"


@dataclass(frozen=True)
class Account:
    """The system user that owns the data and runs the programs."""

    uid: int
    gid: int

    @property
    def is_caller(self) -> bool:
        """Whether it is the user who runs this very process."""
        return self.uid == os.geteuid()

    def give(self, path: Path, mode: int) -> None:
        """Make the path belong to this user alone."""
        if not self.is_caller:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)

    def folder(self, path: Path, mode: int = 0o700) -> Path:
        """A folder that belongs to this user."""
        path.mkdir(parents=True, exist_ok=True)
        self.give(path, mode)
        return path

    def run(self, command: list[str], timeout: float = 600) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, from a folder that everyone may enter."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        options: dict[str, object] = {}
        if not self.is_caller:
            options = {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            command,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout,
            check=False,
            **options,
        )


def caller() -> Account:
    """The user of this process."""
    return Account(os.geteuid(), os.getegid())


def owner_of(path: Path) -> Account:
    """The user to whom existing data belongs."""
    found = path.stat()
    return Account(found.st_uid, found.st_gid)


def system_account(home: Path) -> Account:
    """The system user, created at the first call; only root comes here."""
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _create(home)
        entry = pwd.getpwnam(SYSTEM_USER)
    if entry.pw_uid == 0:
        raise ClusterError(f"The user {SYSTEM_USER} is root under another name. Rename it, please.")
    return Account(entry.pw_uid, entry.pw_gid)


def name_of(uid: int) -> str:
    """The name of a user; PostgreSQL tells its callers apart by it."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise ClusterError(
            f"The user with number {uid} has no name on this machine and PostgreSQL wants one. "
            "Add it to /etc/passwd (useradd) or run as another user."
        ) from None


def _create(home: Path) -> None:
    command = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if command is None:
        raise ClusterError(
            f"PostgreSQL does not run as root, and useradd is missing to create the user "
            f"{SYSTEM_USER} for it. Create that user, or run as a plain user."
        )
    arguments = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    done = subprocess.run(
        [command, *arguments, "--home-dir", str(home), SYSTEM_USER],
        capture_output=True,
        text=True,
        check=False,
    )
    # Two starts at once may both try; the user being there is all that counts.
    if done.returncode not in (0, 9):
        raise ClusterError(
            f"The system user {SYSTEM_USER} for the database could not be created: "
            f"{done.stderr.strip()}"
        )
