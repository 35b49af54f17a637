"""Journey 13: a county from nothing, by hand, in a real browser: to the report off a scanned poster."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from shapely.geometry import mapping

from gewu.doors.setup.tests import files
from gewu.doors.setup.tests.files import COUNTY, GRID_1
from gewu.ground.accounts.actions import add_user
from gewu.ground.territory.queries import area_by_code
from gewu.kernel.acting import SYSTEM
from gewu.work.tickets.models import Ticket
from tests.browser.conftest import See, barriers, overflows
from tests.browser.test_journey_1 import the_number
from tests.cast import PASSWORD
from tests.journeys.test_journey_13 import OUTLINES, scanned

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

OWN = "a-password-of-her-own-2026"


def fine(page: Page) -> None:
    """Nothing keeps anybody out, and it fits the window."""
    assert barriers(page) == []
    assert not overflows(page)


def the_boundaries() -> dict[str, object]:
    """One file of outlines, found again by code."""
    features = []
    for code, outline in OUTLINES.items():
        area = area_by_code(code)
        told = {
            "编码": code,
            "名称": area.name_zh,
            "上级编码": area.parent.code if area.parent else "",
        }
        features.append({"type": "Feature", "properties": told, "geometry": mapping(outline)})
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return {"name": "边界.geojson", "mimeType": "application/geo+json", "buffer": content}


def the_book(**changed: object) -> dict[str, object]:
    """The workbook of a county."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "开通.xlsx", "mimeType": kind, "buffer": files.xlsx(files.sheets(**changed))}


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/".join(page.url.split("/")[:3]) + reverse("account_login"))
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def open_the_county(page: Page) -> None:
    page.locator("main a.row-link").first.click()
    page.locator("[name=name_zh]").fill("北区")
    page.locator("[name=code]").fill(COUNTY)
    page.locator("[name=phone]").fill("0537-12345")
    fine(page)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("北区")
    fine(page)


def bring_in_the_book(page: Page) -> str:
    """A bad row first, then the whole book; what the worker's strip of paper says."""
    page.goto(page.url.split("/setup/")[0] + reverse("setup:sheet", args=["county"]))
    wrong = ("0017", "370898100001009", "网格员", "", "是", "", "", "")
    page.locator("[name=file]").set_input_files([the_book(appointments=[wrong])])  # type: ignore[list-item]
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("370898100001009")
    fine(page)
    page.locator("[name=file]").set_input_files([the_book()])  # type: ignore[list-item]
    page.locator("main form button[type=submit]").click()
    row = page.locator("main tr", has_text="0017")
    expect(row).to_contain_text("王秀兰")
    fine(page)
    return row.locator("code").inner_text()


def bring_in_the_boundaries(page: Page) -> None:
    page.goto(page.url.split("/setup/")[0] + reverse("territory:import"))
    page.locator("[name=file]").set_input_files([the_boundaries()])  # type: ignore[list-item]
    page.locator("main form button[type=submit]").click()
    page.get_by_role("button", name=re.compile("导入")).click()
    page.wait_for_url(lambda url: "import" not in url)


def print_posters(page: Page) -> bytes:
    """What the page makes of its form."""
    page.goto("/".join(page.url.split("/")[:3]) + reverse("territory:posters"))
    fine(page)
    form = page.locator("main form").first
    said = form.evaluate("(form) => form.action + '?' + new URLSearchParams(new FormData(form))")
    return page.request.get(said).body()


def report_from(resident: Page, address: str) -> str:
    """Somebody stands before the poster; the number of the report."""
    resident.goto("/".join(resident.url.split("/")[:3]) + address)
    expect(resident.locator("main")).to_contain_text("王秀兰")
    fine(resident)
    resident.locator(".page-actions a").first.click()
    resident.locator("[name=words]").fill("和平路的排水口堵了")
    resident.locator("#kinds-words").fill("排水")
    resident.locator("input[name=item][value='0204']").check()
    assert resident.locator("#id_here").is_checked()
    resident.get_by_role("button", name="提交").click()
    return the_number(resident)


@pytest.mark.parametrize("width", [1440, 390])
def test_from_nothing_to_the_first_report(transactional_db: None, see: See, width: int) -> None:
    chief = add_user(
        username="chief", password=PASSWORD, name_zh="管理员", is_superuser=True, by=SYSTEM
    )
    client = Client()
    client.force_login(chief)
    session = str(client.cookies[settings.SESSION_COOKIE_NAME].value)
    page = see(reverse("setup:steps"), session=session, width=width)
    fine(page)
    open_the_county(page)
    password = bring_in_the_book(page)
    bring_in_the_boundaries(page)
    page.goto("/".join(page.url.split("/")[:3]) + reverse("setup:check"))
    expect(page.locator("main")).not_to_contain_text("没有边界")
    fine(page)
    assert print_posters(page).startswith(b"%PDF")

    resident = see("/", width=390)
    number = report_from(resident, re.sub(r"^https?://[^/]+", "", scanned(GRID_1)))

    worker = see("/", width=390)
    sign_in(worker, "0017", password)
    fine(worker)
    worker.locator("[name=oldpassword]").fill(password)
    worker.locator("[name=password1]").fill(OWN)
    worker.locator("[name=password2]").fill(OWN)
    worker.keyboard.press("Enter")
    worker.wait_for_url("**/desk/")
    ticket = Ticket.objects.get(number=number)
    assert ticket.area is not None and ticket.area.code == GRID_1
    worker.goto("/".join(worker.url.split("/")[:3]) + reverse("tickets:ticket", args=[ticket.pk]))
    expect(worker.locator("main")).to_contain_text("和平路的排水口堵了")
    fine(worker)
