"""Real servers: created, used, stopped, killed, started again, by many at once."""

import os
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from gewu.kernel.postgres import Cluster, ClusterError
from gewu.kernel.postgres.state import is_free

pytestmark = pytest.mark.slow


def ask(url: str, question: str) -> object:
    """The first value of the first row."""
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def number_of_server(cluster: Cluster) -> int:
    return int((cluster.place / "data" / "postmaster.pid").read_text().split()[0])


def test_it_starts_serves_stops_and_keeps_what_was_written(checkout: Path, source: str) -> None:
    cluster = Cluster(checkout)
    assert not cluster.is_running()
    cluster.start()
    cluster.ensure_database()
    assert cluster.is_running()
    assert cluster.version.startswith("18" if source == "wheel" else "1")
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE drain (name text)")
        connection.execute("INSERT INTO drain VALUES ('路灯不亮')")
    cluster.stop()
    assert not cluster.is_running()
    cluster.stop()
    cluster.start()
    assert ask(cluster.url("app"), "SELECT name FROM drain") == "路灯不亮"


def test_it_never_trades_safety_for_speed(checkout: Path, source: str) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    cluster.ensure_database()
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
        assert ask(cluster.url(), f"SHOW {setting}") == "on"


def test_it_can_search_chinese_and_compare_ranges(checkout: Path, source: str) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    cluster.ensure_database()
    assert len(ask(cluster.url(), "SELECT show_trgm('路灯不亮')")) == 5  # type: ignore[arg-type]
    with psycopg.connect(cluster.url()) as connection:
        connection.execute(
            "CREATE TABLE stay (place int, during tstzrange, "
            "EXCLUDE USING gist (place WITH =, during WITH &&))"
        )


def test_the_application_changes_rows_but_not_tables(checkout: Path) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    cluster.ensure_database()
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE drain (id bigserial, name text)")
    with psycopg.connect(cluster.url("app"), autocommit=True) as connection:
        connection.execute("INSERT INTO drain (name) VALUES ('a')")
        connection.execute("UPDATE drain SET name = 'b'")
        for forbidden in ("DROP TABLE drain", "CREATE TABLE other (id int)", "TRUNCATE drain"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)


def test_databases_made_later_by_the_owner_open_to_the_application_too(checkout: Path) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    with psycopg.connect(cluster.url(database="postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE test_gewu")
    with psycopg.connect(cluster.url(database="test_gewu")) as connection:
        connection.execute("CREATE TABLE drain (name text)")
    assert ask(cluster.url("app", "test_gewu"), "SELECT count(*) FROM drain") == 0


def test_nobody_comes_in_without_the_password(checkout: Path) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    port = cluster.url().rsplit(":", 1)[1].split("/")[0]
    for role in ("gewu_owner", "gewu_app", "gewu_super", "postgres"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"postgresql://{role}:guess@127.0.0.1:{port}/postgres")
    remembered = checkout / "var" / "postgres.json"
    assert stat.S_IMODE(remembered.stat().st_mode) == 0o600
    assert stat.S_IMODE((cluster.place / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((cluster.place / "run").stat().st_mode) == 0o700


def test_a_killed_server_comes_back_with_every_acknowledged_row(
    checkout: Path, source: str
) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    cluster.ensure_database()
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE drain (id int)")
        for number in range(50):
            connection.execute("INSERT INTO drain VALUES (%s)", [number])
        os.kill(number_of_server(cluster), signal.SIGKILL)
    address = cluster.url()
    while cluster.is_running():  # a busy machine takes a moment to bury it
        time.sleep(0.01)
    cluster.start()
    assert cluster.url() == address
    assert ask(cluster.url(), "SELECT count(*) FROM drain") == 50


def test_a_stale_number_taken_over_by_a_stranger_does_not_keep_it_down(checkout: Path) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    server = number_of_server(cluster)
    os.kill(server, signal.SIGKILL)
    user = (cluster.place / "data").stat().st_uid
    stranger = subprocess.Popen(["/bin/sleep", "60"], user=user, cwd="/")
    try:
        file = cluster.place / "data" / "postmaster.pid"
        lines = file.read_text().splitlines()
        file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        assert not cluster.is_running()
        cluster.start()
        assert cluster.is_running()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_many_processes_may_start_it_at_once(checkout: Path) -> None:
    program = (
        "import sys, pathlib; from gewu.kernel.postgres import Cluster; "
        "c = Cluster(pathlib.Path(sys.argv[1])); c.start(); c.ensure_database(); print(c.url())"
    )
    source_folder = str(Path(__file__).parents[4])
    environment = {**os.environ, "PYTHONPATH": source_folder}

    def start(_: int) -> str:
        command = [sys.executable, "-c", program, str(checkout)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    with ThreadPoolExecutor(4) as pool:
        addresses = set(pool.map(start, range(4)))
    assert len(addresses) == 1
    assert ask(addresses.pop().strip(), "SELECT 1") == 1


def test_it_moves_to_another_port_if_its_own_was_taken_meanwhile(checkout: Path) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    before = cluster.url()
    cluster.stop()
    other = Cluster(checkout / "other")
    port = int(before.rsplit(":", 1)[1].split("/")[0])
    try:
        Cluster(other.root, port=port).start()
        cluster.start()
        assert cluster.url() != before
        assert ask(cluster.url(database="postgres"), "SELECT 1") == 1
    finally:
        other.remove()


def test_a_port_that_was_asked_for_and_is_busy_gets_a_sentence(checkout: Path) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    port = int(cluster.url().rsplit(":", 1)[1].split("/")[0])
    with pytest.raises(ClusterError, match=f"Port {port} .* in use by another program"):
        Cluster(checkout / "other", port=port).start()


def test_removing_it_leaves_nothing_behind(checkout: Path) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    place = cluster.place
    port = int(cluster.url().rsplit(":", 1)[1].split("/")[0])
    cluster.remove()
    assert not place.exists()
    assert is_free(port)
    cluster.start()
    assert cluster.is_running()


def test_a_long_path_gets_a_short_socket(checkout: Path) -> None:
    deep = checkout / ("long-" * 12) / ("longer-" * 12)
    deep.mkdir(parents=True)
    cluster = Cluster(deep)
    try:
        began = time.monotonic()
        cluster.start()
        cluster.ensure_database()
        assert ask(cluster.url("app"), "SELECT 1") == 1
        assert time.monotonic() - began < 60
    finally:
        cluster.remove()
