"""Outlines drawn by hand: a common border moved, a grid cut in two, up to what follows from it."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from shapely.geometry import shape

from gewu.ground.territory.models import Redraw
from gewu.work.tickets.tests import factories
from tests.browser.conftest import See, barriers, overflows
from tests.cast import GRID_1, GRID_2, Town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PLACE = """([lon, lat]) => {
  const map = document.querySelector('gewu-map').map
  const { x, y } = map.project([lon, lat])
  const box = map.getCanvas().getBoundingClientRect()
  return [x + box.left, y + box.top]
}"""


def opened(see: See, place: Town, kind: str, width: int) -> Page:
    """The page of a change of grid 1, when the pen is ready."""
    client = Client()
    client.force_login(place.root)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = see(f"/territory/{place.grid_1.pk}/{kind}/", session=session, width=width)
    expect(page.locator("[data-drawing][ready]")).to_have_count(1, timeout=30_000)
    page.locator("gewu-map").scroll_into_view_if_needed()
    return page


def at(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where a place is on the screen."""
    x, y = page.evaluate(PLACE, [lon, lat])
    return x, y


def written(page: Page) -> dict[str, Any]:
    """The outlines in the form, by code."""
    features = json.loads(page.locator("#id_outlines").input_value() or '{"features": []}')
    return {each["properties"]["code"]: shape(each["geometry"]) for each in features["features"]}


def go_on(page: Page) -> None:
    """See what follows."""
    page.locator("input[name=day]").fill("2099-01-01")
    page.locator("form[enctype] button[type=submit]").click()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_common_border_is_moved_for_both(see: See, width: int) -> None:
    place = factories.equipped_town()
    page = opened(see, place, "redraw", width)
    assert barriers(page) == [] and not overflows(page)
    page.mouse.move(*at(page, 116.61, 35.41))
    page.mouse.down()
    page.mouse.move(*at(page, 116.611, 35.409))
    page.mouse.move(*at(page, 116.612, 35.41))
    page.mouse.up()
    outlines = written(page)
    assert set(outlines) == {GRID_1, GRID_2}
    assert outlines[GRID_1].area > outlines[GRID_2].area
    assert outlines[GRID_1].intersection(outlines[GRID_2]).area == 0
    expect(page.locator("[data-cover]")).to_have_text("")
    page.locator("[data-do=undo]").click()
    assert written(page) == {}
    page.locator("[data-do=redo]").click()
    assert set(written(page)) == {GRID_1, GRID_2}
    go_on(page)
    expect(page).to_have_url(re.compile("/redraws/look/"), timeout=20_000)
    assert not Redraw.objects.exists(), "nothing is planned before it was seen"


def test_by_keyboard_alone(see: See) -> None:
    place = factories.equipped_town()
    page = opened(see, place, "redraw", 1440)
    before = page.locator("[data-figures]").inner_text()
    assert "4" in before
    page.locator("[data-corners]").focus()
    page.keyboard.press("ArrowDown")
    page.locator("[data-do=add]").focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-corners] option").count() == 5
    page.locator("gewu-map canvas").focus()
    centre = page.evaluate("document.querySelector('gewu-map').map.getCenter().lng")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowUp")
    assert GRID_1 in written(page)
    assert page.evaluate("document.querySelector('gewu-map').map.getCenter().lng") == centre
    page.keyboard.press("Delete")
    assert page.locator("[data-corners] option").count() == 4
    page.keyboard.press("Control+z")
    assert page.locator("[data-corners] option").count() == 5
    for _step in range(3):
        page.keyboard.press("Control+z")
    assert written(page) == {} and page.locator("[data-figures]").inner_text() == before
    page.keyboard.press("Control+Shift+z")
    assert page.locator("[data-corners] option").count() == 5


def test_a_grid_is_cut_and_the_parts_are_named(see: See) -> None:
    place = factories.equipped_town()
    page = opened(see, place, "split", 1440)
    for lon, lat in ((116.605, 35.4), (116.605, 35.41)):  # corners on two edges
        page.mouse.click(*at(page, lon, lat))
    assert page.locator("[data-corners] option").count() == 6
    page.locator("[data-do=cut]").click()
    page.mouse.click(*at(page, 116.606, 35.405))
    page.mouse.click(*at(page, 116.605, 35.4))
    fields = page.locator("[data-parts] fieldset")
    expect(fields).to_have_count(2)
    for index, code in enumerate(("370899100001011", "370899100001012")):
        fields.nth(index).locator("input").nth(0).fill(code)
        fields.nth(index).locator("input").nth(1).fill(f"新{index + 1}网格")
    outlines = written(page)
    assert len(outlines) == 2
    assert sum(each.area for each in outlines.values()) == pytest.approx(0.0001)
    go_on(page)
    expect(page).to_have_url(re.compile("/redraws/look/"), timeout=20_000)
    expect(page.locator("main")).to_contain_text("新2网格")


def test_what_is_refused_is_shown_at_its_place_and_the_drawing_stays(see: See) -> None:
    place = factories.equipped_town()
    page = opened(see, place, "redraw", 1440)
    page.mouse.move(*at(page, 116.60, 35.41))
    page.mouse.down()
    page.mouse.move(*at(page, 116.602, 35.409))
    page.mouse.move(*at(page, 116.603, 35.408))
    page.mouse.up()
    drawn = written(page)
    expect(page.locator("[data-cover]")).to_contain_text("公顷")
    expect(page.locator(".map-cover")).to_be_visible()
    go_on(page)
    expect(page.locator("[data-drawing][ready]")).to_have_count(1, timeout=30_000)
    expect(page.locator(".map-fault").first).to_be_visible()
    assert written(page) == drawn
