"""More requests than can be answered: the surplus is told at once to come back, nothing piles up.

The server takes connections with many threads that only wait; a few threads of our own do the
work, each with its database connection. When enough are waiting, the next one gets 503 with
Retry-After before it costs anything.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]

RETRY_AFTER = "2"
FULL = (
    "<!doctype html><meta charset=utf-8><title>503</title><p>现在来访的人很多，请过几秒再试一次。"
    "<p lang=en>Many people are here right now. Please try again in a few seconds."
)


class Gate:
    """A WSGI application in front of another, with room for so many that wait."""

    def __init__(self, app: App, *, workers: int, room: int) -> None:
        self.app, self.room = app, room + workers
        self.inside, self.lock = 0, Lock()
        self.pool = ThreadPoolExecutor(workers, thread_name_prefix="request")

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer, or say that there is no room."""
        with self.lock:
            is_full = self.inside >= self.room
            self.inside += not is_full
        if is_full:
            return _no_room(environ, start)
        try:
            told, body = self.pool.submit(self._answer, environ).result()
        finally:
            with self.lock:
                self.inside -= 1
        start(*told)
        return body

    def _answer(self, environ: Environ) -> tuple[tuple[Any, ...], Iterable[bytes]]:
        told: list[tuple[Any, ...]] = []
        body = self.app(environ, lambda *said: told.append(said))
        return told[0], body


def _no_room(environ: Environ, start: Start) -> Iterable[bytes]:
    headers = [("Retry-After", RETRY_AFTER), ("Cache-Control", "no-store")]
    if environ["PATH_INFO"].startswith("/api/"):
        text = '{"message": "Too many requests at once. Try again.", "code": "busy", "field": null}'
        kind = "application/json"
    else:
        text, kind = FULL, "text/html; charset=utf-8"
    body = text.encode()
    start(
        "503 Service Unavailable",
        [*headers, ("Content-Type", kind), ("Content-Length", str(len(body)))],
    )
    return [body]
