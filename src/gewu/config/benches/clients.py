"""Machines that report, sign, handle and close as fast as they are answered."""

import asyncio
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp

CALLS = ("create", "sign", "handle", "close")
WORDS = (
    "路口积水",
    "井盖松动",
    "想了解办理时间",
    "楼下路灯忽明忽暗",
    "人行道地砖翘起",
    "公交站牌倒了",
)


@dataclass
class Tally:
    """Whole life cycles, milliseconds of every call, and the steps we were told are safe."""

    lives: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def figures(self, seconds: float) -> dict[str, Any]:
        """Life cycles a second, median and 95th percentile of each call."""
        return {
            "lifecycles": self.lives,
            "seconds": round(seconds, 2),
            "lifecycles_per_second": round(self.lives / seconds, 2),
            "errors": dict(self.errors),
            "calls": {
                call: {"p50_ms": at(times, 0.50), "p95_ms": at(times, 0.95), "count": len(times)}
                for call, times in self.milliseconds.items()
            },
        }


async def press(
    address: str, keys: dict[str, Any], *, clients: int, seconds: float, seed: int = 1
) -> tuple[Tally, float]:
    """Let so many clients run for so long; answers the tally and the seconds it really took."""
    tally = Tally()
    connector = aiohttp.TCPConnector(limit=clients)
    timeout = aiohttp.ClientTimeout(total=30)
    begun = time.monotonic()
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        ends = begun + seconds
        await asyncio.gather(
            *(
                _Client(session, address, keys, random.Random(seed + number), tally).work(ends)
                for number in range(clients)
            )
        )
    return tally, time.monotonic() - begun


@dataclass
class _Client:
    session: aiohttp.ClientSession
    address: str
    keys: dict[str, Any]
    chance: random.Random
    tally: Tally

    async def work(self, ends: float) -> None:
        while time.monotonic() < ends:
            try:
                await self.live_once()
            except (aiohttp.ClientError, TimeoutError) as error:
                self.tally.errors[type(error).__name__] += 1
                await asyncio.sleep(0.2)

    async def live_once(self) -> None:
        """One ticket from its report to its closing."""
        west, south, east, north = self.keys["box"]
        report = {
            "words": f"{self.chance.choice(WORDS)}，编号{self.chance.randrange(10**6)}",
            "lon": round(self.chance.uniform(west, east), 7),
            "lat": round(self.chance.uniform(south, north), 7),
            "item": self.keys["item"],
        }
        ticket = await self.call("create", "", self.keys["reporter"], report)
        if ticket is None:
            return
        acknowledged = self.tally.acknowledged.setdefault(ticket["id"], [])
        path = f"/{ticket['id']}"
        steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
            ("sign", self.keys["handler"], {}),
            ("handle", self.keys["handler"], {"words": "已到现场处理完毕"}),
            ("close", self.keys["reporter"], {"closing_met": True}),
        )
        for verb, key, body in steps:
            if await self.call(verb, f"{path}/{verb}", key, body) is None:
                return
            acknowledged.append(verb)
        self.tally.lives += 1

    async def call(
        self, name: str, path: str, key: str, body: dict[str, Any]
    ) -> dict[str, Any] | None:
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": str(uuid4())}
        begun = time.perf_counter()
        url = f"{self.address}/api/v1/tickets{path}"
        async with self.session.post(url, json=body, headers=headers) as answer:
            if answer.status >= 400:
                self.tally.errors[f"{name} {answer.status}"] += 1
                return None
            told: dict[str, Any] = await answer.json()
        self.tally.milliseconds[name].append((time.perf_counter() - begun) * 1000)
        return told


def at(times: list[float], share: float) -> float:
    ranked = sorted(times)
    return round(ranked[min(len(ranked) - 1, int(share * len(ranked)))], 1) if ranked else 0.0
