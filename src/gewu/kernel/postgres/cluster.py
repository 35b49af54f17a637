"""One PostgreSQL server of a checkout: created, started, stopped, found again after a crash."""

import hashlib
import os
import secrets
import shutil
import tempfile
import time
from pathlib import Path
from typing import Literal

from gewu.kernel.postgres import configuration, errors, roles, state
from gewu.kernel.postgres.account import Account, caller, owner_of, system_account
from gewu.kernel.postgres.binaries import Binaries, choose, shared_copy
from gewu.kernel.postgres.errors import ClusterError
from gewu.kernel.postgres.postmaster import Postmaster
from gewu.kernel.postgres.state import State

SYSTEM_FOLDER = Path("/var/lib/gewu")
LONGEST_SOCKET = 100  # the kernel takes 107 bytes; some room for ".s.PGSQL.55999.lock"
PATIENCE = 20.0


class Cluster:
    """The database server of one checkout (or installation) folder.

    As root its data lies in a folder of a system user's own, because a checkout under a closed
    home cannot be read by another user; as a plain user it lies under var/ of the checkout.
    """

    def __init__(self, root: Path, *, port: int | None = None) -> None:
        self.root = root.resolve()
        self._wanted_port = port
        self._memory = self.root / "var" / "postgres.json"
        self._lock = self.root / "var" / "postgres.lock"

    @property
    def place(self) -> Path:
        """The folder of the data; it is chosen at the first start."""
        return Path(self._state().place)

    @property
    def version(self) -> str:
        """The version of the PostgreSQL that serves this data."""
        return self._binaries(self.place).version

    def url(self, role: Literal["owner", "app"] = "owner", database: str = "gewu") -> str:
        """The address to connect to, with its password."""
        known = self._state()
        password = known.owner_password if role == "owner" else known.app_password
        return f"postgresql://gewu_{role}:{password}@127.0.0.1:{known.port}/{database}"

    def is_running(self) -> bool:
        """Whether the server is up and takes connections."""
        known = state.read(self._memory)
        return known is not None and Postmaster(Path(known.place) / "data").is_ready()

    def start(self) -> None:
        """Create the cluster if there is none, start it if it does not run."""
        with state.locked(self._lock), errors.clear(self.root):
            known = state.read(self._memory)
            if known is None:
                known = State(place=str(self._new_place()), port=state.free_port())
                state.write(self._memory, known)
            if self._wanted_port:
                known = self._on_port(known, self._wanted_port)
            self._start(known)

    def stop(self) -> None:
        """Stop the server if it runs; its data stays."""
        with state.locked(self._lock):
            known = state.read(self._memory)
            if known is not None:
                self._stop(Path(known.place))

    def remove(self) -> None:
        """Stop the server and delete its data for good."""
        with state.locked(self._lock):
            known = state.read(self._memory)
            if known is None:
                return
            place = Path(known.place)
            if (place / "data" / "PG_VERSION").exists():
                self._stop(place)
            shutil.rmtree(self._socket_folder(place), ignore_errors=True)
            shutil.rmtree(place, ignore_errors=True)
            self._memory.unlink()

    def ensure_database(self, name: str = "gewu") -> None:
        """Create a database with its extensions and the application's rights."""
        known = self._state()
        socket = self._socket_folder(Path(known.place))
        with state.locked(self._lock):
            with roles.superuser(socket, known.port) as connection:
                roles.ensure_database(connection, name)
            with roles.superuser(socket, known.port, name) as connection:
                roles.open_to_application(connection)

    def _state(self) -> State:
        known = state.read(self._memory)
        if known is None:
            raise ClusterError("There is no database yet. Start it with bin/demo or bin/setup.")
        return known

    def _start(self, known: State) -> None:
        place = Path(known.place)
        data = place / "data"
        if Postmaster(data).is_ready():
            return
        account = self._account(place)
        binaries = self._binaries(place)
        if not account.is_caller:
            place.mkdir(parents=True, exist_ok=True)
            binaries = shared_copy(binaries, place)
        if not data.exists():
            self._create(binaries, place, account)
        elif shutil.disk_usage(data).free < errors.ROOM_TO_RUN:
            raise ClusterError(errors.no_room(place))
        known = self._launch(binaries, known, account)
        socket = self._socket_folder(place)
        passwords = {
            configuration.OWNER: known.owner_password,
            configuration.APPLICATION: known.app_password,
        }
        with roles.superuser(socket, known.port) as connection:
            roles.ensure_roles(connection, passwords)
        with roles.superuser(socket, known.port, "template1") as connection:
            roles.open_to_application(connection)

    def _new_place(self) -> Path:
        if os.geteuid() != 0:
            return self.root / "var" / "pg"
        # The random half keeps a new checkout at an old path away from the old one's data.
        checkout = hashlib.sha256(str(self.root).encode()).hexdigest()[:8]
        return SYSTEM_FOLDER / f"{checkout}-{secrets.token_hex(3)}"

    def _account(self, place: Path) -> Account:
        if (place / "data").exists():
            account = owner_of(place / "data")
            if not account.is_caller and os.geteuid() != 0:
                raise ClusterError(
                    f"The database in {place} belongs to another user. Run this as that user."
                )
            return account
        return system_account(SYSTEM_FOLDER) if os.geteuid() == 0 else caller()

    def _binaries(self, place: Path) -> Binaries:
        return choose(major=_major(place / "data"), kept=place)

    def _create(self, binaries: Binaries, place: Path, account: Account) -> None:
        """Make an empty cluster beside its place and move it there when it is whole."""
        place.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(place).free < errors.ROOM_TO_BEGIN:
            raise ClusterError(errors.no_room(place))
        unfinished = place / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        account.folder(unfinished)
        command = [binaries.program("initdb"), "--pgdata", str(unfinished)]
        command += ["--username", configuration.SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8"]
        command += ["--auth-local=peer", "--auth-host=scram-sha-256", "--data-checksums"]
        if binaries.major >= 17:
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = account.run(command)
        if done.returncode != 0:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise ClusterError(errors.explain(done.stdout, place))
        configuration.include(unfinished)
        unfinished.rename(place / "data")

    def _launch(self, binaries: Binaries, known: State, account: Account) -> State:
        """Start the server; take another port, or wait for leftovers, where that helps."""
        place = Path(known.place)
        data = place / "data"
        socket = self._socket_folder(place)
        log = account.folder(place / "log") / "server.log"
        _shorten(log)
        give_up = time.monotonic() + PATIENCE
        while True:
            if not state.is_free(known.port):
                known = self._on_port(known, self._wanted_port or state.free_port())
            Postmaster(data).forget_if_dead()
            _own_socket_folder(socket, account)
            configuration.write(data, port=known.port, socket=socket, account=account)
            said_before = log.stat().st_size if log.exists() else 0
            command = [binaries.program("pg_ctl"), "start", "--pgdata", str(data)]
            done = account.run([*command, "--log", str(log), "--wait", "--timeout=300", "--silent"])
            if done.returncode == 0:
                return known
            said = log.read_bytes()[said_before:].decode(errors="replace") if log.exists() else ""
            leftovers = "pre-existing shared memory block" in said
            lost_port = "could not bind" in said and not self._wanted_port
            if not (leftovers or lost_port) or time.monotonic() > give_up:
                raise ClusterError(errors.explain(said or done.stdout, place))
            time.sleep(0.3)

    def _on_port(self, known: State, port: int) -> State:
        if port == known.port and Postmaster(Path(known.place) / "data").is_ready():
            return known
        if not state.is_free(port):
            raise ClusterError(
                f"Port {port} for the database is in use by another program. "
                "Stop that program or choose another port."
            )
        known = known.moved_to(port)
        state.write(self._memory, known)
        return known

    def _stop(self, place: Path) -> None:
        data = place / "data"
        if not Postmaster(data).is_alive():
            return
        account = self._account(place)
        binaries = self._binaries(place)
        if not account.is_caller:
            binaries = shared_copy(binaries, place)
        for mode in ("fast", "immediate"):
            command = [binaries.program("pg_ctl"), "stop", "--pgdata", str(data), "--mode", mode]
            done = account.run([*command, "--wait", "--timeout=30", "--silent"])
            if done.returncode == 0 or not Postmaster(data).is_alive():
                return
        raise ClusterError(f"The database in {place} does not stop: {done.stdout.strip()}")

    def _socket_folder(self, place: Path) -> Path:
        folder = place / "run"
        if len(os.fsencode(folder)) + len("/.s.PGSQL.55999") < LONGEST_SOCKET:
            return folder
        short = hashlib.sha256(os.fsencode(place)).hexdigest()[:12]
        return Path(
            tempfile.gettempdir() if len(tempfile.gettempdir()) < 60 else "/tmp", f"gewu-{short}"
        )


def _major(data: Path) -> int | None:
    """The version that made the data, as it is written beside it."""
    if not data.exists():
        return None
    try:
        return int((data / "PG_VERSION").read_text().strip())
    except PermissionError:
        raise ClusterError(
            f"The database in {data.parent} belongs to another user. Run this as that user."
        ) from None
    except (OSError, ValueError):
        raise ClusterError(errors.broken(data.parent)) from None


def _own_socket_folder(folder: Path, account: Account) -> None:
    """A short folder lies in /tmp, where somebody else could have put one of that name."""
    if folder.is_symlink() or (folder.exists() and folder.stat().st_uid != account.uid):
        raise ClusterError(f"{folder} belongs to somebody else. Remove it and try again.")
    account.folder(folder)
    # A dead server's lock names a number that may belong to a stranger by now. Two servers on one
    # data folder are kept apart by postmaster.pid, so this one may go.
    for left in folder.glob(".s.PGSQL.*"):
        left.unlink()


def _shorten(log: Path, most: int = 10 * 2**20) -> None:
    if log.exists() and log.stat().st_size > most:
        log.replace(log.with_suffix(".old"))
