"""The processes of one served installation: pages and API, live updates, worker."""

import http.client
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from gewu.config.env import Env, EnvError
from gewu.config.supervisor import Child, Supervisor
from gewu.kernel.postgres import Cluster

WAITING_EACH = 12
# A connection that is not taken waits until its caller gives up; a taken one is at least told no.
CONNECTIONS = 4096
SOURCE = Path(__file__).resolve().parents[2]


def serve(
    env: Env,
    *,
    host: str,
    workers: int,
    threads: int,
    on_ready: Callable[[], None],
    reload: bool = False,
) -> None:
    """Serve until Ctrl-C; `on_ready` is called once, when the first page can be opened."""
    for port in (env.port, env.live_port):
        refuse_busy(host, port)
    cluster = None if os.environ.get("DATABASE_URL") else Cluster(env.root)
    web = _granian("wsgi", host, env.port, workers=workers, threads=threads)
    if reload:
        web = [sys.executable, "-m", "django", "runserver", f"{host}:{env.port}"]
    children = [
        Child("web", web),
        Child("live", _granian("asginl", host, env.live_port, workers=1, threads=None)),
        Child("worker", [sys.executable, "-m", "gewu.config.cli", "worker"]),
    ]
    waiting = [on_ready]

    def tell_when_ready() -> None:
        if waiting and answers(host, env.port):
            waiting.pop()()

    Supervisor(children, _environment(env) | {"GEWU_THREADS": str(threads)}, cluster).run(
        tell_when_ready
    )


def answers(host: str, port: int) -> bool:
    """Whether pages can be opened there."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        # Not the first page: without a county it says that the house is being prepared, by 503.
        connection.request("GET", "/accounts/login/", headers={"Accept-Language": "en"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _granian(
    interface: str, host: str, port: int, *, workers: int, threads: int | None
) -> list[str]:
    module = "wsgi" if interface == "wsgi" else "asgi"
    command = [sys.executable, "-m", "granian", "--interface", interface, "--no-ws"]
    command += ["--host", host, "--port", str(port), "--workers", str(workers)]
    command += ["--workers-kill-timeout", "3", "--respawn-failed-workers", "--no-log"]
    if threads:
        # These only wait; the gate has `threads` that work (`config/gate.py`).
        command += ["--blocking-threads", str(threads * WAITING_EACH)]
        command += ["--backlog", str(CONNECTIONS), "--backpressure", str(CONNECTIONS)]
    return [*command, f"gewu.config.{module}:application"]


def _environment(env: Env) -> dict[str, str]:
    paths = [str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "gewu.config.settings",
        "GEWU_PORT": str(env.port),
        "GEWU_LIVE_PORT": str(env.live_port),
        "GEWU_DB_ROLE": "app",
    }


def refuse_busy(host: str, port: int) -> None:
    """Say which port is taken before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise EnvError(
                f"Port {port} on {host} is in use by another program. Stop that program, "
                f"or choose another port: --port {port + 100} (the next one, "
                f"{port + 101}, is used too)."
            ) from None
