"""What cannot work says so in a sentence that tells what to do."""

import json
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from gewu.kernel.postgres import Cluster, ClusterError, binaries, errors

Usage = namedtuple("Usage", "total used free")


def test_a_full_disk_is_told_before_anything_is_written(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(2**30, 2**30, 5 * 2**20))
    cluster = Cluster(checkout)
    with pytest.raises(ClusterError, match=r"full \(5 MB free.*Free some space"):
        cluster.start()
    assert not (cluster.place / "data").exists()


@pytest.mark.slow
def test_data_with_its_heart_torn_out_is_called_damaged(checkout: Path) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    cluster.stop()
    (cluster.place / "data" / "global" / "pg_control").unlink()
    with pytest.raises(ClusterError, match=r"damaged.*--fresh"):
        cluster.start()


@pytest.mark.slow
def test_data_without_a_version_is_called_damaged(checkout: Path) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    cluster.stop()
    (cluster.place / "data" / "PG_VERSION").unlink()
    with pytest.raises(ClusterError, match=r"damaged.*--fresh"):
        cluster.start()
    cluster.remove()
    assert not cluster.is_running()


@pytest.mark.slow
def test_data_of_a_version_that_is_gone_names_it(checkout: Path) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    cluster.stop()
    version = cluster.place / "data" / "PG_VERSION"
    version.write_text("12\n")
    with pytest.raises(ClusterError, match=r"PostgreSQL 12, which is not installed.*pg_dump"):
        cluster.start()


def test_a_machine_without_postgresql_is_told_what_to_install(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "_folders", lambda kept: iter([]))
    with pytest.raises(ClusterError, match=r"No PostgreSQL 15 or later.*bin/setup"):
        Cluster(checkout).start()


def test_an_old_postgresql_is_not_taken(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_folders", lambda kept: iter([Path("/old")]))
    monkeypatch.setattr(binaries, "_inspect", lambda folder: binaries.Binaries(folder, "13.9"))
    with pytest.raises(ClusterError, match="No PostgreSQL 15 or later"):
        Cluster(checkout).start()


def test_the_programs_that_are_named_come_before_all_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "bin"
    own.mkdir()
    for name in ("postgres", "initdb"):
        (own / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 17.9'\n")
        (own / name).chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(own))
    assert binaries.choose(major=None, kept=tmp_path) == binaries.Binaries(own, "17.9")


def test_a_memory_file_that_is_not_readable_says_so(checkout: Path) -> None:
    (checkout / "var").mkdir()
    file = checkout / "var" / "postgres.json"
    file.write_text("{half a")
    with pytest.raises(ClusterError, match=r"postgres.json cannot be read"):
        Cluster(checkout).url()
    file.write_text(json.dumps({"unknown": 1}))
    with pytest.raises(ClusterError, match=r"postgres.json cannot be read"):
        Cluster(checkout).start()
    file.unlink()


def test_an_address_before_the_first_start_says_how_to_start(checkout: Path) -> None:
    with pytest.raises(ClusterError, match="There is no database yet"):
        Cluster(checkout).url()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("FATAL:  could not write lock file: No space left on device", "Free some space"),
        ("FATAL:  could not create lock file: Permission denied", "may not read or write"),
        ("PANIC:  could not locate a valid checkpoint record", "damaged"),
        ("FATAL:  pre-existing shared memory block (key 1) is still in use", "still running"),
        ("LOG:  could not bind IPv4 address: Address already in use", "port of the database"),
        ("FATAL:  something new", 'PostgreSQL said: "FATAL:  something new"'),
        ("", "did not start"),
    ],
)
def test_what_postgresql_says_becomes_a_sentence(tmp_path: Path, said: str, told: str) -> None:
    assert told in errors.explain(said, tmp_path)


@pytest.mark.slow
def test_a_database_whose_files_are_gone_is_called_damaged(checkout: Path) -> None:
    cluster = Cluster(checkout)
    cluster.start()
    cluster.stop()
    shutil.rmtree(cluster.place / "data" / "base")
    with pytest.raises(ClusterError, match=r"damaged.*--fresh"):
        cluster.start()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('FATAL:  invalid page in block 0 of relation "base/1/2"', "Restore a backup"),
        ('DETAIL:  The database subdirectory "base/5" is missing.', "bin/demo --fresh"),
        ("FATAL:  the database system is starting up", "Start it again"),
    ],
)
def test_a_server_that_opens_no_database_says_what_to_do(said: str, told: str) -> None:
    assert told in errors.does_not_answer(said)
