"""Many areas on a map: drawn from tiles, named, and clicked, by whoever may see them."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from gewu.ground.territory.queries import tiles
from tests import cast
from tests.browser.conftest import See, barriers, overflows

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DRAWN = """async ([lon, lat]) => {
  const map = document.querySelector('gewu-map').map
  map.jumpTo({ center: [lon, lat], zoom: 14 })
  await new Promise((done) => map.once('idle', done))
  const names = (layer) => [...new Set(map.queryRenderedFeatures({ layers: [layer] })
    .map((each) => each.properties.name_zh))].sort()
  return [names('area-fill'), names('area-name')]
}"""


def areas(see: See, user: object, **habits: object) -> Page:
    """The page of all areas, when its map is drawn."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = see("/territory/", session=session, **habits)  # type: ignore[arg-type]
    expect(page.locator("gewu-map")).to_have_attribute("ready", "")
    return page


@pytest.mark.parametrize("width", [1440, 390])
def test_grids_are_drawn_from_tiles_and_lead_to_their_page(
    see: See, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(tiles, "MANY", 1)
    place = cast.town()
    page = areas(see, place.ben, width=width)
    drawn, named = page.evaluate(DRAWN, [116.61, 35.405])
    # Ben's town and its grids, nothing of the other town right beside it.
    assert drawn == ["东一社区", "第一网格", "第二网格"]
    assert named == ["第一网格", "第二网格"]
    assert barriers(page) == [] and not overflows(page)

    page.evaluate("document.querySelector('gewu-map').map.jumpTo({center: [116.605, 35.405]})")
    page.locator("gewu-map canvas").click()
    page.locator(".map-card a").click()
    page.wait_for_url(f"**/territory/{place.grid_1.pk}/")
    expect(page.locator("gewu-map")).to_have_attribute("ready", "")
