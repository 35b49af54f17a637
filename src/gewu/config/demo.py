"""Running the demo: database, data and the served stack, with a line for each step."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import psycopg

from gewu.config import env, stack
from gewu.config.env import EnvError
from gewu.config.supervisor import die_with_parent
from gewu.kernel.postgres import Cluster

Say = Callable[[str], None]
MARK = "demo.json"  # what was loaded, and who may sign in
MIGRATED = "migrated"  # the schema that the database has
SOURCE = Path(__file__).resolve().parents[1]


def run(*, port: int, fresh: bool, scale: str, say: Say) -> None:
    """Everything bin/demo does after the installation; returns after Ctrl-C."""
    os.environ.update(GEWU_PORT=str(port), GEWU_LIVE_PORT=str(port + 1))
    os.environ.setdefault("GEWU_CODE_SENDER", "page")  # no short message leaves a demo
    known = env.read()
    for each in (known.port, known.live_port):
        stack.refuse_busy("127.0.0.1", each)
    with _database(known.root, fresh=fresh, say=say):
        known = env.read()
        if fresh:
            shutil.rmtree(known.var / "media", ignore_errors=True)
        if fresh or _is_empty(known):
            _forget_marks(known.var)
        _migrate(known, say)
        _load(known.var / MARK, scale, say)
        say("Starting pages, live updates and worker")
        stack.serve(
            known,
            host="127.0.0.1",
            workers=2,
            threads=4,
            on_ready=lambda: _welcome(known, say),
        )
    say("Stopped. Start again with bin/demo; what was entered stays.")


@contextmanager
def _database(root: Path, *, fresh: bool, say: Say) -> Iterator[None]:
    if os.environ.get("DATABASE_URL"):
        if fresh:
            raise EnvError("--fresh would empty the database that DATABASE_URL names. Unset it.")
        with nullcontext():
            yield
        return
    cluster = Cluster(root)
    if fresh:
        with _step("Removing the old database", say):
            cluster.remove()
    was_running = cluster.is_running()
    try:
        with _step("Starting the database", say):
            cluster.start()
            cluster.ensure_database()
        yield
    finally:
        if not was_running:
            with _step("Stopping the database", say):
                cluster.stop()


def _is_empty(known: env.Env) -> bool:
    """Whether the database was never migrated, whatever the marks of an earlier one say."""
    where = known.database or {}
    with psycopg.connect(
        host=where["HOST"],
        port=where["PORT"] or None,
        user=where["USER"],
        password=where["PASSWORD"],
        dbname=where["NAME"],
    ) as connection:
        found = connection.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone()
    return bool(found and found[0])


def _forget_marks(var: Path) -> None:
    for name in (MARK, MIGRATED):
        (var / name).unlink(missing_ok=True)


def _migrate(known: env.Env, say: Say) -> None:
    """Migrate, unless this database was brought to these very migrations before."""
    mark = known.var / MIGRATED
    wanted = _fingerprint(known)
    if mark.exists() and mark.read_text() == wanted:
        return
    with _step("Bringing the database up to date", say):
        _command("migrate")
    mark.write_text(wanted)


def _fingerprint(known: env.Env) -> str:
    """What the schema depends on: our migrations, which packages have theirs, which database."""
    files = [*SOURCE.rglob("migrations/*.py"), known.root / "requirements.lock"]
    files.append(SOURCE / "config" / "settings.py")  # which of them are installed
    found = hashlib.sha256(repr(sorted((known.database or {}).items())).encode())
    for file in sorted(files):
        found.update(file.read_bytes())
    return found.hexdigest()


def _load(mark: Path, scale: str, say: Say) -> None:
    """Create the demo's data once; another scale needs a new beginning."""
    loaded = json.loads(mark.read_text()) if mark.exists() else {}
    if loaded and loaded["scale"] != scale:
        raise EnvError(
            f"A {loaded['scale']} was loaded before. To replace it: bin/demo --fresh --scale {scale}"
        )
    if loaded:
        return
    say(f"Making the demo {scale}; this takes a while the first time")
    _command("demo", "load", "--scale", scale)


def _command(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gewu.config.cli", *arguments],
        env={**os.environ, "GEWU_DB_ROLE": "owner"},
        preexec_fn=die_with_parent,  # else it would go on, and hold the database
        check=False,
    )
    if done.returncode:
        raise EnvError(f"“gewu {' '.join(arguments)}” did not succeed; the lines above say why.")


@contextmanager
def _step(name: str, say: Say) -> Iterator[None]:
    began = time.monotonic()
    yield
    say(f"{name}: done ({time.monotonic() - began:.1f} s)")


def _welcome(known: env.Env, say: Say) -> None:
    mark = known.var / MARK
    loaded = json.loads(mark.read_text()) if mark.exists() else {}
    say("")
    say(f"Gewu 格物 is open: http://{known.hosts[0]}:{known.port}")
    for person in loaded.get("people", []):
        say(f"  {person['username']:<12} {person['password']:<16} {person['who']}")
    say("Staff sign in at /desk/. Ctrl-C stops everything.")
