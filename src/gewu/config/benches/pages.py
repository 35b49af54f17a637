"""Server time of staff pages, in milliseconds. Run as a program: `pages TIMES [both]`."""

import json
import random
import sys
import time
from contextlib import nullcontext
from typing import Any
from unittest import mock

import django

if __name__ == "__main__":
    django.setup()

from django.test import Client

from gewu.config.benches.clients import at
from gewu.ground.accounts import queries
from gewu.ground.accounts.models import User
from gewu.work.tickets.models import Ticket

QUEUES = (
    *("?queue=open", "?queue=signing", "?queue=handling", "?queue=closed", "?queue=all"),
    *("?queue=open&overdue=on", "?queue=open&channel=web"),
)
# Common, middling and rare: two characters, four, a street that stands in a few, one in none.
WORDS = (
    "路灯",
    "垃圾",
    "噪声",
    "积水",
    "井盖",
    "垃圾桶满了",
    "没人清",
    "第1234路",
    "第77路3号",
    "飞来横祸",
)


def main(times: int, *, both: bool = False) -> dict[str, Any]:
    """Median and 95th percentile of each kind of page; `both` asks without the second wall too."""
    client, chance = Client(headers={"host": "127.0.0.1"}), random.Random(5)
    client.force_login(User.objects.get(username="reporter"))
    some = list(Ticket.objects.order_by("-id").values_list("pk", flat=True)[:2_000])
    pages = {
        "queue": [f"/tickets/{query}" for query in QUEUES],
        "search": [
            f"/tickets/?queue={kind}&q={word}" for word in WORDS for kind in ("open", "all")
        ],
        "ticket": [f"/tickets/{pk}/" for pk in chance.sample(some, min(len(some), 20))],
    }
    figures: dict[str, Any] = {}
    for kind, addresses in pages.items():
        walled, unwalled = _taken(client, addresses, times, both)
        figures[kind] = _told(walled)
        if both:
            figures[f"{kind}_without_the_wall"] = _told(unwalled)
    return figures


def _taken(
    client: Client, addresses: list[str], times: int, both: bool
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """By turns, so that whatever else the machine does meets both alike."""
    for address in addresses:
        client.get(address)
    kept: tuple[dict[str, list[float]], ...] = ({}, {})
    for _again in range(times):
        for address in addresses:
            for walled, taken in zip((True, False)[: 2 if both else 1], kept, strict=False):
                eyes = mock.patch.object(queries, "scope_of", return_value=None)
                with nullcontext() if walled else eyes:
                    taken.setdefault(address, []).append(_asked(client, address))
    return kept[0], kept[1]


def _asked(client: Client, address: str) -> float:
    begun = time.perf_counter()
    answer = client.get(address)
    took = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return took


def _told(taken: dict[str, list[float]]) -> dict[str, Any]:
    every = [each for times_of in taken.values() for each in times_of]
    slowest = max(taken, key=lambda address: at(taken[address], 0.5))
    return {
        "p50_ms": at(every, 0.5),
        "p95_ms": at(every, 0.95),
        "slowest": [slowest, at(taken[slowest], 0.5)],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), both="both" in sys.argv)) + "\n")
