"""A real Chromium in front of a real server, for the tests that need eyes and hands."""

import os
from asyncio import AbstractEventLoop, _set_running_loop, get_running_loop
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

# The shell without windows draws the same pages in two thirds of the time.
CHROMIUM = os.environ.get("GEWU_CHROMIUM", "/usr/bin/chromium-headless-shell")
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# Maps are drawn by SwiftShader, as there is no graphics card; everything else is put together
# without it, which takes a third of the work.
ARGUMENTS = ["--no-sandbox", "--disable-gpu-compositing"]
ARGUMENTS += ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
BAD = {"serious", "critical"}
# What depends on the theme, and on how much room the words have.
OF_THE_LOOK = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"]
# Only what is wrong is told, one sentence each: what is right would take longer to fetch than to
# find. A fault is as bad as its rule says, so rules that say less are not worth their time.
LOOK = """async ([bad, only]) => (await axe.run({ resultTypes: ['violations'], runOnly: only ??
    axe._audit.rules.filter((rule) => rule.enabled && bad.includes(rule.impact)
      && !rule.tags.some((tag) => axe._audit.tagExclude.includes(tag)))
    .map((rule) => rule.id) })).violations
  .filter((fault) => bad.includes(fault.impact))
  .map((fault) => `${fault.id}: ${fault.help}: ${fault.nodes[0].html.slice(0, 200)}`)"""

# Nothing is under way: no part waits for its answer, nothing fades in.
STANDS = """() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')
  && document.getAnimations().every((each) => each.playState !== 'running'
    || each.effect?.getComputedTiming().iterations === Infinity)"""

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
        resident: str = "",
        script: bool = True,
        still: bool = False,
    ) -> Page: ...


@pytest.fixture(scope="session")
def started_chromium() -> Iterator[tuple[Browser, AbstractEventLoop]]:
    """One Chromium for all tests of a process; Debian's, since nothing else is downloaded."""
    with sync_playwright() as playwright:
        loop = get_running_loop()
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=ARGUMENTS,
        )
        _set_running_loop(None)
        yield browser, loop
        _set_running_loop(loop)
        browser.close()


@pytest.fixture
def chromium(started_chromium: tuple[Browser, AbstractEventLoop]) -> Iterator[Browser]:
    """The Chromium of this process.

    Playwright leaves its event loop running in this thread. Between the tests that use it the
    thread looks as if it had none, since other tests run loops of their own.
    """
    browser, loop = started_chromium
    _set_running_loop(loop)
    yield browser
    _set_running_loop(None)


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
            viewport={"width": width, "height": height_of(width)},
            locale="zh-CN" if habits.get("language", "zh-hans").startswith("zh") else "en-GB",
            java_script_enabled=habits.get("script", True),
            reduced_motion="reduce" if habits.get("still") else None,
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


def height_of(width: int) -> int:
    """A window of this width is a phone's or a desk's."""
    return 900 if width > 600 else 844


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def barriers(page: Page, only: list[str] | None = None) -> list[str]:
    """What axe finds on a page that keeps somebody out, one sentence each; by all rules, or a few.

    A part that waits for an answer is faint for a moment; what counts is what stays.
    """
    if not page.evaluate(STANDS):  # waiting loads Playwright's own script into the page
        page.wait_for_function(STANDS)
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    return list(page.evaluate(LOOK, [sorted(BAD), only]))


def overflows(page: Page) -> bool:
    """Whether a page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def _cookies(url: str, habits: dict[str, Any]) -> list[Any]:
    values = {
        "gewu_theme": habits.get("theme", "light"),
        "gewu_language": habits.get("language", "zh-hans"),
        "gewu_elder": "1" if habits.get("elder") else "0",
        "gewu_session": habits.get("session", ""),
        "gewu_resident": habits.get("resident", ""),
    }
    return [{"name": name, "value": value, "url": url} for name, value in values.items() if value]
