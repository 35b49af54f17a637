"""A real Chromium in front of a real server, for the tests that need eyes and hands."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = os.environ.get("GEWU_CHROMIUM", "/usr/bin/chromium")
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BAD = {"serious", "critical"}

# Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


class See(Protocol):
    """Opens a page as a person with these habits would see it."""

    def __call__(
        self,
        path: str,
        *,
        width: int = 1440,
        theme: str = "light",
        language: str = "zh-hans",
        elder: bool = False,
        session: str = "",
        script: bool = True,
    ) -> Page: ...


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for the tests of a file; Debian's, since nothing else is downloaded.

    Not for longer: Playwright leaves a running event loop in this thread, and other tests run
    loops of their own.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
        )
        yield browser
        browser.close()


@pytest.fixture
def see(chromium: Browser, live_server: Any) -> Iterator[See]:
    """Open pages; what the console complains about fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        itself = message.page is not None and where == message.page.url  # an error page, asked for
        live = "/live?token=" in where  # these tests serve pages only
        if message.type == "error" and not itself and not live:
            complaints.append(f"{message.text} ({where})")

    def opened(path: str, **habits: Any) -> Page:
        width = habits.get("width", 1440)
        context = chromium.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 844},
            locale="zh-CN" if habits.get("language", "zh-hans").startswith("zh") else "en-GB",
            java_script_enabled=habits.get("script", True),
            permissions=["geolocation"],
            geolocation={"longitude": 120.1525, "latitude": 30.2745},
        )
        contexts.append(context)
        context.add_cookies(_cookies(live_server.url, habits))
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints


def barriers(page: Page) -> list[str]:
    """What axe finds on a page that keeps somebody out, one sentence each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    return [
        f"{fault['id']}: {fault['help']}: {fault['nodes'][0]['html'][:200]}"
        for fault in found["violations"]
        if fault["impact"] in BAD
    ]


def overflows(page: Page) -> bool:
    """Whether a page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def _cookies(url: str, habits: dict[str, Any]) -> list[Any]:
    values = {
        "gewu_theme": habits.get("theme", "light"),
        "gewu_language": habits.get("language", "zh-hans"),
        "gewu_elder": "1" if habits.get("elder") else "0",
        "gewu_session": habits.get("session", ""),
    }
    return [{"name": name, "value": value, "url": url} for name, value in values.items() if value]
