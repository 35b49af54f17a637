"""An open queue learns of a new ticket by itself: the whole served stack, a real Chromium."""

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from gewu.config.benches.lifecycle import Served, served_town
from gewu.kernel.postgres import Cluster

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.enable_socket]
PASSWORD = "no-one-signs-in-4"  # of the machines of the bench town
PROMISE = 2.0  # seconds from the answer to the reporter until the desk shows it


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Pages, live updates and worker over a database server of their own."""
    cluster = Cluster(tmp_path)
    with served_town("gewu_live", cluster=cluster) as running:
        yield running
    cluster.remove()


def test_a_new_ticket_is_seen_within_two_seconds(chromium: Browser, served: Served) -> None:
    page = queue_of(chromium, served)
    report(served, "第一件，页面刚打开")
    shown(page, "第一件")  # the stream is open from here on, and everything is warm
    took = []
    for words in ("路口积水", "井盖松动", "站牌倒了"):
        report(served, words)
        began = time.monotonic()
        shown(page, words)
        took.append(time.monotonic() - began)
    assert sorted(took)[1] < PROMISE, took


def queue_of(chromium: Browser, served: Served) -> Page:
    """The queue of a dispatcher who signed in by hand."""
    page = chromium.new_context(locale="zh-CN").new_page()
    page.goto(served.address + "/accounts/login/?next=/tickets/?q=")
    page.locator("[name=login]").fill("reporter")
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_request("**/live?token=*"):
        page.locator("main form button[type=submit]").first.click()
    return page


def report(served: Served, words: str) -> None:
    """A ticket by the programming interface; it is safe when this returns."""
    west, south, east, north = served.keys["box"]
    said: dict[str, Any] = {
        "words": words,
        "lon": (west + east) / 2,
        "lat": (south + north) / 2,
        "item": served.keys["item"],
    }
    asked = urllib.request.Request(
        f"{served.address}/api/v1/tickets",
        data=json.dumps(said).encode(),
        headers={
            "Authorization": f"Bearer {served.keys['reporter']}",
            "Idempotency-Key": str(uuid4()),
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        assert answer.status < 300


def shown(page: Page, words: str) -> None:
    expect(page.locator("#rows")).to_contain_text(words, timeout=20_000)
