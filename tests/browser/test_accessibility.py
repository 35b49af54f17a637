"""Every page in a real Chromium: axe finds nothing serious, nothing is wider than the window.

Pages of another door join by adding a line to its list.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from gewu.ground.staffing.queries import appointments_of
from gewu.work.tickets import jobs
from gewu.work.tickets.models import ImportRun, Ticket
from gewu.work.tickets.queries.scope import secret_of
from gewu.work.tickets.tests import factories
from tests.browser.conftest import See, barriers, overflows
from tests.cast import CLEO, COMMUNITY, GRID_1, Town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# width, theme, language, large type
HABITS = [
    (390, "light", "zh-hans", False),
    (390, "dark", "en", False),
    (360, "light", "zh-hans", True),
    (1440, "light", "en", False),
    (1440, "dark", "zh-hans", False),
]


@pytest.fixture
def place(transactional_db: None) -> Town:
    """The town with catalogue and calendar."""
    return factories.equipped_town()


def public_pages(place: Town) -> Iterator[str]:
    """What residents see, in every situation that changes a page."""
    yield reverse("account_login")
    yield reverse("portal:home")
    yield reverse("portal:about")
    yield reverse("portal:report") + "?kind=02"
    yield reverse("portal:report") + f"?area={GRID_1}&item=0301"
    yield reverse("portal:report") + "?item=0905"
    yield reverse("portal:follow")
    yield reverse("portal:done")
    yield reverse("portal:my_grid")
    yield reverse("portal:my_grid") + f"?community={COMMUNITY}"
    yield reverse("territory:public_grid", args=[GRID_1])
    for ticket in (
        factories.report(name="柯丽欧"),
        factories.checked(place),
        factories.closed(place),
    ):
        yield address(ticket, "ticket")
    yield address(factories.report(lon=117.5, lat=36.5), "thanks")


def staff_pages(place: Town) -> Iterator[tuple[str, str]]:
    """Who opens which page of the desk."""
    for name in (
        "desk:my_day",
        "tickets:queue",
        "tickets:export",
        "tickets:new",
        "tickets:import",
        "territory:tree",
    ):
        yield "ben", reverse(name)
    for name in (
        "desk:failures",
        "tickets:catalogue",
        "tickets:add_item",
        "tickets:lead_units",
        "tickets:terms",
        "tickets:days",
        "territory:import",
        "staffing:units",
        "staffing:vacancies",
        "accounts:users",
        "accounts:add_user",
    ):
        yield "root", reverse(name)
    for name in (
        "tickets:item",
        "tickets:change_item",
        "tickets:add_condition",
        "tickets:versions",
    ):
        yield "root", reverse(name, args=["0101"])
    yield "ben", reverse("tickets:workload")
    yield "ben", reverse("tickets:batch") + f"?t={factories.report().pk}&verb=file_and_dispatch"
    yield "root", reverse("tickets:item", args=["0101"])
    yield "root", reverse("tickets:change_condition", args=["0101", 1])
    yield "ada", reverse("account_change_password")
    yield from ground_pages(place)
    yield from ticket_pages(place)
    yield from import_pages(place)


def import_pages(place: Town) -> Iterator[tuple[str, str]]:
    """A file on its way in, at each of its stops; the last one has a bad row."""
    client = Client()
    client.force_login(place.ben)
    words = "编号,内容,类别\n1,垃圾没人清,垃圾\n2,,垃圾\n".encode()
    client.post(reverse("tickets:import"), {"file": SimpleUploadedFile("calls.csv", words)})
    run = ImportRun.objects.latest("created_at")
    columns = reverse("tickets:import_columns", args=[run.pk])
    said = {
        "source_system": "calls",
        "source_id": "编号",
        "words": ["内容"],
        "zone": "Asia/Shanghai",
    }
    yield "ben", columns
    client.post(columns, {**said, "coordinates": "wgs84", "times": "slashes", "item": "类别"})
    yield "ben", reverse("tickets:import_values", args=[run.pk])
    client.post(columns, {**said, "coordinates": "wgs84", "times": "slashes"})
    jobs.check_import(run=str(run.pk))
    yield "ben", reverse("tickets:import_run", args=[run.pk])


def ground_pages(place: Town) -> Iterator[tuple[str, str]]:
    """Areas, units, posts and users, each as its administrator sees it."""
    held = appointments_of(place.ada)[0]
    for name, pk in (
        ("territory:area", place.grid_1.pk),
        ("territory:area", place.community.pk),
        ("territory:change", place.grid_1.pk),
        ("territory:add", place.grid_1.pk),
        ("staffing:unit", place.team_1.pk),
        ("staffing:change_unit", place.team_1.pk),
        ("staffing:add_post", place.team_1.pk),
        ("staffing:set_phone", held.post_id),
        ("staffing:appoint", held.post_id),
        ("staffing:end", held.pk),
        ("accounts:user", place.ada.pk),
        ("accounts:set_password", place.ada.pk),
        ("accounts:issue_key", place.ada.pk),
    ):
        yield "root", reverse(name, args=[pk])
    yield "root", reverse("staffing:add_department")
    yield "root", reverse("territory:tree") + "?q=Grid"
    yield "ada", reverse("account_logout")


def ticket_pages(place: Town) -> Iterator[tuple[str, str]]:
    """A ticket before each of its steps, for whoever takes it."""
    open_one, ours = factories.report(item=None, **CLEO), factories.team_ticket(place)
    taken, done = factories.in_progress(place), factories.checking(place)
    for who, ticket, verb in (
        ("ben", open_one, "ticket"),
        ("ben", open_one, "place"),
        ("ben", open_one, "file"),
        ("ben", open_one, "near"),
        ("ben", open_one, "merge"),
        ("ben", open_one, "split"),
        ("ben", ours, "dispatch"),
        ("ada", ours, "ticket"),
        ("ada", ours, "sign"),
        ("ada", taken, "handle"),
        ("carl", done, "ticket"),
        ("carl", done, "check"),
        ("carl", done, "rework"),
        ("ben", factories.checked(place), "close"),
        ("ben", factories.closed(place), "reopen"),
    ):
        yield who, reverse(f"tickets:{verb}", args=[ticket.pk])


STANDS = """() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')
  && document.getAnimations().every((each) => each.playState !== 'running'
    || each.effect?.getComputedTiming().iterations === Infinity)"""


def faults_of(page: Page, path: str) -> list[str]:
    """What keeps somebody out of a page, opened in a browser that knows the others already."""
    page.goto("/".join(page.url.split("/")[:3]) + path)
    page.wait_for_load_state("load")
    # A part that is fetched after the page fades in: its colours are looked at when it stands.
    page.wait_for_function(STANDS)
    found = [f"{path}: {barrier}" for barrier in barriers(page)]
    return [*found, f"{path} is wider than the window"] if overflows(page) else found


def session_of(place: Town, username: str) -> str:
    """The session of somebody who has signed in."""
    client = Client()
    client.force_login(place.people[username])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def address(ticket: Ticket, page: str) -> str:
    """A page behind the secret of a request."""
    return reverse(f"portal:{page}", args=[ticket.number, secret_of(ticket)])


@pytest.mark.parametrize(("width", "theme", "language", "elder"), HABITS)
def test_public_pages_keep_nobody_out(
    place: Town, see: See, width: int, theme: str, language: str, elder: bool
) -> None:
    page = see("/", width=width, theme=theme, language=language, elder=elder)
    found = [fault for path in public_pages(place) for fault in faults_of(page, path)]
    assert found == []


@pytest.mark.parametrize(
    ("width", "theme", "language"),
    [(1440, "light", "en"), (1440, "dark", "zh-hans"), (390, "light", "zh-hans")],
)
def test_staff_pages_keep_nobody_out(
    place: Town, see: See, width: int, theme: str, language: str
) -> None:
    pages: dict[str, Page] = {}
    found = []
    for who, path in staff_pages(place):
        if who not in pages:
            session = session_of(place, who)
            pages[who] = see(path, width=width, theme=theme, language=language, session=session)
        found += faults_of(pages[who], path)
        assert "/login/" not in pages[who].url
    assert found == []


def test_a_refused_report_keeps_nobody_out(place: Town, see: See) -> None:
    page = see(reverse("portal:report"), width=390, language="en")
    page.locator("#id_phone").fill("12")
    page.get_by_role("button", name="Send report").click()
    page.wait_for_selector(".notice-bad")
    assert barriers(page) == []
    page.get_by_role("link", name="Say in a few words").click()
    assert page.evaluate("location.hash") == "#id_words"
