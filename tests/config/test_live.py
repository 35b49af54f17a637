"""The stream of live updates: who may listen, what is told."""

import asyncio
import json
from typing import Any

import pytest

from gewu.config.live import Live
from gewu.kernel import live

ORIGIN = b"http://127.0.0.1:8000"


class Ear:
    """A page that opens the stream and keeps what it hears."""

    def __init__(self, app: Live, query: str, origin: bytes = ORIGIN, path: str = "/live") -> None:
        self.sent: list[dict[str, Any]] = []
        self.gone = asyncio.Event()
        scope = {
            "type": "http",
            "path": path,
            "query_string": query.encode(),
            "headers": [(b"origin", origin)] if origin else [],
        }
        self.task = asyncio.ensure_future(app(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    async def leave(self) -> None:
        self.gone.set()
        await asyncio.wait_for(self.task, 5)

    @property
    def status(self) -> int:
        return self.sent[0]["status"]

    @property
    def heard(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()


@pytest.fixture
def app(monkeypatch, settings) -> Live:
    """Without the connection to PostgreSQL; the journeys have it."""
    settings.LIVE_ORIGINS = (ORIGIN.decode(),)
    monkeypatch.setattr(Live, "_listen", lambda self: None)
    return Live()


def query(*topics: str) -> str:
    return "token=" + live.token(topics)


def test_a_page_hears_its_topics_and_no_others(app):
    async def story() -> Ear:
        ear = Ear(app, query("queue:1"))
        await asyncio.sleep(0.01)
        app._tell(json.loads('["queue:1", "queue:2"]'), "changed")
        await asyncio.sleep(0.01)
        await ear.leave()
        return ear

    ear = asyncio.run(story())
    assert ear.status == 200
    assert "event: changed\ndata: queue:1\n\n" in ear.heard
    assert "queue:2" not in ear.heard
    assert (b"access-control-allow-origin", ORIGIN) in ear.sent[0]["headers"]


def test_a_page_that_left_is_forgotten(app):
    async def story() -> None:
        ear = Ear(app, query("queue:1"))
        await asyncio.sleep(0.01)
        assert app._waiting
        await ear.leave()

    asyncio.run(story())
    assert app._waiting == {}


@pytest.mark.parametrize(
    ("asked", "origin", "path", "status"),
    [
        ("token=forged", ORIGIN, "/live", 403),
        ("", ORIGIN, "/live", 403),
        (None, b"http://stranger.example", "/live", 403),
        (None, ORIGIN, "/elsewhere", 404),
    ],
)
def test_strangers_are_refused(app, asked, origin, path, status):
    async def story() -> Ear:
        ear = Ear(app, query("queue:1") if asked is None else asked, origin, path)
        await asyncio.wait_for(ear.task, 5)
        return ear

    assert asyncio.run(story()).status == status


def test_a_slow_page_is_told_to_fetch_everything(app):
    async def story() -> str:
        queue: asyncio.Queue[str] = asyncio.Queue(2)
        app._waiting["queue:1"] = {queue}
        for _ in range(3):
            app._tell(["queue:1"], "changed")
        return queue.get_nowait()

    assert asyncio.run(story()) == "event: again\ndata: queue:1\n\n"
