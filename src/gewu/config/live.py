"""The ASGI application behind `asgi`: streams, and the one connection that feeds them."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

import psycopg
from django.conf import settings

from gewu.kernel import channels, live

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEARTBEAT = 15.0
PATH = "/live"
ROOM = 200  # news waiting for one slow page; it is told to fetch everything when they overflow

log = logging.getLogger(__name__)


class Live:
    """Hands what PostgreSQL announces to the pages that may know."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Queue[str]]] = {}
        self._listening: asyncio.Task[None] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request: a stream, or a short no."""
        if scope["type"] != "http":
            return
        origin = _header(scope, b"origin")
        topics = live.read_token(_token(scope)) if scope["path"] == PATH else None
        if origin and origin not in settings.LIVE_ORIGINS:
            await _refuse(send, 403)
        elif not topics:
            await _refuse(send, 403 if scope["path"] == PATH else 404)
        else:
            await self._stream(topics, origin, receive, send)

    async def _stream(
        self, topics: Iterable[str], origin: str, receive: Receive, send: Send
    ) -> None:
        self._listen()
        queue: asyncio.Queue[str] = asyncio.Queue(ROOM)
        kept = set(topics)
        for topic in kept:
            self._waiting.setdefault(topic, set()).add(queue)
        gone = asyncio.ensure_future(_until_gone(receive))
        try:
            await send(_head(200, origin, b"text/event-stream"))
            await _write(send, "retry: 3000\n\n")
            await self._write_news(queue, gone, send)
        finally:
            gone.cancel()
            for topic in kept:
                self._waiting[topic].discard(queue)
                if not self._waiting[topic]:
                    del self._waiting[topic]

    async def _write_news(
        self, queue: asyncio.Queue[str], gone: asyncio.Future[None], send: Send
    ) -> None:
        while not gone.done():
            coming = asyncio.ensure_future(queue.get())
            either: set[asyncio.Future[Any]] = {coming, gone}
            await asyncio.wait(either, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            if coming.done():
                await _write(send, coming.result())
                continue
            coming.cancel()
            if not gone.done():
                await _write(send, ": still here\n\n")

    def _listen(self) -> None:
        if self._listening is None or self._listening.done():
            self._listening = asyncio.ensure_future(self._listen_for_ever())

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen_once()
            except psycopg.Error as error:
                log.warning("live updates lost the database: %s", error)
            await asyncio.sleep(1.0)

    async def _listen_once(self) -> None:
        where = settings.DATABASES["default"]
        async with await psycopg.AsyncConnection.connect(
            host=where["HOST"],
            port=where.get("PORT") or None,
            user=where.get("USER") or None,
            password=where.get("PASSWORD") or None,
            dbname=where["NAME"],
            autocommit=True,
        ) as connection:
            await connection.execute(f"LISTEN {channels.LIVE}")
            self._tell(self._waiting, "again")  # something may have been missed until now
            async for heard in connection.notifies():
                self._tell(json.loads(heard.payload), "changed")

    def _tell(self, topics: Iterable[str], event: str) -> None:
        for topic in list(topics):
            for queue in self._waiting.get(topic, ()):
                news = f"event: {event}\ndata: {topic}\n\n"
                if queue.full():
                    while not queue.empty():
                        queue.get_nowait()
                    news = f"event: again\ndata: {topic}\n\n"
                queue.put_nowait(news)


async def _until_gone(receive: Receive) -> None:
    with suppress(Exception):
        while (await receive())["type"] != "http.disconnect":
            pass


async def _refuse(send: Send, status: int) -> None:
    await send(_head(status, "", b"text/plain"))
    await send({"type": "http.response.body", "body": b""})


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _head(status: int, origin: str, kind: bytes) -> Message:
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), (b"vary", b"origin")]
    headers.append((b"x-accel-buffering", b"no"))
    if origin:
        headers.append((b"access-control-allow-origin", origin.encode()))
    return {"type": "http.response.start", "status": status, "headers": headers}


def _header(scope: Message, name: bytes) -> str:
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return next((value.decode("latin-1") for key, value in headers if key == name), "")


def _token(scope: Message) -> str:
    query: bytes = scope["query_string"]
    return parse_qs(query.decode("latin-1")).get("token", [""])[0]
