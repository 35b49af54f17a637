"""How pages are looked over: each in two habits, each template in all of them.

A habit is a width of the window, a theme, a language and the size of the type. Every page is
loaded in Chinese on a phone by day and in English on a desk in the dark, and there meets all rules.
The first page of a template that a process meets is also turned, as a person turns it: with the
button of the theme, with another window and, where residents read, with large type. A turn meets
the rules whose outcome it can change: names and roles stay what they were.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.conf import settings
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from playwright.sync_api import Page

from gewu.ground.residents.actions import begin_session
from gewu.kernel.acting import RESIDENT
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.scope import secret_of
from tests.browser.conftest import OF_THE_LOOK, See, barriers, height_of, overflows
from tests.cast import CLEO, Town


class Habit(NamedTuple):
    """How somebody reads."""

    width: int
    theme: str
    language: str
    elder: bool = False


# What every page is loaded in, and what a template's first page is turned to from there.
TURNS = {
    Habit(390, "light", "zh-hans"): [Habit(1440, "dark", "zh-hans")],
    Habit(1440, "dark", "en"): [Habit(1440, "light", "en"), Habit(390, "dark", "en")],
}
CLEO_HERSELF = "cleo"  # a resident who has shown that her number is hers
RESIDENTS = ("", CLEO_HERSELF)
LARGE = Habit(360, "light", "zh-hans", elder=True)
known: set[tuple[str, bool]] = set()  # templates that this process has turned, for whom

# What the button of the theme does in frontend/shared/theme.ts.
TURN = """(theme) => {
  document.documentElement.dataset.theme = document.documentElement.dataset.bsTheme = theme
  document.dispatchEvent(new CustomEvent('gewu:theme', { detail: theme }))
}"""


class Looker:
    """Opens pages for the people of a town; each has a window for each habit."""

    def __init__(self, place: Town, see: See) -> None:
        self.place, self.see = place, see
        self.windows: dict[tuple[str, Habit], Page] = {}

    def faults(self, visits: Iterable[tuple[str, str]]) -> list[str]:
        """What keeps somebody out of these pages; a resident who opens one has no name."""
        with first_templates() as drawn:
            return [
                fault
                for who, path in visits
                for fault in self._faults_of(who, iri_to_uri(path), drawn)
            ]

    def _faults_of(self, who: str, path: str, drawn: dict[str, str]) -> Iterator[str]:
        for habit in TURNS:
            yield from self._opened(who, path, habit)
        template = drawn[path], who not in RESIDENTS
        if template in known:
            return
        known.add(template)
        for habit, turns in TURNS.items():
            page = self.windows[who, habit]
            for turn in turns:
                page.evaluate(TURN, turn.theme)
                page.set_viewport_size({"width": turn.width, "height": height_of(turn.width)})
                # Both widths met the rules in one of the themes when they were loaded.
                seen = any(each[:2] == turn[:2] for each in TURNS)
                yield from faults_of(page, path, [] if seen else OF_THE_LOOK)
            page.set_viewport_size({"width": habit.width, "height": height_of(habit.width)})
        if who in RESIDENTS:
            yield from self._opened(who, path, LARGE)

    def _opened(self, who: str, path: str, habit: Habit) -> Iterator[str]:
        page = self.windows.get((who, habit))
        if page is None:
            page = self.see(path, **habit._asdict(), **self._signed_in(who), still=True)
            self.windows[who, habit] = page
        else:
            page.goto("/".join(page.url.split("/")[:3]) + path)
        if status_of(page) != 200 or not page.url.endswith(path):
            yield f"{who} opened {path} and came to {page.url}"
        yield from faults_of(page, path)

    def _signed_in(self, who: str) -> dict[str, str]:
        if who == CLEO_HERSELF:
            return {"resident": begin_session(phone=CLEO["phone"], by=RESIDENT)}
        return {"session": session_of(self.place, who)} if who else {}


def faults_of(page: Page, path: str, only: list[str] | None = None) -> list[str]:
    """What keeps somebody out of a page that is open, by these rules or by all."""
    found = [] if only == [] else [f"{path}: {barrier}" for barrier in barriers(page, only)]
    return [*found, f"{path} is wider than the window"] if overflows(page) else found


def status_of(page: Page) -> int:
    """What the server answered to the page that is shown."""
    return int(page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus"))


@contextmanager
def first_templates() -> Iterator[dict[str, str]]:
    """The template that draws each page, by its address."""
    drawn: dict[str, str] = {}

    def note(template: Any, context: Any, **_more: Any) -> None:
        request = getattr(context, "request", None)
        if request is not None:
            drawn.setdefault(request.get_full_path(), template.name)

    template_rendered.connect(note, weak=False)
    try:
        yield drawn
    finally:
        template_rendered.disconnect(note)


def session_of(place: Town, username: str) -> str:
    """The session of somebody who has signed in."""
    client = Client()
    client.force_login(place.people[username])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def address(ticket: Ticket, page: str) -> str:
    """A page behind the secret of a request."""
    return reverse(f"portal:{page}", args=[ticket.number, secret_of(ticket)])
