"""Single calls as fast as they are answered: create, list of 50, one ticket, one change of state."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp

from gewu.config.benches.clients import WORDS, at


@dataclass
class Measured:
    """What one kind of call took, in milliseconds."""

    times: list[float] = field(default_factory=list)
    failed: int = 0

    def figures(self, seconds: float, statements: int) -> dict[str, Any]:
        """Calls a second, median, 95th percentile, statements of one call."""
        return {
            "per_second": round(len(self.times) / seconds, 1),
            "p50_ms": at(self.times, 0.50),
            "p95_ms": at(self.times, 0.95),
            "statements": statements,
            "failed": self.failed,
        }


class Caller:
    """A machine with the keys of the bench town."""

    def __init__(self, address: str, keys: dict[str, Any], seed: int = 3) -> None:
        self.address, self.keys = address, keys
        self.chance = random.Random(seed)
        self.ready: list[str] = []

    async def run(
        self, kind: str, *, clients: int, seconds: float, most: int | None = None
    ) -> tuple[Measured, float]:
        """Press one kind of call for so long, or so many times."""
        measured, begun = Measured(), time.monotonic()
        ends = begun + seconds
        left = [most if most is not None else 10**9]
        connector = aiohttp.TCPConnector(limit=clients)
        timeout = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:

            async def work() -> None:
                while time.monotonic() < ends and left[0] > 0:
                    left[0] -= 1
                    if not await self._once(kind, session, measured):
                        return

            await asyncio.gather(*(work() for _ in range(clients)))
        return measured, time.monotonic() - begun

    async def _once(self, kind: str, session: aiohttp.ClientSession, measured: Measured) -> bool:
        asked = self._asked(kind)
        if asked is None:
            return False
        method, path, key, body = asked
        headers = {"Authorization": f"Bearer {self.keys[key]}", "Idempotency-Key": str(uuid4())}
        begun = time.perf_counter()
        async with session.request(
            method, f"{self.address}/api/v1/tickets{path}", json=body, headers=headers
        ) as answer:
            text = await answer.json()
        if answer.status >= 400:
            measured.failed += 1
            return True
        measured.times.append((time.perf_counter() - begun) * 1000)
        if kind == "create":
            self.ready.append(text["id"])
        return True

    def _asked(self, kind: str) -> tuple[str, str, str, dict[str, Any] | None] | None:
        if kind == "create":
            west, south, east, north = self.keys["box"]
            body = {
                "words": f"{self.chance.choice(WORDS)}，编号{self.chance.randrange(10**6)}",
                "lon": round(self.chance.uniform(west, east), 7),
                "lat": round(self.chance.uniform(south, north), 7),
                "item": self.keys["item"],
            }
            return "POST", "", "reporter", body
        if kind == "list":
            queue = self.chance.choice(("open", "signing", "handling", "closed"))
            return "GET", f"?queue={queue}&item={self.keys['item']}", "reporter", None
        if kind == "ticket":
            return "GET", f"/{self.chance.choice(self.ready)}", "reporter", None
        if not self.ready:
            return None  # every ticket that was made has been signed for
        return "POST", f"/{self.ready.pop()}/sign", "handler", {}
