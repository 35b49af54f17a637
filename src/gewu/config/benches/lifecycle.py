"""The served stack under load: a database of its own, real processes, real HTTP."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from gewu.config import stack
from gewu.config.env import CHECKOUT
from gewu.kernel.postgres import Cluster, ClusterError

SOURCE = Path(__file__).resolve().parents[3]
PATIENCE = 60.0
DROP_TRIES = 30
KEPT_FROM = 100_000  # a larger store is kept for the next bench


@dataclass(frozen=True)
class Served:
    """A running stack of its own, and how to speak to it."""

    address: str
    keys: dict[str, Any]
    process: subprocess.Popen[bytes]
    owner_url: str
    env: dict[str, str]

    def ask(self, query: str) -> list[Any]:
        """One look into the database, as its owner."""
        with psycopg.connect(self.owner_url) as connection:
            return connection.execute(query.encode()).fetchall()


@contextmanager
def served_town(name: str, *, stored: int = 0, cluster: Cluster | None = None) -> Iterator[Served]:
    """A fresh database with a bench town and so many stored tickets, served until the end."""
    cluster = cluster or Cluster(CHECKOUT)
    with served_with(name, lambda: _filled(cluster, name, stored), cluster) as served:
        yield served


@contextmanager
def served_with(
    name: str, fill: Callable[[], dict[str, Any]], cluster: Cluster
) -> Iterator[Served]:
    """What somebody else puts into a database of its own, served until the end."""
    with _running(cluster):
        keys = fill()
        try:
            port, environment = _free_port(), _environment(cluster, name)
            with _serving(environment, port) as process:
                yield Served(
                    f"http://127.0.0.1:{port}",
                    keys,
                    process,
                    cluster.url("owner", name),
                    environment,
                )
        finally:
            _drop(cluster, name)


def filled_by(program: list[str], name: str, cluster: Cluster) -> dict[str, Any]:
    """A database that a program of ours migrates and fills; what it says in the end."""
    _drop(cluster, name)
    cluster.ensure_database(name)
    said: dict[str, Any] = json.loads(run_program(program, _owner(cluster, name)))
    return said


@contextmanager
def fresh_database(name: str, cluster: Cluster) -> Iterator[dict[str, str]]:
    """An empty database until the end, as the environment of a program that owns it."""
    with _running(cluster):
        _drop(cluster, name)
        cluster.ensure_database(name)
        try:
            yield _owner(cluster, name)
        finally:
            _drop(cluster, name)


def _filled(cluster: Cluster, name: str, stored: int) -> dict[str, Any]:
    """Make a database with a bench town; answers its keys. A large store is made once and copied."""
    _drop(cluster, name)
    if stored < KEPT_FROM:
        cluster.ensure_database(name)
        return _build(cluster, name, stored)
    store = f"gewu_store_{stored}_{_shape()}"
    keys = _keys_of(cluster, store)
    if keys is None:
        _drop(cluster, store)
        cluster.ensure_database(store)
        keys = _build(cluster, store, stored)
        told = sql.SQL("COMMENT ON DATABASE {} IS {}")
        _as_owner(cluster, told.format(sql.Identifier(store), sql.Literal(json.dumps(keys))))
    cluster.ensure_database(name)
    _drop(cluster, name)
    copied = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    _as_owner(cluster, copied.format(sql.Identifier(name), sql.Identifier(store)))
    return keys


def _build(cluster: Cluster, name: str, stored: int) -> dict[str, Any]:
    owner = _owner(cluster, name)
    keys: dict[str, Any] = json.loads(run_program(["gewu.config.benches.town"], owner))
    if stored:
        run_program(["gewu.config.benches.stored", str(stored)], owner)
    return keys


def _keys_of(cluster: Cluster, store: str) -> dict[str, Any] | None:
    """The keys of a store that was made before, written on it when it was whole."""
    with closing(psycopg.connect(cluster.url("owner", "postgres"))) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [store],
        ).fetchone()
    return json.loads(row[0]) if row and row[0] else None


def _shape() -> str:
    """Changes with the migrations, the town and the store, so that an old store is not used."""
    here = Path(__file__).parent
    parts = [path.name for path in sorted(SOURCE.rglob("migrations/0*.py"))]
    parts += [(here / name).read_text() for name in ("town.py", "stored.py")]
    return sha256("".join(parts).encode()).hexdigest()[:8]


def _as_owner(cluster: Cluster, statement: sql.Composed) -> None:
    with closing(psycopg.connect(cluster.url("owner", "postgres"), autocommit=True)) as connection:
        connection.execute(statement)


@contextmanager
def _running(cluster: Cluster) -> Iterator[None]:
    was_running = cluster.is_running()
    cluster.start()
    try:
        yield
    finally:
        if not was_running:
            cluster.stop()


def _owner(cluster: Cluster, name: str) -> dict[str, str]:
    return _environment(cluster, name) | {"DATABASE_URL": cluster.url("owner", name)}


def settings_of(served: Served) -> dict[str, str]:
    """What the database promises about an acknowledged write."""
    return {
        name: served.ask(f"SHOW {name}")[0][0]
        for name in ("fsync", "synchronous_commit", "full_page_writes", "server_version")
    }


@contextmanager
def _serving(environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "gewu.config.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(process, port)
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    ends = time.monotonic() + PATIENCE
    while not stack.answers("127.0.0.1", port):
        if process.poll() is not None or time.monotonic() > ends:
            raise ClusterError("The served stack did not start. Try `gewu serve` by hand.")
        time.sleep(0.2)


def _environment(cluster: Cluster, name: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "DJANGO_SETTINGS_MODULE": "gewu.config.settings",
        "DATABASE_URL": cluster.url("app", name),
        "GEWU_DB_ROLE": "app",
    }


def run_program(module: list[str], environment: dict[str, str]) -> str:
    """Run one of our modules to its end; answers the last line it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *module],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ClusterError(f"{module[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def _drop(cluster: Cluster, name: str) -> None:
    dropped = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for _again in range(DROP_TRIES):
        try:
            return _as_owner(cluster, dropped)
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(1)  # the server itself is tidying in there, and only it may stop that
    _as_owner(cluster, dropped)


def _free_port() -> int:
    """A port whose next one is free as well."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
