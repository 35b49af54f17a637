"""A grid is divided into fair parts from a table of addresses, up to the split and what follows."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from gewu.ground.territory.tests.test_proposing import table
from gewu.work.tickets.tests import factories
from tests.browser.conftest import See, barriers, overflows

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1440, 390])
def test_from_a_table_of_addresses_to_what_a_split_brings(
    see: See, tmp_path: Path, width: int
) -> None:
    place = factories.equipped_town()
    client = Client()
    client.force_login(place.root)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = see(reverse("territory:area", args=[place.grid_1.pk]), session=session, width=width)
    page.locator(f"a[href='{reverse('territory:propose', args=[place.grid_1.pk])}']").click()
    addresses = tmp_path / "地址.csv"
    addresses.write_text(table(), encoding="utf-8")
    page.locator("input[name=file]").set_input_files(addresses)
    page.locator("input[name=target]").fill("1200")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("gewu-map[ready]")).to_have_count(1, timeout=30_000)
    expect(page.locator("#board tbody tr")).to_have_count(4)
    assert barriers(page) == [] and not overflows(page)
    _move_the_last_at_a_border(page)
    page.locator("input[name=day]").fill("2099-01-01")
    page.locator("form[action$='/split/'] button[type=submit]").click()
    expect(page.locator("gewu-map[ready]")).to_have_count(2, timeout=30_000)
    assert barriers(page) == [] and not overflows(page)


def _move_the_last_at_a_border(page: Page) -> None:
    """A click on its dot chooses it and the part that it touches; figures follow, the map stays."""
    dot = page.evaluate(
        """() => {
          const map = document.querySelector('gewu-map').map
          const { dots } = JSON.parse(document.getElementById('board-data').content.textContent)
          const last = dots.features.at(-1)
          const { x, y } = map.project(last.geometry.coordinates)
          const box = map.getCanvas().getBoundingClientRect()
          return { ...last.properties, x: x + box.left, y: y + box.top }
        }"""
    )
    page.wait_for_timeout(400)
    page.mouse.click(dot["x"], dot["y"])
    expect(page.locator("#id_piece")).to_have_value(str(dot["piece"]))
    expect(page.locator("#id_to")).to_have_value(str(dot["to"]))
    into = page.locator("#board tbody tr").nth(dot["to"]).locator("td").nth(1)
    before = int(into.inner_text())
    page.locator("#move-form button[type=submit]").first.click()
    expect(into).to_have_text(str(before + dot["households"]))
    expect(page.locator("gewu-map[ready]")).to_have_count(1)
    page.locator("form[action$='/undo/'] button").click()
    expect(into).to_have_text(str(before))


def test_two_plans_are_looked_at_side_by_side(see: See, tmp_path: Path) -> None:
    place = factories.equipped_town()
    client = Client()
    client.force_login(place.root)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = see(reverse("territory:propose", args=[place.grid_1.pk]), session=session, width=1440)
    addresses = tmp_path / "地址.csv"
    addresses.write_text(table(), encoding="utf-8")
    page.locator("input[name=file]").set_input_files(addresses)
    page.locator("input[name=target]").fill("1200")
    page.locator("main form button[type=submit]").last.click()
    page.locator("form[action$='/again/'] input[name=target]").fill("800")
    page.locator("form[action$='/again/'] button[type=submit]").click()
    expect(page.locator("gewu-map[ready]")).to_have_count(2, timeout=30_000)
    assert barriers(page) == [] and not overflows(page)
    page.locator("form[action$='/choose/'] button").last.click()
    expect(page.locator("#board tbody tr")).to_have_count(6)
