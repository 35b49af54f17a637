"""The residents' map: a tap, the device's own place and the keyboard lead to a grid."""

import pytest
from playwright.sync_api import Page, expect

from gewu.work.tickets.tests import factories
from tests.browser.conftest import See, barriers, overflows
from tests.cast import GRID_1, GRID_2, Town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TO = """async ([lon, lat]) => {
  const map = document.querySelector('gewu-map').map
  map.jumpTo({ center: [lon, lat], zoom: 14 })
  await new Promise((done) => map.once('idle', done))
}"""


@pytest.fixture
def place(transactional_db: None) -> Town:
    """The town with catalogue and calendar."""
    return factories.equipped_town()


def opened(see: See, **habits: object) -> Page:
    """The map of all grids, when it is drawn."""
    page = see("/map/", **habits)  # type: ignore[arg-type]
    expect(page.locator("gewu-map")).to_have_attribute("ready", "")
    return page


@pytest.mark.parametrize(("width", "elder"), [(1440, False), (390, False), (360, True)])
def test_a_tap_shows_who_looks_after_the_grid(
    see: See, place: Town, width: int, elder: bool
) -> None:
    page = opened(see, width=width, elder=elder)
    page.evaluate(TO, [116.605, 35.405])
    page.locator("gewu-map canvas").click()
    chosen = page.locator("#chosen")
    expect(chosen.locator("h2")).to_have_text("第一网格")
    expect(chosen).to_contain_text("艾达")
    expect(chosen.get_by_role("link", name="13700000001")).to_have_attribute(
        "href", "tel:13700000001"
    )
    expect(chosen.locator("h2")).to_be_focused()
    assert barriers(page) == [] and not overflows(page)
    chosen.get_by_role("link", name="在这里上报").click()
    page.wait_for_url(f"**/report/?area={GRID_1}")


def test_where_somebody_is_stays_in_the_browser(see: See, place: Town) -> None:
    page = opened(see, width=390)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 116.6151, "latitude": 35.4052})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.get_by_role("button", name="我的位置").click()
    expect(page.locator("#chosen h2")).to_have_text("第二网格")
    assert not [url for url in asked if "116.615" in url or "35.405" in url]


def test_by_keyboard_and_by_name(see: See, place: Town) -> None:
    page = opened(see)
    page.evaluate(TO, [116.615, 35.405])
    page.locator("gewu-map canvas").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chosen h2")).to_have_text("第二网格")
    page.locator("input[type=search]").fill("第二")
    page.locator("#results a").first.click()
    page.wait_for_url("**/map/?area=*")
    expect(page.locator("#chosen")).to_contain_text("第二网格")
    page.get_by_role("link", name="查看网格公示页").click()
    page.wait_for_url(f"**/territory/grid/{GRID_2}/")
