"""Faults of a file of boundaries on the map: the list jumps there, repairs are looked at first."""

import json
from pathlib import Path

import pytest
import shapely
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from shapely import box

from gewu.work.tickets.tests import factories
from tests.browser.conftest import See, barriers, overflows
from tests.cast import COMMUNITY

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1440, 390])
def test_a_fault_is_found_on_the_map_and_mended(see: See, tmp_path: Path, width: int) -> None:
    place = factories.equipped_town()
    client = Client()
    client.force_login(place.root)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    outlines = [box(116.602, 35.412, 116.606, 35.416), box(116.6058, 35.4158, 116.61, 35.42)]
    features = [
        {
            "type": "Feature",
            "properties": {
                "name_zh": f"新网格{number}",
                "code": f"{COMMUNITY}50{number}",
                "parent_code": COMMUNITY,
            },
            "geometry": shapely.geometry.mapping(outline),
        }
        for number, outline in enumerate(outlines, start=1)
    ]
    file = tmp_path / "网格.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    page = see(reverse("territory:import"), session=session, width=width)
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").last.click()
    page.locator("#columns-form button[type=submit]").last.click()
    expect(page.locator("gewu-map[source=file-map][ready]")).to_have_count(1, timeout=30_000)
    assert barriers(page) == [] and not overflows(page)
    before = page.evaluate("document.querySelector('gewu-map').map.getZoom()")
    page.locator("tr", has_text="重叠").locator("a[data-fault]").last.click()
    page.wait_for_timeout(900)
    assert page.evaluate("document.querySelector('gewu-map').map.getZoom()") > before + 0.5
    page.locator("input[name=apart]").check()
    page.locator("#columns-form button[type=submit]").last.click()
    expect(page.locator("table caption", has_text="修复带来的变化")).to_have_count(1)
    assert barriers(page) == [] and not overflows(page)
