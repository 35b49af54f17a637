"""More requests than can be answered: the surplus is told at once to come back, nothing piles up.

The server takes connections with many threads that only wait; a few threads of our own do the
work, each with its database connection. When enough are waiting, the next one gets 503 with
Retry-After before it costs anything. What begins new work is turned away first: a ticket that
was taken is brought to its end, so that a crowd at the door does not stop the work behind it.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from typing import Any

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]

RETRY_AFTER = "2"
NEW_WORK = ("/api/v1/tickets",)
# Made without the application, which has no time: no template, no file, one sentence each.
FULL = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>请稍候</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><style>
body{font:1.125rem/1.7 system-ui,sans-serif;max-width:32rem;margin:18vh auto;padding:0 1.25rem}
h1{font-size:1.5rem;line-height:1.3}p[lang]{opacity:.75;font-size:1rem}
a{display:inline-block;padding:.5rem 1.25rem;border:1px solid;border-radius:.5rem;color:inherit;
text-decoration:none}</style><h1>现在来访的人很多</h1><p>请过几秒再试一次，已经保存的内容不会丢失。
<p lang="en">Many people are here right now. Please try again in a few seconds; what was saved is safe.
<p><a href="">再试一次 · Try again</a></html>"""


class Gate:
    """A WSGI application in front of another, with room for so many that wait."""

    def __init__(self, app: App, *, workers: int, room: int, for_new: int | None = None) -> None:
        self.app, self.room = app, room + workers
        self.room_for_new = self.room if for_new is None else for_new + workers
        self.inside, self.lock = 0, Lock()
        self.workers = workers
        self.pool = ThreadPoolExecutor(workers, thread_name_prefix="request")

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer, or say that there is no room."""
        room = self.room_for_new if _begins_work(environ) else self.room
        with self.lock:
            is_full = self.inside >= room
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

    def warm(self, visit: Callable[[], None]) -> None:
        """Have each thread make a visit before it works on anything else, one after the other."""
        met, turn = Barrier(self.workers), Lock()

        def begin() -> None:
            met.wait()  # else a thread that is done would take the visit of another
            with turn:
                visit()

        for _each in range(self.workers):
            self.pool.submit(begin)

    def _answer(self, environ: Environ) -> tuple[tuple[Any, ...], Iterable[bytes]]:
        told: list[tuple[Any, ...]] = []
        body = self.app(environ, lambda *said: told.append(said))
        return told[0], body


def _begins_work(environ: Environ) -> bool:
    """Whether a machine brings a new ticket; it can bring it later, a person cannot."""
    return environ.get("REQUEST_METHOD") == "POST" and environ["PATH_INFO"] in NEW_WORK


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
