"""An open-loop load: arrivals do not wait for answers, and whoever gets 503 goes away."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp

from gewu.config.benches.clients import WORDS, at


@dataclass
class Burst:
    """What became of the arrivals."""

    lives: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    created: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def figures(self, seconds: float) -> dict[str, Any]:
        """Whole life cycles a second, answers by status, latency of accepted calls."""
        return {
            "lifecycles_per_second": round(self.lives / seconds, 1),
            "statuses": dict(self.statuses),
            "accepted_p50_ms": at(self.milliseconds, 0.5),
            "accepted_p95_ms": at(self.milliseconds, 0.95),
        }


async def offer(address: str, keys: dict[str, Any], rate: float, seconds: float) -> Burst:
    """So many life cycles a second begin for so long."""
    burst, chance = Burst(), random.Random(9)
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), timeout=timeout
    ) as session:
        begun, running = time.monotonic(), set[asyncio.Task[None]]()
        number = 0
        while time.monotonic() - begun < seconds:
            while number < (time.monotonic() - begun) * rate:
                task = asyncio.create_task(_life(session, address, keys, chance, burst))
                running.add(task)
                task.add_done_callback(running.discard)
                number += 1
            await asyncio.sleep(0.005)
        await asyncio.gather(*running)
    return burst


async def _life(
    session: aiohttp.ClientSession,
    address: str,
    keys: dict[str, Any],
    chance: random.Random,
    burst: Burst,
) -> None:
    west, south, east, north = keys["box"]
    report = {
        "words": f"{chance.choice(WORDS)}，编号{chance.randrange(10**6)}",
        "lon": round(chance.uniform(west, east), 7),
        "lat": round(chance.uniform(south, north), 7),
        "item": keys["item"],
    }
    ticket = await _call(session, f"{address}/api/v1/tickets", keys["reporter"], report, burst, 0)
    if ticket is None:
        return
    burst.created.append(ticket["id"])
    own = f"{address}/api/v1/tickets/{ticket['id']}"
    for verb, key, body in (
        ("sign", "handler", {}),
        ("handle", "handler", {"words": "已到现场处理完毕"}),
        ("close", "reporter", {"closing_met": True}),
    ):
        # Work that has begun is tried again as Retry-After asks; only arrivals go away.
        if await _call(session, f"{own}/{verb}", keys[key], body, burst, 20) is None:
            return
    burst.lives += 1


async def _call(
    session: aiohttp.ClientSession,
    url: str,
    key: str,
    body: dict[str, Any],
    burst: Burst,
    patience: int,
) -> dict[str, Any] | None:
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": str(uuid4())}
    while True:
        begun = time.perf_counter()
        try:
            async with session.post(url, json=body, headers=headers) as answer:
                told: dict[str, Any] = await answer.json()
        except (aiohttp.ClientError, TimeoutError) as error:
            burst.statuses[type(error).__name__] += 1
            return None
        retry = answer.headers.get("Retry-After", "")
        burst.statuses[f"{answer.status}{' with Retry-After' if retry else ''}"] += 1
        if answer.status < 400:
            burst.milliseconds.append((time.perf_counter() - begun) * 1000)
            return told
        if answer.status != 503 or patience == 0:
            return None
        patience -= 1
        await asyncio.sleep(float(retry or 1))
