"""Journey 11: a grid is split from a plan of two parts, by hand, in a real browser."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from shapely import box
from shapely.geometry import mapping

from gewu.ground.territory.jobs import enter_due_redraws
from gewu.ground.territory.models import Redraw
from gewu.ground.territory.queries import area_by_code
from gewu.work.tickets import jobs
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.tests import factories
from tests.browser.conftest import See, barriers, overflows
from tests.cast import COMMUNITY, GRID_1, Town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WEST, EAST = f"{COMMUNITY}101", f"{COMMUNITY}102"
OUTLINES = {
    WEST: ("西片网格", box(116.60, 35.40, 116.604, 35.41)),
    EAST: ("东片网格", box(116.604, 35.40, 116.61, 35.41)),
}


@pytest.fixture
def place(transactional_db: None) -> Town:
    """The town with catalogue and calendar."""
    return factories.equipped_town()


def the_file(east: object = None) -> dict[str, object]:
    """The plan as it comes from the drawing board."""
    features = [
        {
            "type": "Feature",
            "properties": {"编码": code, "名称": name},
            "geometry": mapping(outline),
        }
        for code, (name, outline) in OUTLINES.items()
    ]
    if east is not None:
        features[1]["geometry"] = mapping(east)
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return {"name": "方案.geojson", "mimeType": "application/geo+json", "buffer": content}


def session_of(user: object) -> str:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def fine(page: Page) -> None:
    """Nothing keeps anybody out, and it fits the window."""
    assert barriers(page) == []
    assert not overflows(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_grid_is_split_from_a_file(place: Town, see: See, width: int) -> None:
    ticket = factories.report(item=None, lon=116.608, lat=35.405)
    address = reverse("territory:area", args=[place.grid_1.pk])
    page = see(address, session=session_of(place.root), width=width)
    page.get_by_role("link", name="拆分").click()
    page.locator("[name=file]").set_input_files([the_file(box(116.605, 35.4, 116.61, 35.41))])  # type: ignore[list-item]
    page.get_by_role("button", name="看看会有什么影响").click()
    expect(page.locator("main")).to_contain_text("不属于任何一块")
    fine(page)

    page.locator("[name=file]").set_input_files([the_file()])  # type: ignore[list-item]
    page.locator("[name=keeps]").fill(WEST)
    day = timezone.localdate() + timedelta(days=2)
    page.locator("[name=day]").fill(day.isoformat())
    page.locator("[name=words]").fill("住户太多")
    page.get_by_role("button", name="看看会有什么影响").click()
    expect(page.locator("main")).to_contain_text("保留人员")
    expect(page.locator("main")).to_contain_text("艾达")
    expect(page.locator("gewu-map[ready]")).to_have_count(2, timeout=30_000)
    fine(page)
    page.get_by_role("button", name="列入计划").click()
    expect(page.locator("main")).to_contain_text("已计划")
    page.get_by_role("button", name="撤销计划").click()
    page.locator("dialog[open] button[value=yes]").click()
    expect(page.locator("main")).to_contain_text("已撤销")
    fine(page)

    page.go_back()
    page.goto(page.url.split("/territory/")[0] + address)
    page.get_by_role("link", name="拆分").click()
    page.locator("[name=file]").set_input_files([the_file()])  # type: ignore[list-item]
    page.locator("[name=keeps]").fill(WEST)
    page.get_by_role("button", name="看看会有什么影响").click()
    page.get_by_role("button", name="立即生效").click()
    page.locator("dialog[open] button[value=yes]").click()
    expect(page.locator("main")).to_contain_text("生效中")
    assert enter_due_redraws(0) == 0
    assert jobs.follow_redraw(str(Redraw.objects.get(state="in_force").pk)) == 1
    assert Ticket.objects.get(pk=ticket.pk).area == area_by_code(EAST)

    page.get_by_role("link", name="西片网格").click()
    expect(page.locator("main")).to_contain_text("艾达")
    page.get_by_role("link", name=re.compile("第一网格")).click()
    expect(page.locator("main")).to_contain_text("停用")
    fine(page)
    yesterday = timezone.localdate() - timedelta(days=1)
    page.goto(page.url.split("/territory/")[0] + reverse("territory:tree"))
    page.locator("[name=day]").fill(yesterday.isoformat())
    expect(page.locator("#results")).to_contain_text(GRID_1)
    fine(page)
